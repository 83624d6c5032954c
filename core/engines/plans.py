"""The plan of a query: its columns as a database describes them, without running the query."""

from __future__ import annotations

from typing import Protocol

from core.query import Params, Query

# Names in lower case, each with the database's name of its type.
PlannedColumns = tuple[tuple[str, str], ...]


class LocalPlanner(Protocol):
    """The part of a local database that plans."""

    def plan(self, sql: str, params: Params, *, integer_division: bool) -> PlannedColumns:
        """Return the columns that an author's query would have; see `LocalDatabase.fetch`.

        Raises:
            PlanError: DuckDB refuses it.
            QueryError: It is not one SELECT, or planning it takes longer than the time limit.
        """


class Planner(Protocol):
    """The part of a snapshot that plans."""

    def plan(self, query: Query) -> PlannedColumns:
        """Return the columns that a query over tables of the warehouse would have.

        Raises:
            PlanError: The database refuses it. `recover` comes before the next query.
            QueryError: It is not one SELECT, or planning it takes longer than the time limit.
        """

    def outline(self, table: str, columns: frozenset[str]) -> None:
        """Make these columns of `table` known on `local()`; as `extract`, but without a copy.

        Raises:
            QueryError: The table is missing, or one of the columns cannot be copied.
        """
