"""How values settle, on the command line and on both engines."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.store.definitions import Definitions, UsedDefinition
from tests.core.cli.commands import COUNT, FORMS, Command, one_sentence
from tests.core.cli.text.origins import DEFINITION
from tests.ledgers import FIRST, Ledger, filled, monday_after
from tests.project import kpi_text, write_project
from tests.warehouses import open_for, settings_for

WEEK = 20
NOW = monday_after(WEEK).isoformat()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return settled(tmp_path, "auto")


def settled(root: Path, settles: str) -> Path:
    kpi = kpi_text(COUNT, name="Forms", sources=[FORMS], settles=settles)
    return write_project(root, {"success/kpi_06.py": kpi})


def grows(period: int, age: int) -> float:
    """Return a hundred that become 114, and somewhat more or less after a week."""
    if age == 0:
        return 100
    return 110 + period % 3 - 1 if age == 1 else 114


def write(root: Path, url: str, ledger: Ledger) -> None:
    with closing(open_for(settings_for(root, url))) as database:
        ledger.write(database)
        definition = replace(DEFINITION, kpi_number=6, field_name="forms", name="Forms")
        used = UsedDefinition(definition, "run-000", monday_after(0))
        Definitions(database).append([used])


def test_settling_shows_moves_values_by_age_and_what_is_to_come(
    scorecard: Command, root: Path, warehouse_url: str
) -> None:
    write(root, warehouse_url, filled(WEEK + 1, grows, missed=[15]))

    shown = scorecard("settling", "success", "6", url=warehouse_url, SCORECARD_NOW=NOW)

    lines = shown.out.splitlines()
    assert lines[0] == "success/kpi_06  Forms: usually +14 % within two weeks"
    assert lines[2] == 'settles="auto": 3 weeks'
    assert "week 1         10.0%  +10.0%  11 weeks" in lines
    assert "2026-W16    100    –  114  114  114" in lines
    assert f"{FIRST.shift(WEEK)}     100       114  113 to 115" in lines


def test_settling_is_json_on_wish(scorecard: Command, root: Path, warehouse_url: str) -> None:
    write(root, warehouse_url, filled(WEEK + 1, grows))

    shown = scorecard(
        "settling", "success", "6", "--format", "json", url=warehouse_url, SCORECARD_NOW=NOW
    )

    record = json.loads(shown.out)
    (series,) = record["series"]
    assert (record["settled_after"], record["span"], record["settles"]) == (2, 3, "auto")
    assert [each["periods"] for each in record["moves"]] == [13, 13, 13, 13]
    assert series["triangle"][FIRST.shift(WEEK).label] == [100]
    assert series["projections"][-1]["period"] == FIRST.shift(WEEK).label
    assert series["projections"][-1]["expected"] == pytest.approx(114, abs=0.1)


def test_before_anything_is_stored_the_default_is_said(
    scorecard: Command, warehouse_url: str
) -> None:
    shown = scorecard("settling", "success", "6", url=warehouse_url)

    assert shown.code == 0
    assert shown.out.splitlines() == [
        "success/kpi_06  Forms: not known: fewer than 6 weeks were computed again on schedule",
        "",
        'settles="auto": 4 weeks, the default until more is known',
    ]


def test_a_kpi_that_does_not_exist_is_refused(scorecard: Command, warehouse_url: str) -> None:
    shown = scorecard("settling", "success", "9", url=warehouse_url)

    assert shown.code == 2
    assert "kpi_09.py does not exist" in one_sentence(shown)


@pytest.mark.parametrize(
    ("settles", "span", "advice"),
    [
        ("8 weeks", 8, "is longer than needed, as values moved by 0.0% in all from week 3 on;"),
        ("1 week", 1, "is too short, as values still moved by 10.0% in the last week of it;"),
    ],
)
def test_check_says_where_a_declared_span_does_not_fit(
    scorecard: Command, tmp_path: Path, warehouse_url: str, settles: str, span: int, advice: str
) -> None:
    root = settled(tmp_path, settles)
    write(root, warehouse_url, filled(WEEK + 1, grows, span=span))

    shown = scorecard("check", url=warehouse_url, SCORECARD_NOW=NOW)

    assert shown.code == 0
    assert f'scorecards/success/kpi_06.py: settles="{settles}" {advice}' in shown.err


def test_check_says_nothing_of_a_span_that_fits(
    scorecard: Command, tmp_path: Path, warehouse_url: str
) -> None:
    root = settled(tmp_path, "4 weeks")
    write(root, warehouse_url, filled(WEEK + 1, grows))

    assert "settles" not in scorecard("check", url=warehouse_url, SCORECARD_NOW=NOW).err


def test_values_show_and_explain_say_where_a_provisional_value_is_expected_to_end(
    scorecard: Command, root: Path, warehouse_url: str
) -> None:
    write(root, warehouse_url, filled(WEEK + 1, grows))
    newest = FIRST.shift(WEEK).label

    values = scorecard("values", "success", url=warehouse_url, SCORECARD_NOW=NOW)
    explained = scorecard("explain", "success", "6", newest, url=warehouse_url, SCORECARD_NOW=NOW)
    records = scorecard(
        "values", "success", "--format", "json", url=warehouse_url, SCORECARD_NOW=NOW
    )
    shown = scorecard("show", "success", "6", url=warehouse_url, SCORECARD_NOW=NOW)

    assert values.out.splitlines()[-1].endswith("; expected 114 (113 to 115)")
    assert shown.out.splitlines()[-1] == f"  {newest}: 100 so far, expected 114 (113 to 115)"
    assert explained.out.splitlines()[-2:] == [
        "Still to come",
        f"  {newest}: 100 so far, expected 114 (113 to 115)",
    ]
    first, *_, last = json.loads(records.out)
    assert (first["expected"], last["low"], last["high"]) == (None, 113, 115)
