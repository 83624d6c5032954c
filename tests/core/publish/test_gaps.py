"""Cells of periods without a row, read off the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.model.period import Period, parse_period
from core.model.records import Row
from core.publish.grid import Line
from core.publish.layout import make_grid
from tests.core.publish.samples import BERLIN, DEFINITIONS, FORMS, TICKETS, row

NOTE = "not run: no run has computed this period yet; scorecard catch-up success does"


def lines(*rows: Row, **facts: Any) -> Mapping[str, Line]:
    """Return the lines of the newest tab by their labels."""
    grid = make_grid("Success", rows, DEFINITIONS, BERLIN, **facts)
    return {line.label: line for line in grid.tabs[0].lines}


def states(line: Line, weeks: Sequence[int]) -> list[str]:
    return [line.cells[week - 1].state.value for week in weeks]


def weekly(week: str) -> dict[str, Period]:
    return {"weekly": parse_period(week)}


def failed(week: str) -> Row:
    return replace(row(FORMS, week, None), outcome="failed", reason="no such table")


def test_a_week_between_stored_ones_was_not_run_and_says_how_to_run_it() -> None:
    forms = lines(row(FORMS, "2026-W40"), row(FORMS, "2026-W42"))["Forms"]
    assert states(forms, [39, 40, 41, 42, 43]) == ["blank", "value", "not run", "value", "blank"]
    assert forms.cells[40].note == NOTE


def test_weeks_up_to_the_one_printed_last_were_not_run() -> None:
    forms = lines(row(FORMS, "2026-W40"), printed=weekly("2026-W42"))["Forms"]
    assert states(forms, [40, 41, 42, 43]) == ["value", "not run", "not run", "blank"]


def test_the_week_printed_last_is_the_newest_column_even_if_nothing_ran() -> None:
    grid = make_grid(
        "Success", [row(FORMS, "2026-W40")], DEFINITIONS, BERLIN, printed=weekly("2026-W42")
    )
    assert grid.tabs[0].newest == 41


def test_days_and_weeks_are_printed_apart() -> None:
    printed = {"weekly": parse_period("2026-W46"), "daily": parse_period("2026-11-03")}
    grid = make_grid("Success", [row(TICKETS, "2026-11-02")], DEFINITIONS, BERLIN, printed=printed)
    (line,) = grid.tabs[0].lines
    # 2 November is the 306th day of 2026.
    assert [cell.state.value for cell in line.cells[304:308]] == [
        "blank", "value", "not run", "blank",
    ]  # fmt: skip


def test_before_since_nothing_is_expected() -> None:
    rows = [row(FORMS, "2026-W10"), row(FORMS, "2026-W40")]
    forms = lines(*rows, since={6: parse_period("2026-W39")})["Forms"]
    assert states(forms, [9, 10, 11, 38, 39]) == [
        "before since", "value", "before since", "before since", "not run",
    ]  # fmt: skip
    assert forms.cells[10].content is None
    assert "Since: 2026-W39; earlier periods are blank" in forms.note.splitlines()


def test_a_gap_over_new_year_is_one() -> None:
    grid = make_grid(
        "Success", [row(FORMS, "2025-W51"), row(FORMS, "2026-W02")], DEFINITIONS, BERLIN
    )
    newer, older = (tab.lines[0] for tab in grid.tabs)
    assert states(older, [50, 51, 52]) == ["blank", "value", "not run"]
    assert states(newer, [1, 2, 3]) == ["not run", "value", "blank"]


def test_a_retired_kpi_is_marked_once_after_its_last_period() -> None:
    forms = lines(
        row(FORMS, "2026-W40"), retired={6: "its file is gone"}, printed=weekly("2026-W46")
    )["Forms"]
    assert states(forms, [40, 41, 42, 46]) == ["value", "retired", "blank", "blank"]


def test_a_part_that_is_not_returned_is_told_from_a_week_that_failed_or_was_not_run() -> None:
    found = lines(
        row(FORMS, "2026-W40", 1, "EMEA"),
        row(FORMS, "2026-W40", 1, "APAC"),
        row(FORMS, "2026-W41", 1, "APAC"),
        failed("2026-W42"),
        row(FORMS, "2026-W44", 1, "APAC"),
    )
    weeks = [40, 41, 42, 43, 44]
    assert states(found["EMEA"], weeks) == [
        "value", "not returned", "failed", "not run", "not returned",
    ]  # fmt: skip
    assert states(found["APAC"], weeks) == ["value", "value", "failed", "not run", "value"]
    assert states(found["Forms"], weeks) == ["blank", "blank", "failed", "not run", "blank"]
    assert (
        found["EMEA"]
        .cells[40]
        .note.startswith("not returned: the query no longer returns this field\n")
    )
    assert found["EMEA"].cells[41].note.startswith("failed: no such table\n")


def test_a_query_without_any_row_gave_no_data_for_every_part() -> None:
    none = replace(row(FORMS, "2026-W41", None), reason="the query returned no row")
    found = lines(row(FORMS, "2026-W40", 1, "EMEA"), none)
    assert states(found["EMEA"], [40, 41]) == ["value", "no data"]


def test_a_part_is_blank_before_its_first_period() -> None:
    found = lines(row(FORMS, "2026-W40", 1, "APAC"), row(FORMS, "2026-W42", 1, "EMEA"))
    assert states(found["EMEA"], [39, 40, 41, 42]) == ["blank", "blank", "blank", "value"]
