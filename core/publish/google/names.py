"""Names of rows, columns and values of a tab, as readers of the sheet know them. Pure."""

from __future__ import annotations

from core.model import format_value
from core.publish.google.changes import TabPlan
from core.publish.google.sheet import EMPTY, Value, is_number
from core.publish.google.wanted import (
    DAY_ROW,
    HEADER_ROWS,
    HEADING,
    LABEL_ROW,
    REFRESHED,
    CellKey,
    Wanted,
)
from core.publish.grid import LABELS, LATEST, NAME, TARGET

_HEADERS = {
    HEADING: "the heading",
    REFRESHED: "the line below the heading",
    LABEL_ROW: "the headers",
    DAY_ROW: "the days",
}


def line_name(tab: TabPlan, key: str) -> str:
    """Return the name of a row or column: `KPI 6 Forms`, `KPI 40 Team, North`, `W46`."""
    if key in HEADER_ROWS:
        return _HEADERS[key]
    if key in LABELS:
        return f"column {key}"
    if key in tab.wanted.columns:
        return _period_name(tab.wanted, key)
    number, field, part = (*key.split("/", 2), "", "")[:3]
    if not number.isdigit():
        return key
    name = _kpi_name(tab, f"{number}/{field}/")
    return ", ".join(text for text in (f"KPI {int(number)} {name}".rstrip(), part) if text)


def _period_name(wanted: Wanted, key: str) -> str:
    label = str(wanted.cells.get((LABEL_ROW, key), EMPTY).value or key)
    is_day = wanted.key.split("/")[1:2] == ["daily"]
    return f"{label} {wanted.cells.get((DAY_ROW, key), EMPTY).value}" if is_day else label


def _kpi_name(tab: TabPlan, key: str) -> str:
    """Return the name that a KPI has in the scorecard, or else the one in the sheet."""
    content = tab.wanted.cells.get((key, NAME))
    now = tab.now
    if content is None and now and key in now.rows and NAME in now.columns:
        content = now.at((now.rows.index(key), now.columns.index(NAME)))
    return str(content.value or "") if content else ""


def place_name(tab: TabPlan, place: CellKey) -> str:
    """Return the names of a cell's row and column."""
    row, column = place
    return f"{line_name(tab, row)} · {line_name(tab, column)}"


def value_text(wanted: Wanted, place: CellKey, value: Value) -> str:
    """Return a value as its cell shows it."""
    if not is_number(value):
        return _plain_text(value)
    row, column = place
    look = wanted.rows.get(row)
    is_amount = column not in LABELS or column in (LATEST, TARGET)
    return format_value(value, look.unit) if look and look.unit and is_amount else f"{value:.12g}"


def typed_text(wanted: Wanted, place: CellKey, value: Value) -> str:
    """Return a value of a person with all of its digits, in per cent where its row is."""
    if not is_number(value):
        return _plain_text(value)
    look = wanted.rows.get(place[0])
    is_share = look is not None and look.unit == "percent" and place[1] not in LABELS
    return f"{100 * value:.12g}%" if is_share else f"{value:,.12g}"


def _plain_text(value: Value) -> str:
    return "empty" if value is None else str(value)


def change_text(wanted: Wanted, place: CellKey, old: Value, new: Value) -> str:
    """Return an old and a new value, with all digits where they look the same otherwise."""
    before, after = value_text(wanted, place, old), value_text(wanted, place, new)
    if before == after and is_number(old) and is_number(new):
        before, after = f"{old:.12g}", f"{new:.12g}"
    return f"{before} → {after}"
