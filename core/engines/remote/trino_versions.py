"""The versions of Iceberg and Delta tables, as Trino says them. Never run against a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.query import TableVersion, VersionKind

# Runs a statement with parameters, and returns its rows.
FetchRows = Callable[[str, Sequence[str]], Sequence[Sequence[Any]]]

# Views have no versions, and would fail a question about all tables.
_TABLES = """
    SELECT t.table_schema, t.table_name, c.connector_name
    FROM information_schema.tables AS t CROSS JOIN system.metadata.catalogs AS c
    WHERE c.catalog_name = ? AND t.table_type = 'BASE TABLE' AND t.table_schema IN ({})
"""
# Place of the table in the list, its version and the time of that, by connector.
# https://trino.io/docs/current/connector/iceberg.html, …/delta-lake.html
_VERSIONS: Mapping[str, tuple[VersionKind, str]] = {
    "iceberg": (
        "iceberg",
        'SELECT {place}, s.snapshot_id, s.committed_at FROM "{schema}"."{name}$snapshots" AS s'
        ' JOIN "{schema}"."{name}$refs" AS r ON r.snapshot_id = s.snapshot_id'
        " WHERE r.name = 'main'",
    ),
    "delta_lake": (
        "delta",
        'SELECT {place}, max(version), max_by("timestamp", version)'
        ' FROM "{schema}"."{name}$history"',
    ),
}
# https://trino.io/docs/current/release/release-445.html
_DELTA_TRAVELS = 445


def find_versions(
    fetch: FetchRows, catalog: str, release: int, tables: Sequence[str]
) -> Mapping[str, TableVersion]:
    """Return the current version of tables (in lower case), without those that have none."""
    schemas = sorted({table.rpartition(".")[0] for table in tables})
    places = ", ".join("?" for _ in schemas)
    stored = [
        (schema, name, connector)
        for schema, name, connector in fetch(_TABLES.format(places), (catalog, *schemas))
        if f"{schema}.{name}" in tables and connector in _VERSIONS
    ]
    if not stored or (stored[0][2] == "delta_lake" and release < _DELTA_TRAVELS):
        return {}
    kind, _ = _VERSIONS[stored[0][2]]
    asked = [_statement(place, *table) for place, table in enumerate(stored)]
    rows = fetch(" UNION ALL ".join(asked), ())
    names = [f"{schema}.{name}" for schema, name, _ in stored]
    return {names[place]: TableVersion(kind, number, at) for place, number, at in rows}


def _statement(place: int, schema: str, name: str, connector: str) -> str:
    _, statement = _VERSIONS[connector]
    schema, name = schema.replace('"', '""'), name.replace('"', '""')
    return statement.format(place=place, schema=schema, name=name)
