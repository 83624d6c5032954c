"""Cells and lines of a grid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.publish.grid import LABELS, GridCell, scrub_grid
from core.publish.layout import make_grid
from tests.core.publish.samples import BERLIN, CHURN, FORMS, only_line, only_tab, row


@pytest.mark.parametrize(
    ("cell", "is_missing"),
    [
        (GridCell(), False),
        (GridCell(None, "no value: the query gave NULL"), True),
        (GridCell(0.0, "partial: the period had not ended"), False),
    ],
)
def test_a_cell_is_missing_where_a_note_says_why_it_has_no_value(
    cell: GridCell, is_missing: bool
) -> None:
    assert cell.is_missing is is_missing


def test_a_line_has_a_value_under_each_label_but_the_trend() -> None:
    line = only_line(row(CHURN, "2026-W46", 0.1))
    assert tuple(line.labels) == LABELS
    assert list(line.labels.values()) == [
        32.0,
        "Overall churn rate",
        "customer-success@example.com",
        "percent",
        0.12,
        None,
    ]


def test_a_line_with_details_is_a_breakdown() -> None:
    whole, part = only_tab(row(FORMS, "2026-W46"), row(FORMS, "2026-W46", 1, "North")).lines
    assert (whole.is_breakdown, part.is_breakdown) == (False, True)


def test_labels_and_notes_of_a_grid_are_scrubbed() -> None:
    failed = replace(row(FORMS, "2026-W46"), outcome="failed", value=None, reason="not hunter2")
    secret = replace(FORMS, name="hunter2", meaning="As hunter2 says.")
    grid = make_grid("Success", [failed], {FORMS.kpi_number: secret}, BERLIN)
    scrubbed = scrub_grid(grid, lambda text: text.replace("hunter2", "***"))

    assert repr(grid).count("hunter2") == 3
    assert repr(scrubbed).count("***") == 3
    assert "hunter2" not in repr(scrubbed)
