"""The search for queries that one pass over remote tables answers, by their text."""

from __future__ import annotations

from functools import lru_cache

from core.query.cell_aggregate import CellAggregate


@lru_cache(maxsize=1024)
def find_cell_aggregate(sql: str) -> tuple[CellAggregate | None, str]:
    """Return a query in PostgreSQL's dialect as aggregates of cells, or why it is not that."""
    # sqlglot takes longer to load than most commands run.
    from core.query.parse.cell_aggregate import taken_apart

    return taken_apart(sql)
