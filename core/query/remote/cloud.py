"""What BigQuery, Snowflake and Trino have in common: aggregates of chosen rows, extremes. Pure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sqlglot import exp

from core.query.remote import letters
from core.query.remote.kinds import Unproven
from core.query.remote.rewriting import Rewrites, call, filtered, uncollated

# A quotient times this, rounded half up, is the exact one rounded half up.
NUDGE = "1.000000000000002"


def _filtered(node: exp.Expr, timezone: str) -> exp.Expr:
    """Aggregate what fulfils the condition; by functions of the engine's own as well."""
    aggregate: exp.Expr = node.this
    if aggregate.meta.get("is_filtered"):
        return aggregate
    if not isinstance(aggregate, exp.Anonymous):
        return filtered(node, timezone)
    condition = node.expression.this
    return call(aggregate.name, *(chosen(part, condition) for part in aggregate.expressions))


def chosen(value: exp.Expr, condition: exp.Expr) -> exp.Expr:
    """Return a value where a condition holds, and NULL otherwise."""
    return exp.Case(ifs=[exp.If(this=condition.copy(), true=value.copy())])


def with_argument(node: exp.Expr, change: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    """Return an aggregate with its argument changed, which may be DISTINCT."""
    if not isinstance(node.this, exp.Distinct):
        return type(node)(this=change(node.this))
    return type(node)(this=exp.Distinct(expressions=[change(node.this.expressions[0])]))


def percentile_key(node: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    """Return the share and the value of a percentile, upwards; of rows that a FILTER chooses.

    Raises:
        Unproven: It is percentile_disc.
    """
    function, [key] = node.this, node.expression.expressions
    if not isinstance(function, exp.PercentileCont):
        raise Unproven("percentile_disc; use percentile_cont")
    share = Decimal(function.this.find(exp.Literal).name)
    if key.args.get("desc"):
        share = 1 - share
    is_filtered = isinstance(node.parent, exp.Filter)
    condition = node.parent.expression.this if is_filtered and node.parent else None
    value = chosen(key.this, condition) if condition is not None else key.this
    return exp.Literal.number(str(share)), value


def _extreme(node: exp.Expr, _: str) -> exp.Expr:
    """Give each argument that is NULL the value of another one; NULL would be the result."""
    values = [node.this, *node.expressions]
    known = [_first_known(values[place:] + values[:place]) for place in range(len(values))]
    return type(node)(this=known[0], expressions=known[1:])


def _first_known(values: list[exp.Expr]) -> exp.Expr:
    one, *others = (value.copy() for value in values)
    return exp.Coalesce(this=one, expressions=others) if others else one


def _is(node: exp.Expr, _: str) -> exp.Expr:
    """Ask whether a condition holds; sqlglot leaves IS TRUE out, and a NULL would stay NULL."""
    if not isinstance(node.expression, exp.Boolean):
        return node
    condition = node.this.copy() if node.expression.this else exp.Not(this=exp.paren(node.this))
    return exp.Coalesce(this=condition, expressions=[exp.false()])


_LOWER = letters.lower("LOWER", "TRANSLATE")

RULES: Rewrites = {
    exp.Upper: letters.upper("UPPER", "TRANSLATE"),
    exp.Lower: _LOWER,
    exp.ILike: letters.like(_LOWER),
    exp.Is: _is,
    exp.Filter: _filtered,
    exp.Collate: uncollated,
    exp.Greatest: _extreme,
    exp.Least: _extreme,
}
