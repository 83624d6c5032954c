"""The meaning of relations that a query makes itself: generate_series and unnest. Pure.

A series is written as a list of whole numbers, from which PostgreSQL's values are computed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlglot import exp

from core.query.remote.kinds import INTEGERS, TIMES, Unproven, ValueKind
from core.query.remote.meaning.explicit import cast, interval_parts, replace
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule
from core.query.remote.meaning.mathematics import kind_alone
from core.query.remote.zones import has_all_midnights

_SECONDS = {
    "SECOND": 1,
    "MINUTE": 60,
    "HOUR": 3600,
    "DAY": 72_000,  # no day is shorter
    "WEEK": 590_000,
    "MONTH": 2_400_000,
    "YEAR": 31_500_000,
}
_CLOCK = frozenset(["SECOND", "MINUTE", "HOUR"])
_MIDNIGHT = re.compile(r"(period_)?(start|end)(_\d+)?")
_LAST_COMMON_DAY = 28
_COUNTED = "counted_"


class NumberedSeries(NamedTuple):
    """The values of a series: for 0 to `last`, where `compared` is not beyond `end`."""

    value: exp.Expr
    compared: exp.Expr
    end: exp.Expr
    last: exp.Expr
    is_back: bool


def made_relation(node: exp.Expr, interpreter: Interpreter) -> exp.Expr:
    """Return a relation of FROM, written as a query or as rows if it is a function.

    Raises:
        Unproven: Its rows depend on columns or on the engine.
    """
    if isinstance(node.this, exp.ExplodingGenerateSeries):
        return replace(node, _series_query(node, interpreter))
    return replace(node, _unnested(node)) if isinstance(node, exp.Unnest) else node


def _series_query(node: exp.Expr, interpreter: Interpreter) -> exp.Expr:
    """Return a query in brackets that gives the values of a generate_series.

    Raises:
        Unproven: Its bounds are columns, or its values depend on the engine.
    """
    if node.this.find(exp.Column, exp.Query):
        raise Unproven("generate_series of columns; take its bounds from parameters")
    series = _series(node.this, interpreter)
    name = _column_name(node)
    numbers = exp.GenerateSeries(start=exp.Literal.number(0), end=series.last)
    numbers.meta["days"] = series.value is not series.compared
    counted = exp.select(exp.alias_(numbers, "n_")).subquery(_COUNTED)
    compared = exp.GTE if series.is_back else exp.LTE
    is_within = compared(this=series.compared.copy(), expression=series.end)
    query = exp.select(exp.alias_(series.value, name)).from_(counted).where(is_within)
    return exp.Subquery(this=query, alias=_alias(node))


def _unnested(node: exp.Expr) -> exp.Expr:
    """Return the rows of an array.

    Raises:
        Unproven: It is not one list of values.
    """
    arrays = node.expressions
    if len(arrays) != 1 or not isinstance(arrays[0].unnest(), exp.Array):
        raise Unproven("unnest of something else than ARRAY[…]; use VALUES")
    values = arrays[0].unnest().expressions
    if not values or node.args.get("offset"):
        raise Unproven("unnest of no values or WITH ORDINALITY; use VALUES")
    rows = [exp.Tuple(expressions=[value.copy()]) for value in values]
    alias = _alias(node)
    if not alias.columns:
        alias.set("columns", [exp.to_identifier(_column_name(node))])
    return exp.Values(expressions=rows, alias=alias)


def _alias(node: exp.Expr) -> exp.TableAlias:
    alias = node.args.get("alias")
    own = exp.TableAlias(this=exp.to_identifier(_column_name(node)))
    return alias.copy() if alias is not None else own


def _column_name(node: exp.Expr) -> str:
    """Return the name of the only column: that of the relation, unless it has its own."""
    alias = node.args.get("alias")
    function = "unnest" if isinstance(node, exp.Unnest) else "generate_series"
    if alias is None:
        return function
    return str(alias.columns[0].name if alias.columns else alias.name or function)


def _series(series: exp.Expr, interpreter: Interpreter) -> NumberedSeries:
    start, end, step = series.args["start"], series.args["end"], series.args.get("step")
    if not isinstance(step, exp.Interval):
        return _whole_numbers(start, end, step)
    amount, unit = interval_parts(step)
    if not amount or unit not in _SECONDS:
        raise Unproven("generate_series by this interval; use days, weeks, months or hours")
    target, is_local = _kind_of_times(start, end, interpreter)
    _require_steady(start, target, unit, interpreter)
    # Days are counted as local time, which is much less text.
    counted: ValueKind = "timestamp" if is_local or unit not in _CLOCK else target
    first, last = (cast(exp.paren(part.copy()), counted) for part in (start, end))
    moved = exp.Mul(this=exp.column("n_", table=_COUNTED), expression=step.copy())
    value = exp.Add(this=first, expression=moved)
    distance = exp.Extract(this=exp.var("EPOCH"), expression=_minus(last, first))
    count = exp.Div(this=distance, expression=_number(amount * _SECONDS[unit]))
    rounded = exp.Cast(this=count, to=exp.DataType.build("int"))
    after = _not_negative(exp.Add(this=rounded, expression=_number(1)))
    result = value if counted == target else cast(exp.paren(value), target)
    return NumberedSeries(result, value, last.copy(), after, amount < 0)


def _whole_numbers(start: exp.Expr, end: exp.Expr, step: exp.Expr | None) -> NumberedSeries:
    size = step or _number(1)
    number = size.this if isinstance(size, exp.Neg) else size
    if not isinstance(number, exp.Literal) or not number.name.isdigit() or not int(number.name):
        raise Unproven("generate_series by a computed step; write a whole number or an interval")
    moved = exp.Mul(this=exp.column("n_", table=_COUNTED), expression=exp.paren(size.copy()))
    count = exp.Div(this=_minus(end, start), expression=exp.paren(size.copy()))
    value = exp.Add(this=exp.paren(start.copy()), expression=moved)
    last = _not_negative(count)
    return NumberedSeries(value, value, exp.paren(end.copy()), last, isinstance(size, exp.Neg))


def _kind_of_times(
    start: exp.Expr, end: exp.Expr, interpreter: Interpreter
) -> tuple[ValueKind, bool]:
    """Return the kind of the values, which is that of instants for days; whether it is local."""
    kinds = {kind_alone(part, interpreter) for part in (start, end)}
    if not kinds <= TIMES:
        raise Unproven("generate_series by an interval from something else than a time")
    is_local = "timestamp" in kinds and "timestamptz" not in kinds
    return ("timestamp" if is_local else "timestamptz"), is_local


def _require_steady(start: exp.Expr, kind: ValueKind, unit: str, interpreter: Interpreter) -> None:
    """Check that each value is the first one moved, as PostgreSQL moves the one before it.

    Raises:
        Unproven: A short month, or a clock that changes, would change all values behind it.
    """
    inner = start.unnest()
    if unit in ("MONTH", "YEAR") and not _begins_early(inner):
        raise Unproven("generate_series by months from any day; start with date_trunc('month', …)")
    is_day = kind_alone(start, interpreter) == "date" or _begins_day(inner)
    if kind == "timestamptz" and unit not in _CLOCK and not is_day:
        raise Unproven("generate_series by days from any instant; start with a date or :start")


def _begins_early(start: exp.Expr) -> bool:
    if isinstance(start, exp.TimestampTrunc | exp.DateTrunc):
        return start.text("unit").upper() in ("MONTH", "QUARTER", "YEAR")
    if isinstance(start, exp.Cast) and not start.this.is_string:
        return _begins_early(start.this.unnest())
    text = start.this.name if isinstance(start, exp.Cast) else ""
    return text[8:10].isdigit() and int(text[8:10]) <= _LAST_COMMON_DAY


def _begins_day(start: exp.Expr) -> bool:
    if isinstance(start, exp.TimestampTrunc | exp.DateTrunc):
        return start.text("unit").upper() not in ("HOUR", "MINUTE", "SECOND")
    if isinstance(start, exp.Cast):
        return len(start.this.name) == len("2026-03-28") or _begins_day(start.this.unnest())
    if isinstance(start, exp.Add | exp.Sub) and isinstance(start.expression, exp.Interval):
        is_whole = interval_parts(start.expression)[1] not in _CLOCK
        return is_whole and _begins_day(start.this.unnest())
    is_parameter = isinstance(start, exp.Placeholder | exp.Parameter)
    return is_parameter and bool(_MIDNIGHT.fullmatch(start.name))


def _minus(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    return exp.paren(exp.Sub(this=exp.paren(one.copy()), expression=exp.paren(other.copy())))


def _number(value: int) -> exp.Expr:
    number: exp.Expr = exp.Literal.number(abs(value))
    return exp.paren(exp.Neg(this=number)) if value < 0 else number


def _not_negative(count: exp.Expr) -> exp.Expr:
    return exp.Greatest(this=count, expressions=[_number(0)])


def require_midnights(numbers: exp.Expr, timezone: str) -> None:
    """Check that the days of a series begin at midnight, where PostgreSQL counts on from.

    Raises:
        Unproven: The clock of the zone skips some midnights.
    """
    if numbers.meta.get("days") and not has_all_midnights(timezone):
        raise Unproven(f"generate_series by days in {timezone}; cast its start to timestamp")


def _interpret_numbers(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kinds = interpreter.kinds([node.args["start"], node.args["end"]])
    if not {*kinds} <= INTEGERS:
        raise Unproven("generate_series of fractions; divide a series of whole numbers")
    return kinds[1]


RULES: dict[type[exp.Expr], MeaningRule] = {exp.GenerateSeries: _interpret_numbers}
