"""Outlooks as people and programs read them."""

from __future__ import annotations

import json
from dataclasses import replace

from core.cli.text.outlook import outlook_text
from tests.core.analysis.test_outlook import outlook
from tests.core.status.rows import row

NAMES = {("success", 1): "Deals"}
FOUND = outlook()
WITHOUT_GOAL = replace(FOUND, goal=None, probability=None)
REFUSED = replace(
    WITHOUT_GOAL,
    row=row("2026-W47", 5.0, target=4.0, better="higher"),
    expected=None,
    reason="the KPI file declares no adds=",
)


def test_an_outlook_is_a_line_with_what_is_done() -> None:
    text = outlook_text([FOUND, WITHOUT_GOAL, REFUSED], "table", NAMES, is_whole=True)

    assert text.splitlines()[2:] == [
        f"01  Deals  2026-Q4     744  {FOUND.sentence}",
        "",
        "1 line with a target and without an outlook: the KPI file declares no adds=",
        "1 line without a target; name a KPI to see what is expected",
    ]


def test_one_kpi_is_shown_whatever_there_is_to_say() -> None:
    text = outlook_text([REFUSED], "table", NAMES, is_whole=False)
    assert text.splitlines()[-1].endswith("744  the KPI file declares no adds=")


def test_nothing_stored_says_what_to_do() -> None:
    text = outlook_text([], "table", NAMES, is_whole=True)
    assert text == "no current value is stored; compute one with scorecard run"


def test_json_has_all_figures() -> None:
    (found,) = json.loads(outlook_text([FOUND], "json", NAMES, is_whole=True))

    assert (found["probability"], found["expected"], found["low"]) == (0.62, 1214, 1090)
    assert (found["target"], found["target_high"], found["better"]) == (1200, None, "higher")
    assert (found["first_period"], found["last_period"]) == ("2026-W40", "2026-W53")
    assert found["sentence"] == FOUND.sentence
