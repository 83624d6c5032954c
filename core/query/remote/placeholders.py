"""Placeholders in an engine's own form: a text, cast to what the query means. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from sqlglot import exp

from core.query.remote.dialects import RemoteDialect

BoundKind = Literal["date", "timestamp", "timestamptz"]  # "timestamp" is local time


def placeholder(name: str, kind: BoundKind, dialect: RemoteDialect) -> exp.Expr:
    """Return a parameter as an expression of `kind` in an engine's dialect."""
    return _BOUND[dialect](name, kind)


def _spark(name: str, kind: BoundKind) -> exp.Expr:
    text: exp.Expr = exp.Placeholder(this=name)
    if kind == "date":
        return _call("to_date", text)
    if kind == "timestamp":
        return _call("to_timestamp_ntz", text)
    # An offset in the text makes the session's zone irrelevant.
    return _call("to_timestamp_ltz", _call("concat", text, exp.Literal.string("Z")))


def _clickhouse(name: str, kind: BoundKind) -> exp.Expr:
    text: exp.Expr = exp.Placeholder(this=name, kind=exp.DataType.build("String", "clickhouse"))
    if kind == "date":
        return _call("toDate32", text)
    zone = [exp.Literal.string("UTC")] if kind == "timestamptz" else []
    return _call("toDateTime64", text, exp.Literal.number(6), *zone)


def _bigquery(name: str, kind: BoundKind) -> exp.Expr:
    text: exp.Expr = exp.Parameter(this=exp.var(name))
    types = {"date": "DATE", "timestamp": "DATETIME", "timestamptz": "TIMESTAMP"}
    if kind == "timestamptz":
        return _call("TIMESTAMP", text, exp.Literal.string("UTC"))
    return _call(types[kind], _call("TIMESTAMP", text, exp.Literal.string("UTC")))


def _snowflake(name: str, kind: BoundKind) -> exp.Expr:
    text: exp.Expr = exp.Placeholder(this=name)
    functions = {"date": "TO_DATE", "timestamp": "TO_TIMESTAMP_NTZ"}
    if kind in functions:
        return _call(functions[kind], text)
    return _call("TO_TIMESTAMP_TZ", _call("CONCAT", text, exp.Literal.string(" +00:00")))


def _trino(name: str, kind: BoundKind) -> exp.Expr:
    text: exp.Expr = exp.Placeholder(this=name)
    types = {"date": "date", "timestamp": "timestamp(6)"}
    if kind == "timestamptz":
        utc = _call("concat", text, exp.Literal.string(" UTC"))
        return exp.Cast(this=utc, to=exp.DataType.build("timestamp(6) with time zone", "trino"))
    return exp.Cast(this=text, to=exp.DataType.build(types[kind], "trino"))


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


_BOUND: dict[RemoteDialect, Callable[[str, BoundKind], exp.Expr]] = {
    "spark": _spark,
    "clickhouse": _clickhouse,
    "bigquery": _bigquery,
    "snowflake": _snowflake,
    "trino": _trino,
}
