"""The bounds that a query's WHERE sets to the time of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from sqlglot import exp

from core.query.facts import Dialect
from core.query.parse.expressions import is_plain, is_time_parameter, text_of
from core.query.time_aggregate import DAYS, Bound

Side = Literal["since", "until"]

# Comparisons of time with a bound: on which side of the span it lies, and whether a row at that
# very point lies before it.
_SIDES: dict[type[exp.Expr], tuple[Side, bool]] = {
    exp.GTE: ("since", False),
    exp.GT: ("since", True),
    exp.LT: ("until", False),
    exp.LTE: ("until", True),
}
_MIRRORED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.GTE: exp.LTE,
    exp.GT: exp.LT,
    exp.LT: exp.GT,
    exp.LTE: exp.GTE,
}


class TimeBound(NamedTuple):
    """A condition that bounds `time` on one side."""

    side: Side
    time: str
    bound: Bound


def split_conditions(
    where: exp.Expr, dialect: Dialect = "duckdb"
) -> tuple[list[TimeBound], list[exp.Expr]]:
    """Return the conditions joined by AND: those that bound time by a parameter, and the others.

    The text of times is in `dialect`.
    """
    conditions = where.flatten() if type(where) is exp.And else [where]
    bounds, others = list[TimeBound](), list[exp.Expr]()
    for condition in conditions:
        of_time = _bounds_of(condition, dialect)
        bounds += of_time
        if not of_time:
            others.append(condition)
    return bounds, others


def bounds_obstacle(bounds: Sequence[TimeBound]) -> str:
    """Return why bounds do not make one span of one time; empty if they do."""
    sides = [bound.side for bound in bounds]
    times = sorted({bound.time for bound in bounds})
    if "until" not in sides:
        return "no parameter such as :end bounds the time of the rows from above"
    if len(set(sides)) < len(sides):
        return "time is bounded twice on one side"
    if len(times) > 1:
        return f"the bounds are of two times, {' and '.join(times)}"
    if len({bound.bound.parameter in DAYS for bound in bounds}) > 1:
        return "one bound is a day and the other an instant"
    return ""


def _bounds_of(condition: exp.Expr, dialect: Dialect) -> list[TimeBound]:
    comparisons = _comparisons(condition)
    if not all(is_time_parameter(limit) and is_plain(time) for _, time, limit in comparisons):
        return []
    bounds = []
    for kind, time, limit in comparisons:
        side, after = _SIDES[kind]
        bounds.append(TimeBound(side, text_of(time, dialect), Bound(limit.name, after)))
    return bounds


def _comparisons(condition: exp.Expr) -> list[tuple[type[exp.Expr], exp.Expr, exp.Expr]]:
    """Return a condition as comparisons of an expression with a limit."""
    kind = type(condition)
    if kind is exp.Between and not condition.args.get("symmetric"):
        low, high = condition.args["low"], condition.args["high"]
        return [(exp.GTE, condition.this, low), (exp.LTE, condition.this, high)]
    if kind not in _SIDES:
        return []
    if is_time_parameter(condition.this):
        return [(_MIRRORED[kind], condition.expression, condition.this)]
    return [(kind, condition.this, condition.expression)]
