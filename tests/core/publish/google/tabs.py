"""Tabs of three KPIs and three periods, as they should be and as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.publish.google.note import mark_note
from core.publish.google.sheet import BookNow, Content, Position, TabNow, Value
from core.publish.google.wanted import HEADER_ROWS, RowLook, Wanted

# Those of a tab that an earlier version made.
LABELS = ("No", "KPI", "Owner", "Unit", "Target", "Trend")
ROWS = ("02/calls/", "11/forms/", "30/leads/")
NAMES = ("Calls", "Forms", "Leads")
PERIODS = ("2026-01", "2026-02", "2026-03")
HEADERS = ("Jan", "Feb", "Mar")
KEY = "success/monthly/2026"


def wanted(values: Mapping[tuple[str, str], Value] | None = None, **changes: object) -> Wanted:
    """Return the tab that should be; a value is its KPI's number times ten plus the month."""
    cells = {("heading", "No"): Content("Success"), ("refreshed", "No"): Content("today")}
    cells |= {("labels", label): Content(label) for label in LABELS}
    for period, header in zip(PERIODS, HEADERS, strict=True):
        cells |= {
            ("labels", period): Content(header, "run-1"),
            ("days", period): Content(f"28 {header}"),
        }
    for number, row, name in zip((2, 11, 30), ROWS, NAMES, strict=True):
        cells |= {
            (row, "No"): Content(float(number)),
            (row, "KPI"): Content(name, "what it counts"),
        }
        cells |= {
            (row, period): Content(number * 10.0 + month) for month, period in enumerate(PERIODS, 1)
        }
    cells |= {place: Content(value) for place, value in (values or {}).items()}
    looks = {key: RowLook() for key in HEADER_ROWS} | {key: RowLook("0") for key in ROWS}
    made = Wanted(KEY, "sc2026", looks, (*LABELS, *PERIODS), cells, PERIODS, frozenset(PERIODS))
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def standing(tab: Wanted, **changes: object) -> TabNow:
    """Return a tab as it is right after it was published."""
    rows, columns = tuple(tab.rows), tab.columns
    cells = {
        (rows.index(row), columns.index(column)): replace(content, note=mark_note(content.note))
        for (row, column), content in tab.cells.items()
    }
    made = TabNow(7, 1, "sc2026", KEY, (*rows, *("",) * 3), columns, cells)
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def base(tab: Wanted) -> dict[tuple[str, str, str], Value]:
    """Return what was published with a tab."""
    return {(KEY, *place): content.value for place, content in tab.cells.items()}


def book(*tabs: TabNow) -> BookNow:
    return BookNow(tabs, {})


def put(tab: TabNow, contents: Mapping[Position, Content]) -> TabNow:
    """Return a tab in which a person typed."""
    return replace(tab, cells={**tab.cells, **contents})
