"""Lines of a tab: labels, cells and trends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.model import Adds
from core.publish.grid import Line
from core.publish.layout import make_grid
from core.status import with_totals
from tests.core.publish.samples import BERLIN, CHURN, FORMS, only_cell, only_line, only_tab, row


def columns_with_values(line: Line) -> list[int]:
    return [index for index, cell in enumerate(line.cells) if cell.value is not None]


def test_a_kpi_that_has_only_parts_is_headed_by_a_line_without_values() -> None:
    heading, part = only_tab(row(CHURN, "2026-W46", 0.1, "Segment A")).lines
    assert (heading.label, heading.is_breakdown, columns_with_values(heading)) == (
        "Overall churn rate",
        False,
        [],
    )
    assert (part.label, part.is_breakdown, columns_with_values(part)) == ("Segment A", True, [45])


def test_the_line_above_parts_shows_their_total_and_its_note_says_so() -> None:
    definition = replace(FORMS, adds="sum")
    parts = [row(FORMS, "2026-W45", 2, "north"), row(FORMS, "2026-W46", 3, "north")]
    parts.append(row(FORMS, "2026-W46", 4, "south"))
    rows = with_totals(parts, {6: definition})
    (tab,) = make_grid("Success scorecard", rows, {6: definition}, BERLIN).tabs
    total, *fields = tab.lines
    assert [cell.value for cell in total.cells[44:46]] == [2, 7]
    assert (total.latest.value, total.change, total.latest.note) == (7, 5, "")
    assert [line.label for line in fields] == ["north", "south"]
    assert "Total: the sum of the rows below" in total.note.splitlines()


def test_a_kpi_whose_parts_are_not_added_up_says_so_and_any_other_nothing() -> None:
    def note(adds: Adds, part: str = "north") -> str:
        rows = [row(FORMS, "2026-W46", 3, part)]
        definition = replace(FORMS, adds=adds)
        (tab,) = make_grid("Success scorecard", rows, {6: definition}, BERLIN).tabs
        return tab.lines[0].note

    assert "Total: none, since the rows below are not added up" in note("no")
    assert "Total" not in note("")
    assert "Total" not in note("sum", part="")


def test_a_failed_cell_does_not_show_an_older_number() -> None:
    assert (
        only_cell(
            replace(row(FORMS, "2026-W46", 7), outcome="failed", reason="no such table")
        ).value
        is None
    )


def test_the_trend_spans_the_last_13_values_and_skips_periods_without() -> None:
    def trend(weeks: Sequence[int], without: Sequence[int] = ()) -> tuple[int, int] | None:
        return only_line(
            *(row(FORMS, f"2026-W{week:02}", None if week in without else 1) for week in weeks)
        ).trend

    assert trend(range(1, 47)) == (33, 45)
    assert trend(range(1, 47), without=[40, 46]) == (31, 44)
    assert trend([3, 9]) == (2, 8)
    assert trend([3]) is None


def test_a_label_is_one_line_of_text_even_if_the_database_has_more() -> None:
    _heading, part = only_tab(row(FORMS, "2026-W46", 1, "=HYPERLINK(1)\n  x")).lines
    assert part.label == "=HYPERLINK(1) x"
    assert part.field_details == "=HYPERLINK(1)\n  x"
