"""The search for aggregates of cells in a query over remote tables."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from core.query.cell_aggregate import CellAggregate, DistinctKeys
from core.query.parse.components import (
    TOGETHER,
    aggregate_of_rows,
    is_defined_per_row,
    name_of_part,
    replace_aggregates,
)
from core.query.parse.expressions import is_plain, text_of
from core.query.parse.statement import parse
from core.query.parse.time_aggregate import frame_of, outputs_over
from core.query.parse.translation import in_duckdb


def taken_apart(sql: str) -> tuple[CellAggregate | None, str]:
    """Return a query in PostgreSQL's dialect as aggregates of cells, or why it is not that.

    In any doubt it is not.
    """
    [tree] = parse(sql, "postgres")
    frame = frame_of(tree, "postgres")
    if isinstance(frame, str):
        return None, frame
    local_query = _without_conditions(tree, frame.source)
    parts = CellParts(frame.conditions)
    outputs, obstacle = outputs_over(tree, parts)
    if obstacle or not (parts.cells or parts.keys):
        return None, obstacle or "the query aggregates nothing"
    aggregate = CellAggregate(
        source=frame.source,
        time=frame.time,
        since=frame.since,
        until=frame.until,
        cells=tuple(parts.cells.items()),
        keys=tuple(parts.keys.items()),
        wholes=tuple(parts.wholes.items()),
        outputs=outputs,
        local_query=local_query,
    )
    return aggregate, ""


def _without_conditions(tree: exp.Expr, source: str) -> str:
    """Return a query without WHERE and FILTER, which the engine evaluates row by row."""
    columns = []
    for column in tree.copy().expressions:
        for node in list(column.find_all(exp.Filter)):
            node.replace(node.this)
        columns.append(text_of(column, "postgres"))
    return f"SELECT {', '.join(columns)} {source}"


class CellParts:
    """The aggregates of cells that the columns of one query need, and how they are put together.

    `avg(x) / 2` becomes `"m" / 2` with the whole "m" of two cells' aggregates, `sum(x)` and
    `count(x)`.
    """

    def __init__(self, conditions: Sequence[exp.Expr]) -> None:
        self._conditions = [text_of(condition, "postgres") for condition in conditions]
        self.cells: dict[str, str] = {}
        self.keys: dict[str, DistinctKeys] = {}
        self.wholes: dict[str, str] = {}

    def express(self, column: exp.Expr) -> tuple[str, str]:
        """Return a column over wholes in DuckDB's dialect, or why it cannot be that."""
        holder = exp.paren(column)
        obstacle = replace_aggregates(holder, self._replacement)
        return ("", obstacle) if obstacle else (text_of(in_duckdb(holder).this), "")

    def _replacement(self, node: exp.Expr) -> exp.Expr | None:
        """Return the column of a whole for an aggregate; None if it has none."""
        aggregate, filters = node, list[exp.Expr]()
        if isinstance(node, exp.Filter):
            aggregate, filters = node.this, [node.expression.this]
        if aggregate.expressions or not all(map(is_plain, filters)):
            return None
        conditions = [*self._conditions, *(text_of(each, "postgres") for each in filters)]
        if isinstance(aggregate.this, exp.Distinct):
            return self._number_of_keys(aggregate, conditions)
        if not is_defined_per_row(aggregate):
            return None
        if type(aggregate) is exp.Avg:
            return self._mean(aggregate.this, conditions)
        cell = self._cell(type(aggregate), aggregate.this, conditions)
        return self._whole(TOGETHER[type(aggregate)].format(cell))

    def _number_of_keys(self, aggregate: exp.Expr, conditions: Sequence[str]) -> exp.Column | None:
        keys = aggregate.this.expressions
        if type(aggregate) is not exp.Count or len(keys) != 1 or not is_plain(keys[0]):
            return None
        key = text_of(keys[0], "postgres")
        found = DistinctKeys(key, " AND ".join(f"({sql})" for sql in conditions) or "TRUE")
        name = name_of_part(f"{found.key} {found.condition}")
        self.keys[name] = found
        return exp.column(name, quoted=True)

    def _mean(self, argument: exp.Expr, conditions: Sequence[str]) -> exp.Column:
        total = self._cell(exp.Sum, argument, conditions)
        count = self._cell(exp.Count, argument, conditions)
        return self._whole(f'CAST(sum("{total}") AS DOUBLE) / nullif(sum("{count}"), 0)')

    def _cell(self, kind: type[exp.Expr], argument: exp.Expr, conditions: Sequence[str]) -> str:
        sql = aggregate_of_rows(kind, argument, conditions, "postgres")
        name = name_of_part(sql)
        self.cells[name] = sql
        return name

    def _whole(self, sql: str) -> exp.Column:
        name = name_of_part(sql)
        self.wholes[name] = sql
        return exp.column(name, quoted=True)
