"""Rules for functions and aggregates. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.parse.portable.judge import Judge, KindRule
from core.query.parse.portable.kinds import GROUPED, NUMBERS, TIMES, Kind, NotPortable

_DATE_PARTS = frozenset(
    ["YEAR", "QUARTER", "MONTH", "DAY", "DOW", "ISODOW", "WEEK", "ISOYEAR", "DOY"]
)
_TIME_PARTS = frozenset(["HOUR", "MINUTE"])
_TRUNCATED = frozenset(["HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"])


def _floor(node: exp.Expr, judge: Judge) -> Kind:
    kind = judge.kind(node.this)
    if kind != "float" or node.args.get("decimals"):
        raise NotPortable(f"{node.key.upper()} of {kind}")
    return kind


def _extract(node: exp.Expr, judge: Judge) -> Kind:
    part, source = node.name.upper(), node.expression.unnest()
    if part == "EPOCH" and isinstance(source, exp.Sub):
        return _elapsed(source, judge)
    kind = judge.kind(source)
    if part == "EPOCH" and kind in TIMES:
        return "approximate"
    admitted = _DATE_PARTS if kind == "date" else _DATE_PARTS | _TIME_PARTS
    if kind not in TIMES or part not in admitted:
        raise NotPortable(f"EXTRACT of {part} from {kind}")
    return "whole"


def _elapsed(node: exp.Sub, judge: Judge) -> Kind:
    """Return the kind of the seconds between two times."""
    kinds = {judge.kind(node.this), judge.kind(node.expression)}
    if not kinds <= TIMES or kinds == {"date"}:
        raise NotPortable("EXTRACT of EPOCH from anything but the difference of two times")
    return "approximate"


def _truncated(node: exp.Expr, judge: Judge) -> Kind:
    kind = judge.kind(node.this)
    if kind not in ("timestamp", "timestamptz") or node.text("unit").upper() not in _TRUNCATED:
        raise NotPortable(f"DATE_TRUNC of {kind}")
    return kind


def _count(node: exp.Expr, judge: Judge) -> Kind:
    if isinstance(node.this, exp.Star):
        return "bigint"
    if node.expressions:
        raise NotPortable("COUNT of several columns")
    if isinstance(node.this, exp.Distinct):
        _distinct(node.this, judge)
        return "bigint"
    judge.kind(node.this)
    return "bigint"


def _distinct(node: exp.Expr, judge: Judge) -> Kind:
    if len(node.expressions) != 1 or node.args.get("on"):
        raise NotPortable("DISTINCT of several columns")
    kind = judge.kind(node.expressions[0])
    if kind not in GROUPED:
        raise NotPortable(f"DISTINCT of {kind}")
    return kind


def _sum(node: exp.Expr, judge: Judge) -> Kind:
    kind = judge.kind(node.this)
    if kind not in NUMBERS:
        raise NotPortable(f"SUM of {kind}")
    # PostgreSQL adds bigints up as numeric, DuckDB as whole numbers.
    sums: dict[Kind, Kind] = {"int": "bigint", "bigint": "whole", "float": "approximate"}
    return sums.get(kind, kind)


def _avg(node: exp.Expr, judge: Judge) -> Kind:
    if judge.kind(node.this) not in NUMBERS:
        raise NotPortable("AVG of anything but numbers")
    return "approximate"


def _largest(node: exp.Expr, judge: Judge) -> Kind:
    kind = judge.kind(node.this)
    if node.expressions or kind not in {*NUMBERS, *TIMES}:
        raise NotPortable(f"{node.key.upper()} of {kind}")
    return kind


def _percentile(node: exp.Expr, judge: Judge) -> Kind:
    """Return the kind of percentile_cont, which is interpolated, so that ties do not matter."""
    order = node.expression.expressions
    is_plain = isinstance(node.this, exp.PercentileCont) and isinstance(node.this.this, exp.Literal)
    if not is_plain or len(order) != 1 or judge.kind(order[0].this) not in NUMBERS:
        raise NotPortable("an ordered set of anything but numbers")
    return "approximate"


def _filter(node: exp.Expr, judge: Judge) -> Kind:
    if judge.kind(node.expression.this) not in ("boolean", "null"):
        raise NotPortable("FILTER of a condition that is not boolean")
    return judge.kind(node.this)


def _boolean_aggregate(node: exp.Expr, judge: Judge) -> Kind:
    if judge.kind(node.this) != "boolean":
        raise NotPortable(f"{node.key.upper()} of anything but booleans")
    return "boolean"


RULES: dict[type[exp.Expr], KindRule] = {
    exp.Floor: _floor,
    exp.Ceil: _floor,
    exp.Extract: _extract,
    exp.TimestampTrunc: _truncated,
    exp.DateTrunc: _truncated,
    exp.Count: _count,
    exp.Distinct: _distinct,
    exp.Sum: _sum,
    exp.Avg: _avg,
    exp.Min: _largest,
    exp.Max: _largest,
    exp.LogicalAnd: _boolean_aggregate,
    exp.LogicalOr: _boolean_aggregate,
    exp.Filter: _filter,
    exp.WithinGroup: _percentile,
}
