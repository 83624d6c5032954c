"""Divisions of whole numbers, by the types of the columns that a query reads."""

from __future__ import annotations

from core.query.facts import Dialect, TableTypes


def find_whole_divisions(
    sql: str, types: TableTypes, engine: Dialect
) -> tuple[tuple[int, str], ...]:
    """Return line and text of each division that cuts off the fraction of a value.

    Args:
        sql: One SELECT in PostgreSQL's dialect, with `:name` parameters.
        types: Columns of the tables that the query reads.
        engine: The engine that runs it.
    """
    if "/" not in sql:
        return ()
    # sqlglot takes longer to load than most commands run.
    from core.query.parse.whole_division import divisions_of

    return divisions_of(sql, types, engine)
