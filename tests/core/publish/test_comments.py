"""Columns for comments are beside the newest period, and where a text is."""

from __future__ import annotations

from dataclasses import replace

from core.publish.comments import add_comments, shorten
from tests.core.publish.samples import FORMS, RETENTION, grid_of, row
from tests.core.store.test_comments import LOW

WEEKS = [row(FORMS, week) for week in ("2025-W50", "2026-W45", "2026-W46")]
GRID = grid_of(*WEEKS, row(RETENTION, "2026-10"))
ON_KPI = replace(LOW, field_details="")


def test_the_newest_period_of_each_cadence_can_be_commented() -> None:
    found = {tab.title: tab.commented for tab in add_comments(GRID, ()).tabs}
    assert found == {"sc2026": ("2026-W46",), "sc2025": (), "sc2026 monthly": ("2026-10",)}
    assert {tab.commented for tab in GRID.tabs} == {None}


def test_a_period_keeps_its_column_as_long_as_it_has_a_text() -> None:
    earlier = replace(ON_KPI, period="2025-W50")
    removed = [replace(ON_KPI, period="2026-W45"), replace(ON_KPI, period="2026-W45", text="")]
    weeks, old, _ = add_comments(GRID, [earlier, *removed]).tabs
    assert (weeks.commented, old.commented) == (("2026-W46",), ("2025-W50",))


def test_a_line_has_all_texts_on_its_values_oldest_first() -> None:
    later, of_part = replace(ON_KPI, text="fixed"), LOW
    weeks, *_ = add_comments(GRID, [ON_KPI, of_part, later]).tabs
    (line,) = weeks.lines
    assert line.comments == {"2026-W46": [ON_KPI.text, "fixed"]}


def test_a_tab_has_the_texts_on_series_without_a_line_too() -> None:
    weeks, *_ = add_comments(GRID, [LOW, replace(LOW, period="2025-W50")]).tabs
    assert weeks.comments == {LOW.key: [LOW.text]}
    assert (weeks.lines[0].comments, weeks.commented) == ({}, ("2026-W46",))


def test_a_comment_is_shortened_to_a_line() -> None:
    assert shorten("down\nsince noon") == "'down since noon'"
    assert shorten("x" * 70) == f"'{'x' * 60} …'"
