"""Rows that get the number formats of another unit."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.changes import TabPlan, Write
from core.publish.google.sheet import Content
from core.publish.google.units import rows_with_new_units
from core.publish.google.wanted import RowLook
from tests.core.publish.google.tabs import ROWS, standing, wanted

PART = f"{ROWS[1]}North"


def rows_for(*writes: tuple[str, str | None, str | None]) -> list[str]:
    """Return the rows to format after some writes of units; that above is in hours now."""
    tab = wanted({(ROWS[1], "Unit"): "hours"})
    tab = replace(tab, rows={**tab.rows, PART: RowLook("0", is_breakdown=True)})
    made = [Write((row, "Unit"), "", Content(old), Content(new)) for row, old, new in writes]
    return list(rows_with_new_units(TabPlan(tab, standing(tab), writes=tuple(made))))


def test_a_parts_row_follows_the_row_above() -> None:
    assert rows_for((ROWS[1], "count", "hours")) == [ROWS[1], PART]


def test_a_part_that_shows_another_unit_from_now_on_gets_its_format() -> None:
    assert rows_for((PART, None, "days")) == [PART]


def test_a_row_that_gets_its_unit_late_has_its_formats_already() -> None:
    assert rows_for((ROWS[1], None, "hours")) == []


def test_a_unit_that_is_only_not_repeated_any_more_changes_no_format() -> None:
    assert rows_for((PART, "hours", None)) == []
    assert rows_for((PART, "count", None)) == [PART]
