"""The search for a time aggregate in a parsed query."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from sqlglot import exp

from core.query.facts import Dialect
from core.query.parse.bounds import bounds_obstacle, split_conditions
from core.query.parse.components import Components
from core.query.parse.expressions import excerpt_of, odd_part, odd_relation, text_of
from core.query.time_aggregate import Bound, TimeAggregate
from core.query.union import can_join

_CLAUSES = frozenset(["expressions", "from_", "joins", "where"])
_NAMES = {"group": "GROUP BY", "order": "ORDER BY", "with_": "WITH"}


class Frame(NamedTuple):
    """The rows of a query, their time with its bounds, and the other conditions they fulfil."""

    source: str
    time: str
    since: Bound | None
    until: Bound
    conditions: list[exp.Expr]


class PartWriter(Protocol):
    """Writes columns as expressions over parts."""

    def express(self, column: exp.Expr) -> tuple[str, str]:
        """Return a column in DuckDB's dialect, or why it cannot be written so."""


def find_time_aggregate(tree: exp.Expr) -> tuple[TimeAggregate | None, str]:
    """Return a query in DuckDB's dialect as a time aggregate, or why it is not one.

    In any doubt it is not one. The tree is used up.
    """
    frame = frame_of(tree, "duckdb")
    if isinstance(frame, str):
        return None, frame
    components = Components(frame.conditions)
    outputs, obstacle = outputs_over(tree, components)
    if obstacle or not components.by_name:
        return None, obstacle or "the query aggregates nothing"
    parts = tuple(components.by_name.values())
    return TimeAggregate(frame.source, frame.time, frame.since, frame.until, parts, outputs), ""


def frame_of(tree: exp.Expr, dialect: Dialect) -> Frame | str:
    """Return what all columns of a query have in common, or why it aggregates no span of time."""
    obstacle = _shape_obstacle(tree)
    if obstacle:
        return obstacle
    bounds, conditions = split_conditions(tree.args["where"].this, dialect)
    obstacle = bounds_obstacle(bounds) or _conditions_obstacle(conditions)
    if obstacle:
        return obstacle
    by_side = {bound.side: bound.bound for bound in bounds}
    return Frame(
        source=" ".join(text_of(relation, dialect) for relation in _relations(tree)),
        time=bounds[0].time,
        since=by_side.get("since"),
        until=by_side["until"],
        conditions=conditions,
    )


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


def outputs_over(tree: exp.Expr, parts: PartWriter) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the columns as names and expressions over parts, or why they cannot be that."""
    names = [column.alias_or_name.lower() for column in tree.expressions]
    if not can_join(names):
        return (), "the columns are not value, numerator and denominator, each once"
    outputs = []
    for name, column in zip(names, tree.expressions, strict=True):
        sql, obstacle = parts.express(column.unalias())
        if obstacle:
            return (), obstacle
        outputs.append((name, sql))
    return tuple(outputs), ""
