"""Lines of a tab: labels, cells and trends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.publish.grid import Line
from tests.core.publish.samples import CHURN, FORMS, only_cell, only_line, only_tab, row


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
