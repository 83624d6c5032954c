"""SQL columns of a record, derived from the annotations of its dataclass, and records from columns.

A field becomes a column of its name and of the SQL type of its annotation. A dataclass within a
record lends its own columns; a period adds some for people who query the store.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from core.model import Period
from core.query import Dialect

T = TypeVar("T")
Columns = Mapping[str, tuple[str, Sequence[Any]]]  # SQL type and values by column

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = "timestamptz"
_SQL_TYPES = {
    str: "text",
    int: "bigint",
    float: "float8",
    bool: "boolean",
    date: "date",
    datetime: _INSTANT,
}
# Columns that do not have the name of their field: `rows` is a word of SQL.
_SQL_NAMES = {"rows": "row_count", "first_day": "period_start"}


@dataclass(frozen=True, slots=True)
class PeriodDetails:
    """Columns that follow from a period; `year_week` and `last_sunday` are of its last day."""

    period: str
    period_end: date
    year: int
    year_week: str
    last_sunday: date


@lru_cache(maxsize=4096)
def period_details(period: Period) -> PeriodDetails:
    """Return what the store says of a period beside its cadence and first day."""
    last = period.last_day
    return PeriodDetails(
        period=period.label,
        period_end=last,
        year=period.year,
        year_week=f"{last:%G-W%V}",
        last_sunday=last - timedelta(days=last.isoweekday() % 7),
    )


def sql_type(annotation: Any) -> str:
    """Return the SQL type of a field's annotation; `X | None` has that of `X`."""
    origin = get_origin(annotation)
    if origin is Literal:
        return "text"
    if origin in (Union, UnionType):
        (annotation,) = (each for each in get_args(annotation) if each is not NoneType)
        return sql_type(annotation)
    return _SQL_TYPES[annotation]


@cache
def sql_types(record: Any) -> Mapping[str, str]:
    """Return the SQL type of each column from which a record of this type can be made."""
    types: dict[str, str] = {}
    for name, annotation in _annotations(record).items():
        if _is_record(annotation):
            types |= sql_types(annotation)
        else:
            types[_SQL_NAMES.get(name, name)] = sql_type(annotation)
    return types


def select_list(record: type, dialect: Dialect, without: Collection[str] = ()) -> str:
    """Return what to select for `make_records`."""
    selected = []
    for name, kind in sql_types(record).items():
        if name not in without:
            is_instant = kind == _INSTANT
            selected.append(f"{microseconds(name, dialect)} AS {name}" if is_instant else name)
    return ", ".join(selected)


def microseconds(expression: str, dialect: Dialect) -> str:
    """Return SQL that reads an instant as microseconds since 1970.

    For instants of its own, DuckDB loads a library of time zones, which takes longer than reading
    a week's rows, and each instant comes in the session's zone.
    """
    if dialect == "duckdb":
        return f"epoch_us({expression})"  # its `extract` gives a float, too rough from 2038 on
    return f"(extract(epoch FROM {expression}) * 1000000)::bigint"


def to_instant(count: int) -> datetime:
    """Return the instant so many microseconds after the beginning of 1970."""
    return _EPOCH + timedelta(microseconds=count)


def make_columns(records: Sequence[Any]) -> dict[str, tuple[str, Sequence[Any]]]:
    """Return the columns of records of one type, to insert; none where there are no records."""
    columns: dict[str, tuple[str, Sequence[Any]]] = {}
    if not records:
        return columns
    for name, annotation in _annotations(records[0].__class__).items():
        values = [getattr(record, name) for record in records]
        if _is_record(annotation):
            columns |= make_columns(values)
        else:
            columns[_SQL_NAMES.get(name, name)] = sql_type(annotation), values
        if annotation is Period:
            columns |= make_columns([period_details(period) for period in values])
    return columns


def make_records(record: type[T], columns: Mapping[str, Sequence[Any]]) -> list[T]:
    """Return records from the values of the columns that `select_list` selects."""
    parts: dict[str, Sequence[Any]] = {}
    annotations = _annotations(record)  # type: ignore[arg-type]  # mypy: no class is hashable
    for name, annotation in annotations.items():
        if _is_record(annotation):
            parts[name] = make_records(annotation, columns)
            continue
        values = columns[_SQL_NAMES.get(name, name)]
        if sql_type(annotation) == _INSTANT:
            values = [None if value is None else to_instant(value) for value in values]
        parts[name] = values
    return [
        record(**dict(zip(parts, values, strict=True)))
        for values in zip(*parts.values(), strict=True)
    ]


@cache
def _annotations(record: Any) -> dict[str, Any]:
    hints = get_type_hints(record)
    return {field.name: hints[field.name] for field in fields(record)}


def _is_record(annotation: Any) -> bool:
    return is_dataclass(annotation)
