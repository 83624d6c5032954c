"""Cells and lines of a grid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.model.states import State
from core.publish.grid import LABELS, GridCell, scrub_grid
from core.publish.layout import make_grid
from tests.core.publish.samples import BERLIN, CHURN, FORMS, REVENUE, only_line, only_tab, row


@pytest.mark.parametrize(
    ("cell", "content", "sign"),
    [
        (GridCell(), None, ""),
        (GridCell(None, "no value: the query gave NULL", State.NO_DATA), "no data", ""),
        (GridCell(0.0, "partial: the period had not ended", State.PARTIAL), 0.0, "…"),
        (GridCell(7.0, state=State.VALUE), 7.0, ""),
    ],
)
def test_a_cell_holds_its_number_or_the_text_of_its_state(
    cell: GridCell, content: float | str | None, sign: str
) -> None:
    assert (cell.content, cell.sign) == (content, sign)


def test_the_subtitle_explains_the_marks_that_a_tab_has_and_no_other() -> None:
    plain, failed = row(FORMS, "2026-W45"), row(FORMS, "2026-W46", None)
    refreshed = "refreshed 2026-11-16 06:01 CET"
    assert only_tab(plain, row(FORMS, "2026-W46")).subtitle == refreshed
    failed = replace(failed, outcome="failed", reason="no such table")
    final = replace(plain, provisional_until=date(2026, 11, 23))
    assert only_tab(final, failed).subtitle == (
        f"{refreshed} · * = may still change · failed = query or source failed"
    )


def test_a_line_has_a_value_under_each_label_but_the_trend() -> None:
    line = only_line(row(CHURN, "2026-W46", 0.1))
    assert set(line.labels) == set(LABELS)
    assert list(line.labels.values()) == [
        32.0,
        "Overall churn rate",
        0.1,
        None,
        None,
        None,
        0.12,
        None,
        "percent",
        "customer-success",
    ]


def test_a_line_with_details_is_a_breakdown() -> None:
    whole, part = only_tab(row(FORMS, "2026-W46"), row(FORMS, "2026-W46", 1, "North")).lines
    assert (whole.is_breakdown, part.is_breakdown) == (False, True)


def test_a_breakdown_shows_owner_and_unit_once_but_for_another_unit() -> None:
    dollars = replace(row(REVENUE, "2026-W46", 2, "South"), unit="USD")
    parts = (row(REVENUE, "2026-W46", 1, "North"), dollars)
    lines = only_tab(row(REVENUE, "2026-W46", 3), *parts).lines
    shown = [(line.labels["Owner"], line.labels["Unit"]) for line in lines]
    assert shown == [("customer-success", "EUR"), (None, None), (None, "USD")]


def test_labels_and_notes_of_a_grid_are_scrubbed() -> None:
    failed = replace(row(FORMS, "2026-W46"), outcome="failed", value=None, reason="not hunter2")
    secret = replace(FORMS, name="hunter2", meaning="As hunter2 says.")
    grid = make_grid("Success", [failed], {FORMS.kpi_number: secret}, BERLIN)
    scrubbed = scrub_grid(grid, lambda text: text.replace("hunter2", "***"))

    assert repr(grid).count("hunter2") == 4
    assert repr(scrubbed).count("***") == 4
    assert "hunter2" not in repr(scrubbed)


def test_the_legend_is_also_the_note_of_the_subtitle() -> None:
    tab = only_tab(row(FORMS, "2026-W45"), row(FORMS, "2026-W46", None))
    assert tab.subtitle_note == "no data = query gave no value"
    assert only_tab(row(FORMS, "2026-W46")).subtitle_note == ""
