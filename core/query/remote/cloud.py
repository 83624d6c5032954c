"""BigQuery's, Snowflake's and Trino's form of an interpreted query, by their documentation. Pure.

None of it was run against the service. Only what reads the same in all three is rewritten here;
anything else is refused, because the list of what is proven lacks it.
"""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.dialects import RemoteDialect
from core.query.remote.kinds import INTEGERS, Unproven, ValueKind, kind_of
from core.query.remote.rewriting import Rewrite, Rewrites, call, filtered, uncollated

_FLOAT: dict[RemoteDialect, str] = {
    "bigquery": "FLOAT64",
    "snowflake": "DOUBLE",
    "trino": "DOUBLE",
}
_KINDS = frozenset[ValueKind](["float", "quotient"])


def rules(dialect: RemoteDialect) -> Rewrites:
    """Return the rules of one of the three."""
    return {
        exp.Filter: filtered if dialect != "trino" else _same,
        exp.Cast: _cast(dialect),
        exp.Collate: uncollated,
        exp.Div: _divided(dialect),
        exp.Avg: _average(dialect),
        exp.Sub: _difference(dialect),
    }


def _same(node: exp.Expr, _: str) -> exp.Expr:
    return node


def _as_float(node: exp.Expr, dialect: RemoteDialect) -> exp.Expr:
    return exp.Cast(this=node.copy(), to=exp.DataType.build(_FLOAT[dialect], dialect))


def _cast(dialect: RemoteDialect) -> Rewrite:
    def rule(node: exp.Expr, _: str) -> exp.Expr:
        if kind_of(node) not in _KINDS:
            raise Unproven("a cast to something else than double precision")
        return _as_float(node.this, dialect)

    return rule


def _divided(dialect: RemoteDialect) -> Rewrite:
    def rule(node: exp.Expr, _: str) -> exp.Expr:
        if kind_of(node) in INTEGERS:
            raise Unproven("a division of whole numbers; cast one to double precision")
        one, other = (_as_float(part, dialect) for part in (node.this, node.expression))
        divisor = _checked(other) if dialect == "trino" else other
        return exp.paren(exp.Div(this=one, expression=divisor, typed=False, safe=False))

    return rule


def _checked(divisor: exp.Expr) -> exp.Expr:
    """Fail for a zero, by which Trino divides a DOUBLE into infinity."""
    whole = exp.Cast(this=divisor.copy(), to=exp.DataType.build("bigint", "trino"))
    failure = exp.Div(this=exp.Literal.number(1), expression=whole, typed=True)
    is_zero = exp.EQ(this=divisor.copy(), expression=exp.Literal.number(0))
    return exp.Case(ifs=[exp.If(this=is_zero, true=failure)], default=divisor)


def _average(dialect: RemoteDialect) -> Rewrite:
    """Average as double precision; an average of decimals has few digits there."""

    def rule(node: exp.Expr, _: str) -> exp.Expr:
        return exp.Avg(this=_as_float(node.this, dialect))

    return rule


def _difference(dialect: RemoteDialect) -> Rewrite:
    def rule(node: exp.Expr, _: str) -> exp.Expr:
        kinds = {kind_of(node.this), kind_of(node.expression)}
        if kinds <= INTEGERS:
            return node
        if kinds != {"date"}:
            raise Unproven("a difference of other values than whole numbers or days")
        if dialect == "bigquery":
            return call("DATE_DIFF", node.this, node.expression, exp.var("DAY"))
        if dialect == "snowflake":
            return call("DATEDIFF", "day", node.expression, node.this)
        return call("date_diff", "day", node.expression, node.this)

    return rule
