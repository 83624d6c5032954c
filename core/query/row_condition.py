"""The condition that a row of a table is copied, in PostgreSQL's dialect. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from core.query.binding import Params
from core.query.names import quote_name
from core.query.row_set import RowSet

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


def row_condition(rows: RowSet, kinds: Mapping[str, TimeKind]) -> tuple[str, Params]:
    """Return the condition with `:name` parameters: days, instants, and times without an offset.

    `kinds` has the columns that bound the rows.
    """
    params: dict[str, Any] = {}
    alternatives = []
    for box in rows.boxes:
        comparisons = []
        for column, span in box:
            kind = kinds[column]
            for day, operator, name in zip(span, (">=", "<="), _NAMES[kind], strict=True):
                if day is not None:
                    parameter = f"{name}_{len(params)}"
                    params[parameter] = _value(day, kind)
                    comparisons.append(f"{quote_name(column)} {operator} :{parameter}")
        alternatives.append(f"({' AND '.join(comparisons)})")
    return " OR ".join(alternatives), params


def _value(day: date, kind: TimeKind) -> date:
    if kind == "date":
        return day
    return datetime.combine(day, time(), UTC if kind == "timestamptz" else None)
