"""The meaning of standard deviations and variances, and how far they can be trusted. Pure.

PostgreSQL computes those of whole numbers and of numeric exactly, an engine as double precision.
Where the values are close together and far from zero, digits are lost; there the query fails.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from core.query.remote.kinds import Unproven, ValueKind
from core.query.remote.meaning.aggregates import RULES as AGGREGATES
from core.query.remote.meaning.explicit import replace
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule
from core.query.remote.meaning.lists import RULES as LISTS
from core.query.remote.rewriting import Rewrite, call, filtered

STATISTICS = (exp.Stddev, exp.StddevSamp, exp.StddevPop, exp.Variance, exp.VariancePop)
# Beyond it, less than nine of a double's sixteen digits may be left.
_FARTHEST = 100_000
FAILURE = "values too close together for a standard deviation; subtract a constant first"


def _deviation(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    if isinstance(node.parent, exp.Window):
        raise Unproven("a standard deviation over a window; put it into a query with GROUP BY")
    return AGGREGATES[type(node)](node, interpreter)


def _filter(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Choose the rows of a deviation within it; on an engine it is more than one aggregate."""
    if not isinstance(node.this, STATISTICS):
        return LISTS[exp.Filter](node, interpreter)
    if isinstance(node.parent, exp.Window):
        raise Unproven("a standard deviation over a window; put it into a query with GROUP BY")
    return interpreter.kind(replace(node, filtered(node, "")))


def checked(
    names: dict[type[exp.Expr], str],
    as_double: Callable[[exp.Expr], exp.Expr],
    failing: Callable[[exp.Expr], exp.Expr],
) -> dict[type[exp.Expr], Rewrite]:
    """Return an engine's rules: a function's name, its argument, and a failure on a condition."""

    def rule(node: exp.Expr, _: str) -> exp.Expr:
        number = as_double(node.this)
        spread = call(names[exp.StddevPop], number)
        limit = exp.Mul(this=exp.Literal.number(_FARTHEST), expression=spread)
        is_far = exp.GT(this=call("abs", call("avg", number)), expression=limit)
        is_spread = exp.GT(this=spread.copy(), expression=exp.Literal.number(0))
        is_uncertain = exp.and_(is_far, is_spread)
        is_sample = not isinstance(node, exp.StddevPop | exp.VariancePop)
        least = exp.Literal.number(1 if is_sample else 0)
        is_defined = exp.GT(this=call("count", number), expression=least)
        branches = [
            exp.If(this=is_uncertain, true=failing(is_uncertain)),
            exp.If(this=is_defined, true=call(names[type(node)], number)),
        ]
        return exp.Case(ifs=branches)

    return dict.fromkeys(STATISTICS, rule)


RULES: dict[type[exp.Expr], MeaningRule] = {
    **dict.fromkeys(STATISTICS, _deviation),
    exp.Filter: _filter,
}
