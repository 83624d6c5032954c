"""Rules for operators: logic, comparisons and arithmetic. Pure."""

from __future__ import annotations

import re

from sqlglot import exp

from core.query.parse.portable.judge import Judge, KindRule
from core.query.parse.portable.kinds import (
    INTEGERS,
    NUMBERS,
    TIMES,
    Kind,
    NotPortable,
    arithmetic,
    quotient,
    require_comparable,
)
from core.query.parse.portable.times import is_iso_time

_UNITS = re.compile(r"(?:HOUR|DAY|WEEK|MONTH|YEAR)S?")


def _logic(node: exp.Expr, judge: Judge) -> Kind:
    for part in node.iter_expressions():
        if judge.kind(part) not in ("boolean", "null"):
            raise NotPortable(f"{node.key.upper()} of {part.sql()[:60]}")
    return "boolean"


def require_compared(one: exp.Expr, other: exp.Expr, judge: Judge, *, by_order: bool) -> None:
    """Check that two expressions may be compared; text that reads like a day counts as a day."""
    kinds = judge.kind(one), judge.kind(other)
    for kind, literal in ((kinds[0], other), (kinds[1], one)):
        if kind in TIMES and is_iso_time(literal):
            return
    # A number with a fraction in the SQL is exact, and its nearest float8 is the same everywhere.
    for kind, literal in ((kinds[0], other), (kinds[1], one)):
        if kind == "float" and isinstance(literal, exp.Literal) and not literal.is_string:
            return
    require_comparable(*kinds)
    if by_order and "text" in kinds:
        raise NotPortable("the order of text")


def _equality(node: exp.Expr, judge: Judge) -> Kind:
    require_compared(node.this, node.expression, judge, by_order=False)
    return "boolean"


def _order(node: exp.Expr, judge: Judge) -> Kind:
    require_compared(node.this, node.expression, judge, by_order=True)
    return "boolean"


def _between(node: exp.Expr, judge: Judge) -> Kind:
    if node.args.get("symmetric"):
        raise NotPortable("BETWEEN SYMMETRIC")
    for bound in ("low", "high"):
        require_compared(node.this, node.args[bound], judge, by_order=True)
    return "boolean"


def _in(node: exp.Expr, judge: Judge) -> Kind:
    for item in node.expressions:
        require_compared(node.this, item, judge, by_order=False)
    query = node.args.get("query")
    if query is not None:
        require_comparable(judge.kind(node.this), _query_value(query, judge))
    if not node.expressions and query is None:
        raise NotPortable("IN of something else than a list or a query")
    return "boolean"


def _query_value(node: exp.Expr, judge: Judge) -> Kind:
    kinds = judge.query(node)
    if len(kinds) != 1:
        raise NotPortable("a row as a value")
    return kinds[0]


def _exists(_: exp.Expr, __: Judge) -> Kind:
    return "boolean"


def _is(node: exp.Expr, judge: Judge) -> Kind:
    if not isinstance(node.expression, exp.Null | exp.Boolean):
        raise NotPortable("IS of something else than NULL, TRUE or FALSE")
    kind = judge.kind(node.this)
    if isinstance(node.expression, exp.Boolean) and kind not in ("boolean", "null"):
        raise NotPortable(f"IS TRUE or IS FALSE of {kind}")
    return "boolean"


def _like(node: exp.Expr, judge: Judge) -> Kind:
    pattern = node.expression
    plain = isinstance(pattern, exp.Literal) and "\\" not in pattern.name
    if judge.kind(node.this) != "text" or not plain:
        raise NotPortable("LIKE of anything but text and a plain pattern")
    return "boolean"


def _add(node: exp.Expr, judge: Judge) -> Kind:
    if isinstance(node.expression, exp.Interval):
        return _shifted(judge.kind(node.this), node.expression)
    one, other = judge.kind(node.this), judge.kind(node.expression)
    if one == "date" and other == "int":
        return "date"
    if isinstance(node, exp.Sub) and one == other == "date":
        return "int"
    return arithmetic(one, other)


def _shifted(kind: Kind, interval: exp.Interval) -> Kind:
    """Return the kind of a time plus or minus an interval, which makes a timestamp of a date."""
    is_whole = isinstance(interval.this, exp.Literal) and interval.this.name.isdigit()
    if kind not in TIMES or not is_whole or not _UNITS.fullmatch(interval.text("unit").upper()):
        raise NotPortable(f"an interval: {interval.sql(dialect='postgres')}")
    return "timestamp" if kind == "date" else kind


def _mul(node: exp.Expr, judge: Judge) -> Kind:
    return arithmetic(judge.kind(node.this), judge.kind(node.expression))


def _div(node: exp.Expr, judge: Judge) -> Kind:
    return quotient(judge.kind(node.this), judge.kind(node.expression))


def _mod(node: exp.Expr, judge: Judge) -> Kind:
    kinds = {judge.kind(node.this), judge.kind(node.expression)}
    if not kinds <= INTEGERS:
        raise NotPortable("the remainder of anything but whole numbers")
    return "bigint" if "bigint" in kinds else "int"


def _negative(node: exp.Expr, judge: Judge) -> Kind:
    kind = judge.kind(node.this)
    if kind not in NUMBERS:
        raise NotPortable(f"{node.key.upper()} of {kind}")
    return kind


RULES: dict[type[exp.Expr], KindRule] = {
    exp.And: _logic,
    exp.Or: _logic,
    exp.Not: _logic,
    exp.EQ: _equality,
    exp.NEQ: _equality,
    exp.NullSafeEQ: _equality,
    exp.NullSafeNEQ: _equality,
    exp.GT: _order,
    exp.GTE: _order,
    exp.LT: _order,
    exp.LTE: _order,
    exp.Between: _between,
    exp.In: _in,
    exp.Exists: _exists,
    exp.Subquery: _query_value,
    exp.Is: _is,
    exp.Like: _like,
    exp.Add: _add,
    exp.Sub: _add,
    exp.Mul: _mul,
    exp.Div: _div,
    exp.Mod: _mod,
    exp.Neg: _negative,
    exp.Abs: _negative,
}
