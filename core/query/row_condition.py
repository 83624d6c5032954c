"""The condition that a row of a table is copied, in PostgreSQL's dialect. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any, Literal, NamedTuple

from core.query.binding import Params
from core.query.names import quote_name
from core.query.row_set import DaySpans, RowSet

TimeKind = Literal["date", "timestamp", "timestamptz"]

_PRECISION = re.compile(r"\(\d\)")
_KINDS: Mapping[str, TimeKind] = {
    "date": "date",
    "timestamp without time zone": "timestamp",
    "timestamp with time zone": "timestamptz",
}
# How a translation knows days from instants.
_NAMES: Mapping[TimeKind, tuple[str, str]] = {
    "date": ("first_day", "last_day"),
    "timestamp": ("start", "end"),
    "timestamptz": ("start", "end"),
}


def find_time_columns(types: Mapping[str, str]) -> dict[str, TimeKind]:
    """Return the columns of a table that hold times, by PostgreSQL's names of their types."""
    kinds = {column: _KINDS.get(_PRECISION.sub("", name)) for column, name in types.items()}
    return {column: kind for column, kind in kinds.items() if kind}


class DayComparison(NamedTuple):
    """A column, `>=` or `<`, and a day, an instant or a time without an offset."""

    column: str
    operator: Literal[">=", "<"]
    value: date
    parameter: str


def compare_rows(rows: RowSet, kinds: Mapping[str, TimeKind]) -> list[list[DayComparison]]:
    """Return alternatives, of which a row meets one with all its comparisons.

    `kinds` has the columns that bound the rows.
    """
    numbers = count()
    return [list(_comparisons(box, kinds, numbers)) for box in rows.boxes]


def _comparisons(
    box: DaySpans, kinds: Mapping[str, TimeKind], numbers: Iterator[int]
) -> Iterator[DayComparison]:
    for column, (first, last) in box:
        kind = kinds[column]
        since, until = _NAMES[kind]
        if first:
            yield DayComparison(column, ">=", _value(first, kind), f"{since}_{next(numbers)}")
        if last:
            after = _value(last + timedelta(days=1), kind)
            yield DayComparison(column, "<", after, f"{until}_{next(numbers)}")


def row_condition(rows: RowSet, kinds: Mapping[str, TimeKind]) -> tuple[str, Params]:
    """Return the condition with `:name` parameters, and these."""
    params: dict[str, Any] = {}
    alternatives = []
    for comparisons in compare_rows(rows, kinds):
        params |= {each.parameter: each.value for each in comparisons}
        texts = [
            f"{quote_name(each.column)} {each.operator} :{each.parameter}" for each in comparisons
        ]
        alternatives.append(f"({' AND '.join(texts)})")
    return " OR ".join(alternatives), params


def _text(comparison: DayComparison) -> str:
    column, operator, _, parameter = comparison
    return f"{quote_name(column)} {operator} :{parameter}"


def _value(day: date, kind: TimeKind) -> date:
    if kind == "date":
        return day
    return datetime.combine(day, time(), UTC if kind == "timestamptz" else None)
