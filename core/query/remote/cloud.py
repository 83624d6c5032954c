"""What BigQuery, Snowflake and Trino have in common. Pure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sqlglot import exp

from core.query.remote import letters
from core.query.remote.kinds import Unproven, kind_of
from core.query.remote.rewriting import (
    Convert,
    Rewrite,
    Rewrites,
    call,
    filtered,
    operation,
    uncollated,
)

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


def with_argument(node: exp.Expr, change: Convert) -> exp.Expr:
    """Return an aggregate with its argument changed, which may be DISTINCT."""
    if not isinstance(node.this, exp.Distinct):
        return type(node)(this=change(node.this))
    return type(node)(this=exp.Distinct(expressions=[change(node.this.expressions[0])]))


def in_doubles(convert: Convert) -> Rewrite:
    """Return the rule for a sum, difference or product, computed as double precision if it is."""

    def rule(node: exp.Expr, _: str) -> exp.Expr:
        if kind_of(node) not in ("quotient", "float"):
            return node
        one, other = (convert(part) for part in (node.this, node.expression))
        return exp.paren(type(node)(this=one, expression=other))

    return rule


def averaged(convert: Convert) -> Rewrite:
    """Return the rule for an average as double precision; one of decimals has few digits."""
    return lambda node, _: with_argument(node, convert)


def summed(convert: Convert) -> Rewrite:
    """Return the rule for a sum; one of quotients is computed as double precision."""
    return lambda node, _: with_argument(node, convert) if kind_of(node) == "quotient" else node


def joined(as_text: Convert) -> Rewrite:
    """Return the rule for texts that are joined; concat leaves NULL out."""
    return lambda node, _: call(
        "CONCAT", *(call("COALESCE", as_text(part), "") for part in node.expressions)
    )


def appended(as_text: Convert) -> Rewrite:
    """Return the rule for `||`."""
    return lambda node, _: exp.DPipe(this=as_text(node.this), expression=as_text(node.expression))


def moved(
    node: exp.Expr,
    functions: tuple[str, str],
    step: Callable[[exp.Expr], tuple[exp.Expr, str]],
    micros: Convert,
) -> exp.Expr:
    """Add to a time or take from it, by an engine's functions that add and that tell apart."""
    add, difference = functions
    one, other = kind_of(node.this), kind_of(node.expression)
    if one == "date" and other == "date":
        return call(difference, "day", node.expression, node.this)
    if one == "date" and kind_of(node) == "date":
        return call(add, "day", _signed(node, node.expression), node.this)
    if other == "interval":
        amount, unit = step(node.expression)
        return call(add, unit.lower(), _signed(node, amount), node.this)
    if kind_of(node) == "elapsed" and one != "elapsed":
        return operation(exp.Sub, micros(node.this), micros(node.expression))
    return node


def _signed(node: exp.Expr, amount: exp.Expr) -> exp.Expr:
    shift = exp.paren(amount.copy())
    return exp.Neg(this=shift) if isinstance(node, exp.Sub) else shift


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
