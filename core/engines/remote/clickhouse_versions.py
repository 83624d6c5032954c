"""The versions of Delta and Iceberg tables, as ClickHouse says them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core.query import TableVersion, VersionKind

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

_LAKES = """
    SELECT database, name, if(startsWith(engine, 'Iceberg'), 'iceberg', 'delta')
    FROM system.tables
    WHERE (startsWith(engine, 'Iceberg') OR startsWith(engine, 'DeltaLake'))
        AND has({names:Array(String)}, lower(concat(database, '.', name)))
"""
# Place of the table in the list, its version and the time of that in milliseconds since 1970.
# While a Delta table has no rows, its version is not known.
_STATEMENTS: Mapping[VersionKind, str] = {
    "delta": (
        "SELECT {place} AS place, toInt64(any(_data_lake_snapshot_version)) AS version,"
        " toInt64(NULL) AS milliseconds FROM (SELECT _data_lake_snapshot_version"
        " FROM {{schema_{place}:Identifier}}.{{table_{place}:Identifier}} LIMIT 1)"
    ),
    "iceberg": (
        "SELECT {place} AS place, toInt64(argMax(snapshot_id, made_current_at)) AS version,"
        " max(toUnixTimestamp64Milli(made_current_at)) AS milliseconds FROM system.iceberg_history"
        " WHERE database = {{schema_{place}:String}} AND table = {{table_{place}:String}}"
        " AND is_current_ancestor"
    ),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def find_versions(client: Client, tables: Sequence[str]) -> Mapping[str, TableVersion]:
    """Return the current version of tables (in lower case), without those that have none."""
    lakes = client.query(_LAKES, parameters={"names": list(tables)}).result_rows
    if not lakes:
        return {}
    statements = list[str]()
    names = dict[str, str]()
    for place, (schema, table, kind) in enumerate(lakes):
        statements.append(_STATEMENTS[kind].format(place=place))
        names |= {f"schema_{place}": schema, f"table_{place}": table}
    rows = client.query(" UNION ALL ".join(statements), parameters=names).result_rows
    found = {}
    for place, number, milliseconds in rows:
        if number is not None:
            schema, table, kind = lakes[place]
            found[f"{schema}.{table}".lower()] = TableVersion(kind, number, _instant(milliseconds))
    return found


def _instant(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else _EPOCH + timedelta(milliseconds=milliseconds)
