"""Counts the numbers that a spreadsheet shows, and those that a plan would take out. Pure."""

from __future__ import annotations

from core.publish.google.changes import Plan, TabPlan, Write
from core.publish.google.comment_columns import column_label
from core.publish.google.sheet import Content, TabNow, is_number
from core.publish.google.wanted import HEADER_ROWS, is_value


def count_numbers(plan: Plan) -> tuple[int, int]:
    """Return how many numbers the tabs of a plan show, and how many of them would go."""
    shown = sum(_count_shown(tab.now) for tab in plan.tabs if tab.now)
    lost = sum(_count_lost(tab) for tab in plan.tabs)
    return shown, lost


def _count_shown(tab: TabNow) -> int:
    rows = [index for index, key in enumerate(tab.rows) if key and key not in HEADER_ROWS]
    columns = [index for index, key in enumerate(tab.columns) if key and not column_label(key)]
    count = 0
    for row in rows:
        count += sum(_is_number(tab.at((row, column))) for column in columns)
    return count


def _count_lost(tab: TabPlan) -> int:
    return sum(_takes_out(write) for write in tab.writes)


def _takes_out(write: Write) -> bool:
    return is_value(write.place) and _is_number(write.old) and not _is_number(write.new)


def _is_number(content: Content) -> bool:
    return is_number(content.value)
