"""Unusual values as people and programs read them."""

from __future__ import annotations

import json

from core.analysis import Unusual
from core.cli.text.unusual import unusual_text
from core.model import parse_period
from tests.core.status.rows import row

NAMES = {("success", 1): "Deals", ("sales", 1): "Leads"}
HIGH = Unusual(
    row=row("2026-W46", 180.0),
    method="limits",
    expected=100.0,
    lower=80.0,
    upper=120.0,
    side="high",
    size=4.0,
    count=52,
    since=parse_period("2026-W45"),
)
USUAL = Unusual(row=row("2026-W46", 100.0), method="limits", lower=80.0, upper=120.0)
FEW = Unusual(row=row("2026-W46", 2.0), reason="too few to tell: 2.0 on average")


def test_the_unusual_ones_are_a_table_and_the_others_are_counted() -> None:
    text = unusual_text([HIGH], [HIGH, USUAL, FEW], "table", NAMES)

    assert text.splitlines()[2:] == [
        "01  Deals  2026-W46  180 is unusually high; 80 to 120 is expected, so since 2026-W45"
        "         4.0 ×",
        "",
        "1 of 3 values is unusual; of 1 nothing can be said: 1 too small to tell",
    ]


def test_several_domains_are_named() -> None:
    other = Unusual(row=row("2026-W46", 100.0, domain="sales"), method="limits")
    text = unusual_text([HIGH], [HIGH, other], "table", NAMES)
    assert text.splitlines()[0].split()[0] == "domain"


def test_nothing_judged_says_what_to_do() -> None:
    text = unusual_text([], [], "table", NAMES)
    assert text == "no value of the period is stored; compute it with scorecard run"


def test_json_has_every_value_the_unusual_first() -> None:
    found = json.loads(unusual_text([HIGH], [FEW, HIGH], "json", NAMES))

    assert [each["unusual"] for each in found] == [True, False]
    assert found[0]["since"] == "2026-W45"
    assert found[0]["size"] == 4.0
    assert (found[1]["size"], found[1]["reason"]) == (None, "too few to tell: 2.0 on average")
