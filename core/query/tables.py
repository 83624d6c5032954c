"""The tables that a query reads, by its text."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1024)
def find_tables(sql: str) -> tuple[str, ...]:
    """Return the tables with a schema that a query in PostgreSQL's dialect reads, in lower case.

    Raises:
        QueryError: It does not parse.
    """
    # sqlglot takes longer to load than most commands run.
    from core.query.parse.statement import relations_in

    return tuple(sorted(name for name in relations_in(sql) if "." in name))
