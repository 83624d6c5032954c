"""Ways for tests to ask a snapshot, as strategies do."""

from __future__ import annotations

from typing import Any

from core.engines import TableCopy
from core.engines.base import Snapshot
from core.query.facts import SqlFacts
from core.query.parse.statement import examine
from core.query.result import Query, Result

# Minutes of work on any machine, and no rows to hold in memory.
ENDLESS = """
    SELECT count(*) AS value
    FROM generate_series(1, 1000000) AS a(x), generate_series(1, 1000000) AS b(y)
    WHERE (a.x * b.y) % 7 = 3
"""


def ask(snapshot: Snapshot, sql: str, **params: Any) -> Result:
    """Run a query in PostgreSQL's dialect over tables."""
    facts = examine(sql, "postgres")
    return snapshot.fetch(Query(sql, facts.duckdb, _named(facts, params)))


def value(snapshot: Snapshot, sql: str, **params: Any) -> Any:
    """Return the value of an expression in PostgreSQL's dialect."""
    return ask(snapshot, f"SELECT {sql} AS value", **params).rows[0][0]


def ask_local(snapshot: Snapshot, sql: str, **params: Any) -> Result:
    """Run a query in DuckDB's dialect over extracts."""
    facts = examine(sql, "duckdb")
    return snapshot.local().fetch(facts.duckdb, _named(facts, params), integer_division=False)


def extract(snapshot: Snapshot, table: str, sql: str) -> None:
    """Make the columns of a table that a query reads readable on the local database."""
    snapshot.extract(table, TableCopy(examine(sql, "duckdb").columns_read))


def _named(facts: SqlFacts, params: dict[str, Any]) -> dict[str, Any]:
    return {name: params[name] for name in facts.parameters}
