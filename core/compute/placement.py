"""The place where a run computes: the warehouse, or a copy of what its queries read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from core.catalog import Entry, Step
from core.engines import TableCopy, Warehouse, local_engine
from core.model import Table
from core.query import (
    Params,
    SqlFacts,
    TableTypes,
    find_cell_aggregate,
    find_obstacle,
    find_rows,
)

Placement = Literal["auto", "warehouse", "local"]

# Seconds, measured with 200 KPIs over two million rows: a query in PostgreSQL, the same query's
# share of what DuckDB computes for many periods together, and a row copied from one to the other.
_SERVER_QUERY, _SHARED_QUERY, _COPIED_ROW = 0.006, 0.0003, 2.5e-6
_CLEARLY = 1.3


def columns_needed(
    steps: Sequence[Step], facts: Mapping[tuple[str, int], SqlFacts]
) -> dict[str, frozenset[str]]:
    """Return the columns that the queries of a plan read of each table; `*` for all."""
    needs: dict[str, frozenset[str]] = {}
    for entry in (step.entry for step in steps):
        columns = facts[entry.key].columns_read
        for source in entry.kpi.sources:
            if isinstance(source, Table):
                table = source.name.lower()
                needs[table] = needs.get(table, frozenset()) | columns
    return needs


def copy_read(facts: SqlFacts, source: Table, periods: Sequence[Params]) -> TableCopy:
    """Return what a query reads of a table for the parameters of some periods; all rows of none."""
    rows = find_rows(facts.table_reads, source.name.lower(), periods)
    return TableCopy(facts.columns_read, rows)


def copies_of(entry: Entry, facts: SqlFacts, periods: Sequence[Params]) -> dict[str, TableCopy]:
    """Return what is copied of each table for a KPI that reads more than tables."""
    if entry.in_warehouse:
        return {}
    tables = [source for source in entry.kpi.sources if isinstance(source, Table)]
    return {table.name.lower(): copy_read(facts, table, periods) for table in tables}


def find_server_only(steps: Iterable[Step], types: TableTypes) -> dict[tuple[str, int], str]:
    """Return the KPIs over tables that only the server is known to answer, with the reason.

    Args:
        steps: The steps of a plan.
        types: The server's type of each column of the tables that the steps read.
    """
    server_only: dict[tuple[str, int], str] = {}
    for entry in (step.entry for step in steps):
        obstacle = server_obstacle(entry, types)
        if obstacle:
            server_only[entry.key] = obstacle
    return server_only


def server_obstacle(entry: Entry, types: TableTypes) -> str:
    """Return why only the server is known to answer a KPI's query; empty if DuckDB is as well."""
    return _in_words(find_obstacle(entry.query, types)) if entry.in_warehouse else ""


def find_cell_obstacle(entry: Entry, types: TableTypes) -> str:
    """Return why a KPI's periods are not put together from a remote engine's cells, or nothing."""
    if not entry.in_warehouse:
        return "the query reads more than tables"
    aggregate, obstacle = find_cell_aggregate(entry.query)
    return _in_words(find_obstacle(aggregate.local_query, types)) if aggregate else obstacle


def _in_words(construct: str) -> str:
    return f"only the warehouse is known to answer {construct}" if construct else ""


def engine_of(
    warehouse: Warehouse, consistency: str, steps: Iterable[Step], *, copied: bool
) -> str:
    """Return the engines that a run computes in, with versions; `copied`: on a copy of tables.

    `consistency` is that of the warehouse's snapshot.
    """
    engine = f"{warehouse.engine} ({consistency})" if consistency else warehouse.engine
    is_within = all(step.entry.in_warehouse for step in steps)
    if warehouse.dialect == "duckdb" or (is_within and not copied):
        return engine
    what = "computed" if copied else "files, tabs and stored values"
    return f"{engine}, {what} in {local_engine()}"


def copy_pays(steps: Iterable[Step], rows: float) -> bool:
    """Return whether computing on a copy of `rows` rows is clearly faster than in the warehouse."""
    queries = sum(len(step.tasks) for step in steps if step.entry.in_warehouse)
    on_copy = rows * _COPIED_ROW + queries * _SHARED_QUERY
    return on_copy * _CLEARLY < queries * _SERVER_QUERY
