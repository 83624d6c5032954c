"""Keys of tabs and rows in what was published, which stay when lines move. Pure."""

from __future__ import annotations

from core.model import Period, Row
from core.publish.grid import Line, SheetTab


def row_key(line: Line | Row) -> str:
    """Return the key of a series' line in a tab."""
    return series_row_key(line.kpi_number, line.field_name) + line.field_details


def series_row_key(number: int, field: str) -> str:
    """Return the beginning that the keys of all lines of a series have in common."""
    return f"{number:02}/{field}/"


def series_of(key: str) -> tuple[int, str, str]:
    """Return the number, the field and the label of the part that the key of a row names."""
    number, field, details = key.split("/", 2)
    return int(number), field, details


def whole_row_key(key: str) -> str:
    """Return the key of the KPI's own line, above the part of a breakdown that `key` names."""
    number, field, _ = key.split("/", 2)
    return f"{number}/{field}/"


def tab_key(domain: str, tab: SheetTab | Period) -> str:
    """Return the key of a tab, or of a period's tab, in a spreadsheet."""
    return f"{domain}/{tab.cadence}/{tab.year}"
