"""Values to date beside those of a year ago, as a table, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.cli.text.comparison import change_text
from core.cli.text.records import csv_text, json_text
from core.cli.text.tables import cut, dense_table
from core.cli.text.values import NO_VALUE, label
from core.model import Definition, Key, Row, format_value
from core.status import IN_POINTS, ToDate, Total, ValueSeries, line_key, series_by_line, to_date

_HEADER = ("no", "KPI", "to date", "periods", "value", "a year ago", "change", "note")
_NAME_WIDTH = 32


@dataclass(frozen=True, slots=True)
class LineToDate:
    """The newest row of a line, and its values to date."""

    row: Row
    adds: str
    spans: tuple[ToDate, ...]

    @property
    def refusal(self) -> str:
        """The reason why the line has no value to date; empty if it has one."""
        reasons = {each.now.reason for each in self.spans}
        return reasons.pop() if len(reasons) == 1 else ""


def lines_to_date(
    rows: Iterable[Row],
    stored: Iterable[Row],
    breaks: Iterable[Key],
    definitions: Mapping[int, Definition],
    year_begins: int,
) -> list[LineToDate]:
    """Return the values to date of each line's newest period among some rows.

    A line without a period that has ended uses its running one. `definitions` has the newest
    definition of each KPI, by number.
    """
    newest: dict[Any, Row] = {}
    for row in rows:
        other = newest.setdefault(line_key(row), row)
        if _recency(row) > _recency(other):
            newest[line_key(row)] = row
    series = series_by_line(stored, set(breaks))
    return [
        _line_to_date(row, series[key], definitions.get(row.kpi_number), year_begins)
        for key, row in newest.items()
    ]


def _recency(row: Row) -> tuple[bool, Any]:
    return not row.partial, row.period


def _line_to_date(
    row: Row, series: ValueSeries, definition: Definition | None, year_begins: int
) -> LineToDate:
    adds = definition.adds if definition else ""
    return LineToDate(row, adds, to_date(series, row.period, adds, year_begins))


def to_date_text(
    lines: Sequence[LineToDate], form: str, names: Mapping[tuple[str, int], str]
) -> str:
    """Return values to date as `table`, `json` or `csv`; `names` are those of the KPIs."""
    if form == "json":
        return json_text([_record(each) for each in lines])
    if form == "csv":
        return csv_text([record for each in lines for record in _flat_records(each)], ("domain",))
    rows = [row for each in lines for row in _rows(each, names)]
    return dense_table(rows, _HEADER, right=(0, 4, 5, 6))


def own_to_date_text(lines: Sequence[LineToDate]) -> str:
    """Return the values to date of one KPI; empty where its values are not added up."""
    rows = []
    own = "total" if len(lines) > 1 else ""
    for each in lines:
        if each.adds not in ("", "no"):
            rows += [(each.row.field_details or own, *row[2:]) for row in _rows(each, {})]
    return dense_table(rows, ("part", *_HEADER[2:]), right=(3, 4, 5)) if rows else ""


def _rows(line: LineToDate, names: Mapping[tuple[str, int], str]) -> Iterator[tuple[str, ...]]:
    head = f"{line.row.kpi_number:02}", cut(label(line.row, names), _NAME_WIDTH)
    if line.refusal:
        yield (*head, NO_VALUE, str(line.row.period), NO_VALUE, NO_VALUE, NO_VALUE, line.refusal)
        return
    for each in line.spans:
        yield (*head, *_cells(each, line.row.unit))


def _cells(found: ToDate, unit: str) -> tuple[str, ...]:
    reason = "" if found.change.reason == IN_POINTS else found.change.reason
    return (
        found.unit,
        found.now.span,
        _value_text(found.now, unit),
        _value_text(found.then, unit),
        change_text(found.change, unit),
        "; ".join(filter(None, (found.change.remark, reason))),
    )


def _value_text(found: Total, unit: str) -> str:
    return NO_VALUE if found.value is None else format_value(found.value, unit)


def _record(line: LineToDate) -> dict[str, Any]:
    spans = {each.unit: _span_record(each) for each in line.spans}
    return {**_head(line), "to_date": spans}


def _flat_records(line: LineToDate) -> Iterator[dict[str, Any]]:
    for each in line.spans:
        yield {**_head(line), "to_date": each.unit, **_span_record(each)}


def _head(line: LineToDate) -> dict[str, Any]:
    row = line.row
    return {
        "domain": row.domain,
        "kpi_number": row.kpi_number,
        "field_name": row.field_name,
        "field_details": row.field_details,
        "period": row.period.label,
        "unit": row.unit,
        "adds": line.adds or None,
    }


def _span_record(found: ToDate) -> dict[str, Any]:
    return {
        **_total_record(found.now, ""),
        **_total_record(found.then, "year_ago_"),
        "change": found.change.absolute,
        "change_percent": found.change.percent,
        "change_reason": found.change.reason or None,
    }


def _total_record(found: Total, prefix: str) -> dict[str, Any]:
    return {
        f"{prefix}first_period": found.first.label,
        f"{prefix}last_period": found.last.label,
        f"{prefix}value": found.value,
        f"{prefix}periods_there": found.there,
        f"{prefix}periods_expected": found.expected,
        f"{prefix}reason": found.reason or None,
        f"{prefix}remark": found.remark or None,
    }
