"""The search for a time aggregate in a parsed query."""

from __future__ import annotations

from sqlglot import exp

from core.query.parse.bounds import TimeBound, bounds_obstacle, split_conditions
from core.query.parse.components import Components
from core.query.parse.expressions import excerpt_of, odd_part, odd_relation, text_of
from core.query.time_aggregate import TimeAggregate
from core.query.union import can_join

_CLAUSES = frozenset(["expressions", "from_", "joins", "where"])
_NAMES = {"group": "GROUP BY", "order": "ORDER BY", "with_": "WITH"}


def find_time_aggregate(tree: exp.Expr) -> tuple[TimeAggregate | None, str]:
    """Return a query in DuckDB's dialect as a time aggregate, or why it is not one.

    In any doubt it is not one. The tree is used up.
    """
    obstacle = _shape_obstacle(tree)
    if obstacle:
        return None, obstacle
    bounds, conditions = split_conditions(tree.args["where"].this)
    obstacle = bounds_obstacle(bounds) or _conditions_obstacle(conditions)
    if obstacle:
        return None, obstacle
    components = Components(conditions)
    outputs, obstacle = _outputs(tree, components)
    if obstacle:
        return None, obstacle
    return _time_aggregate(tree, bounds, components, outputs), ""


def _shape_obstacle(tree: exp.Expr) -> str:
    """Return why a query is not a plain SELECT … FROM … JOIN … WHERE; empty if it is."""
    if type(tree) is not exp.Select:
        return "the query is not a single SELECT"
    for name, value in tree.args.items():
        if value and name not in _CLAUSES:
            return f"the query has {_NAMES.get(name, name.upper())}"
    if tree.args.get("from_") is None:
        return "the query reads no table"
    odd = odd_relation(_relations(tree))
    if odd is not None:
        return f"the FROM has more than tables: {excerpt_of(odd)}"
    return "the query has no WHERE" if tree.args.get("where") is None else ""


def _relations(tree: exp.Expr) -> list[exp.Expr]:
    return [tree.args["from_"], *(tree.args.get("joins") or [])]


def _conditions_obstacle(conditions: list[exp.Expr]) -> str:
    odd = odd_part(conditions)
    return "" if odd is None else f"the WHERE depends on more than a row: {excerpt_of(odd)}"


def _outputs(tree: exp.Expr, components: Components) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the columns as names and expressions over components, or why they cannot be that."""
    names = [column.alias_or_name.lower() for column in tree.expressions]
    if not can_join(names):
        return (), "the columns are not value, numerator and denominator, each once"
    outputs = []
    for name, column in zip(names, tree.expressions, strict=True):
        sql, obstacle = components.express(column.unalias())
        if obstacle:
            return (), obstacle
        outputs.append((name, sql))
    return tuple(outputs), "" if components.by_name else "the query aggregates nothing"


def _time_aggregate(
    tree: exp.Expr,
    bounds: list[TimeBound],
    components: Components,
    outputs: tuple[tuple[str, str], ...],
) -> TimeAggregate:
    by_side = {bound.side: bound.bound for bound in bounds}
    return TimeAggregate(
        source=" ".join(text_of(relation) for relation in _relations(tree)),
        time=bounds[0].time,
        since=by_side.get("since"),
        until=by_side["until"],
        components=tuple(components.by_name.values()),
        outputs=outputs,
    )
