"""Whether DuckDB is known to give PostgreSQL's answer to a query."""

from __future__ import annotations

from core.query.facts import TableTypes


def find_obstacle(sql: str, types: TableTypes) -> str:
    """Return what keeps a query in PostgreSQL, in words; empty if DuckDB gives the same answer.

    Args:
        sql: One SELECT in PostgreSQL's dialect, with `:name` parameters.
        types: Columns of every table that the query reads.
    """
    # sqlglot takes longer to load than most commands run.
    from core.query.parse.portable.select import find_obstacle as find

    return find(sql, types)
