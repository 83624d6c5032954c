"""Columns of aggregates as expressions over components, the aggregates of one cell."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from sqlglot import exp

from core.query.parse.expressions import excerpt_of, is_plain, is_plain_class, text_of
from core.query.time_aggregate import Component

# How the aggregates of a span's cells are put together.
_TOGETHER: dict[type[exp.Expr], str] = {
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
        aggregates = []
        for node in holder.walk(bfs=False, prune=_is_aggregate):
            if _is_aggregate(node):
                aggregates.append(node)
            elif not is_plain_class(node):
                return "", f"{excerpt_of(node)} cannot be put together from parts"
            elif isinstance(node, exp.Column):
                return "", f"{excerpt_of(node)} is not aggregated"
        for node in aggregates:
            replacement = self._replacement(node)
            if replacement is None:
                return "", f"{excerpt_of(node)} cannot be put together from parts"
            node.replace(replacement)
        return text_of(holder.this), ""

    def _replacement(self, node: exp.Expr) -> exp.Expr | None:
        """Return an expression over components for an aggregate; None if it has no such parts."""
        aggregate, filters = node, list[exp.Expr]()
        if isinstance(node, exp.Filter):
            aggregate, filters = node.this, [node.expression.this]
        if aggregate.expressions or not _is_defined_per_row(aggregate):
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
        name, text = kind.__name__.lower(), text_of(argument)
        condition = " AND ".join(f"({sql})" for sql in conditions)
        if not condition:
            sql = f"{name}({text})"
        elif isinstance(argument, exp.Star | exp.Column):
            sql = f"{name}({text}) FILTER (WHERE {condition})"
        else:
            # For rows that do not fulfil the condition, the argument may not be defined.
            sql = f"{name}(CASE WHEN {condition} THEN {text} END)"
        component = f"part_{sha256(sql.encode()).hexdigest()[:16]}"
        self.by_name[component] = Component(component, sql, _TOGETHER[kind].format(component))
        return exp.column(component, quoted=True)


def _is_aggregate(node: exp.Expr) -> bool:
    """Return whether an expression is an aggregate that may have components, FILTER included."""
    aggregate = node.this if isinstance(node, exp.Filter) else node
    return type(aggregate) in _TOGETHER or type(aggregate) is exp.Avg


def _is_defined_per_row(aggregate: exp.Expr) -> bool:
    argument = aggregate.this
    if isinstance(argument, exp.Star):
        return type(aggregate) is exp.Count and not any(argument.args.values())
    return is_plain(argument)
