"""The meaning of queries within a query: as a value, in IN and in EXISTS. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import OPEN, TIMES, Unproven, ValueKind, unify
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule
from core.query.remote.meaning.nesting import is_in_aggregate, outer_columns
from core.query.remote.meaning.operators import compare

_AGGREGATES = (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Count)


def _subquery(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    if is_in_aggregate(node):
        raise Unproven("a query within an aggregate; put it into FROM (…)")
    columns = interpreter.query(node, interpreter)
    if outer_columns(node):
        _require_one_aggregate(node.unnest())
    if columns is None:
        return "unknown"
    if len(columns) != 1:
        raise Unproven("a query of several columns as a value")
    return next(iter(columns.values()))


def _require_one_aggregate(query: exp.Expr) -> None:
    """Check that a query that reads the one around it has one row, and NULL or 0 without rows.

    Raises:
        Unproven: It may have several rows, or another value.
    """
    clauses = ("group", "having", "distinct", "limit", "offset", "joins")
    if not isinstance(query, exp.Select) or any(query.args.get(name) for name in clauses):
        raise Unproven(_SEVERAL)
    column = query.selects[0].unalias() if len(query.selects) == 1 else None
    aggregate = column.this if isinstance(column, exp.Filter) else column
    if not isinstance(aggregate, _AGGREGATES):
        raise Unproven(_SEVERAL)


_SEVERAL = "a correlated query that is not one aggregate; join a query with GROUP BY"


def _in(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = interpreter.kind(node.this)
    query = node.args.get("query")
    if query is None:
        if not node.expressions:
            raise Unproven("IN of something else than a list or a query")
        interpreter.kinds(node.expressions)
        compare([node.this, *node.expressions])
        return "boolean"
    columns = interpreter.query(query, interpreter)
    inner = next(iter(columns.values())) if columns else "unknown"
    if unify(kind, inner) in TIMES and kind != inner and not {kind, inner} & OPEN:
        raise Unproven(f"{kind} IN a query of {inner}; cast one of them")
    return "boolean"


def _exists(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    interpreter.query(node.this, interpreter)
    return "boolean"


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Subquery: _subquery,
    exp.In: _in,
    exp.Exists: _exists,
}
