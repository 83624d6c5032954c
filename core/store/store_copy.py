"""A store as another one: every row of it, in one transaction, with a proof that both are equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from core.engines import Database
from core.errors import UsageError, WarehouseError
from core.store.schema import SCHEMA, migrate, pending_migrations
from core.store.tables import full_name, insert

_TABLES = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = :schema ORDER BY 1"
_COLUMNS = """
    SELECT column_name, data_type FROM information_schema.columns
    WHERE table_schema = :schema AND table_name = :name ORDER BY ordinal_position
"""
_SCHEMA_TABLE, _IDENTITY_TABLE = "scorecard_schema", "scorecard_store"
_CHUNK = 5_000  # rows of one statement

_TableRows = Sequence[tuple[Any, ...]]


def copy_store(source: Database, target: Database) -> int:
    """Copy all rows of a store to an empty one, which gets its schema; return their number.

    Raises:
        UsageError: The source is not a store of this version, or the target is not empty.
        WarehouseError: A table of the copy differs from its original; then nothing is copied.
    """
    tables = _tables(source)
    if _SCHEMA_TABLE not in tables or pending_migrations(source, ()):
        raise UsageError(f"{source.place} has no store of this version; run scorecard init there")
    filled = [name for name in _tables(target) if name not in (_SCHEMA_TABLE, _IDENTITY_TABLE)]
    for name in filled:
        if _count(target, name):
            raise UsageError(f"{target.place} already has rows in {name}; name an empty store")
    migrate(target, _domains(source))
    copied = [name for name in tables if name != _SCHEMA_TABLE]
    with target.transaction():
        target.execute(f"DELETE FROM {full_name(_IDENTITY_TABLE)}")
        return sum(_copy_table(source, target, name) for name in copied)


def _tables(database: Database) -> list[str]:
    return [str(name) for (name,) in database.execute(_TABLES, {"schema": SCHEMA}).rows]


def _count(database: Database, table: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM {full_name(table)}").rows[0][0])


def _domains(source: Database) -> list[str]:
    found = source.execute(f"SELECT DISTINCT domain FROM {full_name(_SCHEMA_TABLE)}").rows
    return sorted(str(domain) for (domain,) in found if domain)


def _copy_table(source: Database, target: Database, table: str) -> int:
    columns = _columns(target, table)
    names = list(columns)
    if set(names) != set(_columns(source, table)):
        raise _difference(source, target, table)
    rows = _read(source, table, names)
    for chunk in _chunks(rows):
        values = zip(*chunk, strict=True)
        insert(
            target,
            table,
            {name: (columns[name], list(each)) for name, each in zip(names, values, strict=True)},
        )
    if _digest(rows) != _digest(_read(target, table, names)):
        raise _difference(source, target, table)
    return len(rows)


def _columns(database: Database, table: str) -> dict[str, str]:
    rows = database.execute(_COLUMNS, {"schema": SCHEMA, "name": table}).rows
    return {str(name): str(kind) for name, kind in rows}


def _difference(source: Database, target: Database, table: str) -> WarehouseError:
    return WarehouseError(
        f"{table} differs in {target.place} from {source.place}, so nothing was copied; drop the"
        f" schema {SCHEMA} there and try again"
    )


def _read(database: Database, table: str, names: Sequence[str]) -> _TableRows:
    listed = ", ".join(f'"{name}"' for name in names)
    return database.execute(f"SELECT {listed} FROM {full_name(table)}").rows


def _chunks(rows: _TableRows) -> Iterator[_TableRows]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]


def _digest(rows: _TableRows) -> tuple[int, str]:
    """Return number and checksum of rows, whatever their order and the zone of their times."""
    texts = sorted(repr(tuple(map(_comparable, row))) for row in rows)
    return len(rows), sha256("\n".join(texts).encode()).hexdigest()


def _comparable(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
