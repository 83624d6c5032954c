"""The versions of Delta and Iceberg tables, as Spark and Sail say them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.query import TableVersion, VersionKind

# Runs a statement, and returns its rows; nothing if the engine refuses it.
RunStatement = Callable[[str], Sequence[Mapping[str, Any]]]
Details = Mapping[str, str]

_SHOW = "SHOW TABLE EXTENDED IN {} LIKE '{}'"
_DESCRIBE = "DESCRIBE TABLE EXTENDED {}"
# Sail knows neither DESCRIBE HISTORY nor tables of metadata: there the files say it.
_STATEMENTS: Mapping[VersionKind, Sequence[str]] = {
    "delta": (
        "DESCRIBE HISTORY {table} LIMIT 1",
        "SELECT CAST(max(regexp_extract(path, '/([0-9]{{20}})[.]json$', 1)) AS bigint) AS version,"
        " max_by(modificationTime, path) AS timestamp"
        " FROM binaryFile.`{location}/_delta_log/*.json`",
    ),
    "iceberg": (
        "SELECT snapshot_id AS version, made_current_at AS timestamp FROM {table}.history"
        " ORDER BY made_current_at DESC LIMIT 1",
        "SELECT `current-snapshot-id` AS version,"
        " timestamp_millis(`last-updated-ms`) AS timestamp"
        " FROM json.`{location}/metadata/*.metadata.json`"
        " ORDER BY `last-updated-ms` DESC, `last-sequence-number` DESC LIMIT 1",
    ),
}


def find_versions(run: RunStatement, tables: Sequence[str]) -> Mapping[str, TableVersion]:
    """Return the current version of tables (in lower case), without those that have none."""
    details = _details(run, tables)
    found = {table: _find_version(run, _quoted(table), details[table]) for table in tables}
    return {table: version for table, version in found.items() if version}


def _details(run: RunStatement, tables: Sequence[str]) -> Mapping[str, Details]:
    """Return what Spark says of tables: one statement per schema, instead of one per table."""
    found: dict[str, Details] = {}
    for schema in sorted({table.rpartition(".")[0] for table in tables}):
        names = [name for each in tables if (name := _name_within(each, schema))]
        sql = _SHOW.format(_quoted(schema), "|".join(names))
        for row in run(sql) if names else ():
            pairs = [line.partition(": ") for line in str(row["information"]).splitlines()]
            # A comment further down may look like anything.
            told = {key: text for key, _, text in reversed(pairs)}
            found[f"{schema}.{str(row['tableName']).lower()}"] = told
    return {table: found.get(table) or _describe(run, table) for table in tables}


def _name_within(table: str, schema: str) -> str:
    """Return the name of a table of a schema; empty if it is none, or not plain in a pattern."""
    found, _, name = table.rpartition(".")
    return name if found == schema and name.isidentifier() else ""


def _describe(run: RunStatement, table: str) -> Details:
    rows = run(_DESCRIBE.format(_quoted(table)))
    return {str(row["col_name"]): str(row["data_type"]) for row in rows}


def _find_version(run: RunStatement, table: str, details: Details) -> TableVersion | None:
    kinds = [kind for kind in _STATEMENTS if kind == details.get("Provider", "").lower()]
    location = details.get("Location", "").replace("`", "``")
    for kind in kinds:
        for statement in _STATEMENTS[kind]:
            rows = run(statement.format(table=table, location=location))
            number = rows[0]["version"] if rows else None
            if number is not None and number >= 0:
                return TableVersion(kind, number, rows[0]["timestamp"])
    return None


def _quoted(name: str) -> str:
    return ".".join(f"`{part.replace('`', '``')}`" for part in name.split("."))
