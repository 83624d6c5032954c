"""The framework's own statements on a remote warehouse, in the engine's dialect. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core.query import RemoteDialect, TableVersion, table_at_version

# Snowflake keeps names without quotes in upper case, and so would find none in lower case.
_QUOTES: Mapping[RemoteDialect, str] = {
    "spark": "`",
    "bigquery": "`",
    "clickhouse": '"',
    "trino": '"',
    "snowflake": "",
}


def select_columns(
    dialect: RemoteDialect,
    table: str,
    columns: Iterable[str],
    version: TableVersion | None = None,
) -> str:
    """Return a statement that reads columns of a whole table (in lower case), at a version."""
    names = ", ".join(_quoted(dialect, name) for name in columns)
    return f"SELECT {names} FROM {_table(dialect, table, version)}"


def select_rows(dialect: RemoteDialect, parts: Sequence[str], columns: Iterable[str]) -> str:
    """Return a statement that reads columns of a table, or a constant if none is given."""
    names = ", ".join(_quoted(dialect, name) for name in columns)
    return f"SELECT {names or 1} FROM {'.'.join(_quoted(dialect, part) for part in parts)}"


def select_newest(
    dialect: RemoteDialect, table: str, column: str, version: TableVersion | None = None
) -> str:
    """Return a statement that counts a table, and finds the newest time of a column if named."""
    newest = f", max({_quoted(dialect, column)}) AS newest" if column else ""
    return f"SELECT count(*) AS row_count{newest} FROM {_table(dialect, table, version)}"


def _table(dialect: RemoteDialect, table: str, version: TableVersion | None) -> str:
    if version is not None:
        return table_at_version(table, dialect, version)
    return ".".join(_quoted(dialect, part) for part in table.split("."))


def _quoted(dialect: RemoteDialect, name: str) -> str:
    mark = _QUOTES[dialect]
    return f"{mark}{name.replace(mark, mark * 2)}{mark}" if mark else name
