"""The versions of Delta and Iceberg tables, as Spark and Sail say them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.query import TableVersion, VersionKind

# Runs a statement, and returns its rows; nothing if the engine refuses it.
RunStatement = Callable[[str], Sequence[Mapping[str, Any]]]

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


def find_version(ask: RunStatement, table: str) -> TableVersion | None:
    """Return the current version of a table (quoted); None if it has none, or nothing says it."""
    details = {str(row["col_name"]): str(row["data_type"]) for row in ask(_DESCRIBE.format(table))}
    kinds = [kind for kind in _STATEMENTS if kind == details.get("Provider", "").lower()]
    location = details.get("Location", "").replace("`", "``")
    for kind in kinds:
        for statement in _STATEMENTS[kind]:
            rows = ask(statement.format(table=table, location=location))
            number = rows[0]["version"] if rows else None
            if number is not None and number >= 0:
                return TableVersion(kind, number, rows[0]["timestamp"])
    return None
