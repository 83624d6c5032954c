"""Placeholders in an engine's own form: a text, cast to what the query means. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

from sqlglot import exp

from core.query.remote.dialects import RemoteDialect

_MARK = "\ue000"  # in no text that anybody writes
# It follows the name of each parameter, until the number of a part of a union takes its place.
OF_PART = "\ue001"
_MARKED = re.compile(f":{_MARK}(\\w+){_MARK}")

BoundKind = Literal["date", "timestamp", "timestamptz"]  # "timestamp" is local time


def placeholder(name: str, kind: BoundKind, dialect: RemoteDialect) -> exp.Expr:
    """Return a parameter as an expression of `kind` in an engine's dialect."""
    return _BOUND[dialect](name, kind)


def finish(
    sql: str, params: Mapping[str, str], dialect: RemoteDialect
) -> tuple[str, Mapping[str, str]]:
    """Return text and parameters as the engine's client takes them.

    Snowflake's takes `%(name)s`, so that a percent sign is written twice, unless there are no
    parameters: then it takes the text as it is. Trino's takes `?`, and a parameter for each.
    """
    if dialect == "snowflake":
        return _MARKED.sub(r"%(\1)s", sql.replace("%", "%%") if params else sql), params
    if dialect == "trino":
        names = _MARKED.findall(sql)
        ordered = {str(place): params[name] for place, name in enumerate(names, 1)}
        return _MARKED.sub("?", sql), ordered
    return sql, params


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
    if kind == "timestamptz":
        return _call("TIMESTAMP", text, exp.Literal.string("UTC"))
    # DATE(TIMESTAMP(…)) would depend on the default time zone of the project.
    kinds = {"date": "DATE", "timestamp": "DATETIME"}
    return exp.Cast(this=text, to=exp.DataType.build(kinds[kind], "bigquery"))


def _snowflake(name: str, kind: BoundKind) -> exp.Expr:
    text: exp.Expr = exp.Placeholder(this=f"{_MARK}{name}{_MARK}")
    functions = {"date": "TO_DATE", "timestamp": "TO_TIMESTAMP_NTZ"}
    if kind in functions:
        return _call(functions[kind], text)
    return _call("TO_TIMESTAMP_TZ", _call("CONCAT", text, exp.Literal.string(" +00:00")))


def _trino(name: str, kind: BoundKind) -> exp.Expr:
    text: exp.Expr = exp.Placeholder(this=f"{_MARK}{name}{_MARK}")
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
