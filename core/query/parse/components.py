"""Columns of aggregates as expressions over components, the aggregates of one cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from sqlglot import exp

from core.query.facts import Dialect
from core.query.parse.expressions import excerpt_of, is_plain, is_plain_class, text_of
from core.query.time_aggregate import Component

# How the aggregates of a span's cells are put together.
TOGETHER: dict[type[exp.Expr], str] = {
    exp.Count: 'CAST(coalesce(sum("{}"), 0) AS BIGINT)',
    exp.Sum: 'sum("{}")',
    exp.Min: 'min("{}")',
    exp.Max: 'max("{}")',
}


class Components:
    """The components that the columns of one query need; its rows fulfil `conditions`.

    `avg(x) / 2` becomes the expression `(CAST("a" AS DOUBLE) / NULLIF("b", 0)) / 2` over two
    components: "a" for `sum(x)` and "b" for `count(x)`.
    """

    def __init__(self, conditions: Sequence[exp.Expr]) -> None:
        self._conditions = [text_of(condition) for condition in conditions]
        self.by_name: dict[str, Component] = {}

    def express(self, column: exp.Expr) -> tuple[str, str]:
        """Return a column as an expression over components, or why it cannot be one.

        The components it needs are added.
        """
        holder = exp.paren(column)
        obstacle = replace_aggregates(holder, self._replacement)
        return ("", obstacle) if obstacle else (text_of(holder.this), "")

    def _replacement(self, node: exp.Expr) -> exp.Expr | None:
        """Return an expression over components for an aggregate; None if it has no such parts."""
        aggregate, filters = node, list[exp.Expr]()
        if isinstance(node, exp.Filter):
            aggregate, filters = node.this, [node.expression.this]
        if aggregate.expressions or not is_defined_per_row(aggregate):
            return None
        if not all(is_plain(condition) for condition in filters):
            return None
        conditions = [*self._conditions, *(text_of(condition) for condition in filters)]
        if type(aggregate) is not exp.Avg:
            return self._add(type(aggregate), aggregate.this, conditions)
        total = self._add(exp.Sum, aggregate.this, conditions)
        count = self._add(exp.Count, aggregate.this, conditions)
        divisor = exp.func("nullif", count, exp.Literal.number(0))
        return exp.paren(exp.Div(this=exp.cast(total, "double"), expression=divisor))

    def _add(
        self, kind: type[exp.Expr], argument: exp.Expr, conditions: Sequence[str]
    ) -> exp.Column:
        sql = aggregate_of_rows(kind, argument, conditions)
        component = name_of_part(sql)
        self.by_name[component] = Component(component, sql, TOGETHER[kind].format(component))
        return exp.column(component, quoted=True)


def replace_aggregates(
    holder: exp.Expr, replacement_of: Callable[[exp.Expr], exp.Expr | None]
) -> str:
    """Replace the aggregates within an expression; return why that cannot be, or nothing."""
    aggregates = []
    for node in holder.walk(bfs=False, prune=is_aggregate):
        if is_aggregate(node):
            aggregates.append(node)
        elif not is_plain_class(node):
            return f"{excerpt_of(node)} cannot be put together from parts"
        elif isinstance(node, exp.Column):
            return f"{excerpt_of(node)} is not aggregated"
    for node in aggregates:
        replacement = replacement_of(node)
        if replacement is None:
            return f"{excerpt_of(node)} cannot be put together from parts"
        node.replace(replacement)
    return ""


def aggregate_of_rows(
    kind: type[exp.Expr],
    argument: exp.Expr,
    conditions: Sequence[str],
    dialect: Dialect = "duckdb",
) -> str:
    """Return an aggregate of the rows that fulfil all conditions, in a dialect."""
    name, text = kind.__name__.lower(), text_of(argument, dialect)
    condition = " AND ".join(f"({sql})" for sql in conditions)
    if not condition:
        return f"{name}({text})"
    if isinstance(argument, exp.Star | exp.Column):
        return f"{name}({text}) FILTER (WHERE {condition})"
    # For rows that do not fulfil the condition, the argument may not be defined.
    return f"{name}(CASE WHEN {condition} THEN {text} END)"


def name_of_part(text: str) -> str:
    """Return a column's name that depends on a text alone."""
    return f"part_{sha256(text.encode()).hexdigest()[:16]}"


def is_aggregate(node: exp.Expr) -> bool:
    """Return whether an expression is an aggregate that may have components, FILTER included."""
    aggregate = node.this if isinstance(node, exp.Filter) else node
    return type(aggregate) in TOGETHER or type(aggregate) is exp.Avg


def is_defined_per_row(aggregate: exp.Expr) -> bool:
    """Return whether the argument of an aggregate depends on a row alone."""
    argument = aggregate.this
    if isinstance(argument, exp.Star):
        return type(aggregate) is exp.Count and not any(argument.args.values())
    return is_plain(argument)
