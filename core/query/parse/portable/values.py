"""Rules for columns, constants, conditional values and casts. Pure."""

from __future__ import annotations

import re
from functools import reduce

from sqlglot import exp

from core.query.parse.portable.judge import Judge, KindRule
from core.query.parse.portable.kinds import EXACT, NUMBERS, TIMES, Kind, NotPortable, unify
from core.query.parse.portable.operators import require_compared
from core.query.parse.portable.times import is_iso_time

_PARAMETERS: dict[str, Kind] = {
    "start": "timestamptz",
    "end": "timestamptz",
    "period_start": "timestamptz",
    "period_end": "timestamptz",
    "cut_off": "timestamptz",
    "first_day": "date",
    "last_day": "date",
}
_SAME_VALUE: frozenset[tuple[Kind, Kind]] = frozenset(
    [
        ("boolean", "int"),
        ("int", "bigint"),
        ("int", "float"),
        ("bigint", "float"),
        ("whole", "float"),
    ]
)
_LARGEST_INT, _LARGEST_BIGINT = 2**31, 2**63
_DECIMAL = re.compile(r"\d{1,9}\.\d{1,6}")


def _column(node: exp.Expr, judge: Judge) -> Kind:
    assert isinstance(node, exp.Column)
    return judge.column(node)


def _parameter(node: exp.Expr, _: Judge) -> Kind:
    return _PARAMETERS[node.name]


def _literal(node: exp.Expr, _: Judge) -> Kind:
    assert isinstance(node, exp.Literal)
    if node.is_string:
        return "text"
    if _DECIMAL.fullmatch(node.name):
        return "decimal"
    if node.name.isdigit() and int(node.name) < _LARGEST_BIGINT:
        return "int" if int(node.name) < _LARGEST_INT else "bigint"
    raise NotPortable(f"the number {node.name}")


def _inner(node: exp.Expr, judge: Judge) -> Kind:
    return judge.kind(node.this)


def _unified(node: exp.Expr, judge: Judge) -> Kind:
    return reduce(unify, (judge.kind(part) for part in (node.this, *node.expressions)))


def _extreme(node: exp.Expr, judge: Judge) -> Kind:
    kind = _unified(node, judge)
    if kind == "text":
        raise NotPortable("the order of text")
    return kind


def _nullif(node: exp.Expr, judge: Judge) -> Kind:
    require_compared(node.this, node.expression, judge, by_order=False)
    return judge.kind(node.this)


def _case(node: exp.Expr, judge: Judge) -> Kind:
    branches = [branch.args["true"] for branch in node.args["ifs"]]
    default = node.args.get("default")
    if default is not None:
        branches.append(default)
    for branch in node.args["ifs"]:
        if node.this is not None:
            require_compared(node.this, branch.this, judge, by_order=False)
        elif judge.kind(branch.this) not in ("boolean", "null"):
            raise NotPortable("CASE of a condition that is not boolean")
    return reduce(unify, (judge.kind(branch) for branch in branches))


def _cast(node: exp.Expr, judge: Judge) -> Kind:
    target = _cast_target(node.args["to"])
    if target in TIMES and is_iso_time(node.this):
        return target
    source = judge.kind(node.this)
    if source in (target, "null") or {source, target} <= TIMES or (source, target) in _SAME_VALUE:
        return target
    # Of a float8, PostgreSQL's numeric keeps fifteen digits only.
    admitted = {"float": NUMBERS, "approximate": EXACT}.get(target, frozenset())
    if source in admitted:
        return "approximate"
    raise NotPortable(f"a cast of {source}: {node.sql(dialect='postgres')[:60]}")


def _cast_target(to: exp.DataType) -> Kind:
    targets: dict[exp.DType, Kind] = {
        exp.DType.INT: "int",
        exp.DType.BIGINT: "bigint",
        exp.DType.DOUBLE: "float",
        exp.DType.BOOLEAN: "boolean",
        exp.DType.DATE: "date",
        exp.DType.TIMESTAMP: "timestamp",
        exp.DType.TIMESTAMPTZ: "timestamptz",
    }
    if to.is_type("decimal") and not to.expressions:
        return "approximate"
    if to.expressions or to.this not in targets:
        raise NotPortable(f"a cast to {to.sql(dialect='postgres')}")
    return targets[to.this]


def _constant(kind: Kind) -> KindRule:
    return lambda _, __: kind


RULES: dict[type[exp.Expr], KindRule] = {
    exp.Column: _column,
    exp.Parameter: _parameter,
    exp.Placeholder: _parameter,
    exp.Literal: _literal,
    exp.Boolean: _constant("boolean"),
    exp.Null: _constant("null"),
    exp.Paren: _inner,
    exp.Coalesce: _unified,
    exp.Greatest: _extreme,
    exp.Least: _extreme,
    exp.Nullif: _nullif,
    exp.Case: _case,
    exp.Cast: _cast,
}
