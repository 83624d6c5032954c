"""The store's schema: applies the numbered files of `sql/schema/` that a store lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from core.engines import Database
from core.errors import NoTableError
from core.resources import sql_folder
from core.store.columns import microseconds, to_instant

SCHEMA = "vl_analytics"
_FIRST = f"""
    CREATE TABLE IF NOT EXISTS {SCHEMA}.scorecard_schema (
        migration text NOT NULL,
        domain text NOT NULL,
        applied_at timestamptz NOT NULL,
        PRIMARY KEY (migration, domain)
    );
"""
# The information schema hides what this user has no right to.
_HAS_SCHEMA = "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = :name"
_TABLES = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = :name ORDER BY 1"


class _UndoneError(Exception):
    """The end of a transaction that is to leave nothing."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file, for the whole store (`domain` empty) or for one domain."""

    name: str
    domain: str
    sql: str


def known_migrations(domains: Iterable[str]) -> list[Migration]:
    """Return all migrations in order; those of `*.domain.sql` once per domain."""
    domains = list(domains)
    files = {file.name: file for file in sql_folder("schema").iterdir()}
    migrations = []
    for name in sorted(name for name in files if name.endswith(".sql")):
        sql = files[name].read_text(encoding="utf-8")
        if not name.endswith(".domain.sql"):
            migrations.append(Migration(name, "", sql))
            continue
        for domain in domains:
            of_domain = sql.replace("scorecard_DOMAIN", f"scorecard_{domain}")
            migrations.append(Migration(name, domain, of_domain))
    return migrations


def has_table(database: Database, table: str) -> bool:
    """Return whether the store has a table."""
    # To query the table is much faster than to query the information schema.
    try:
        database.execute(f'SELECT 1 FROM {SCHEMA}."{table}" LIMIT 0')
    except NoTableError:
        return False
    return True


def pending_migrations(database: Database, domains: Iterable[str]) -> list[Migration]:
    """Return the migrations that the store lacks, also those of its other domains.

    A KPI may read the values of a domain that is not asked for.
    """
    applied = _read_applied(database)
    every = {*domains, *(domain for _, domain in applied if domain)}
    known = known_migrations(sorted(every))
    return [each for each in known if (each.name, each.domain) not in applied]


def _read_applied(database: Database) -> set[tuple[str, str]]:
    """Return file name and domain of the migrations that the store has."""
    if not has_table(database, "scorecard_schema"):
        return set()
    found = database.execute(f"SELECT migration, domain FROM {SCHEMA}.scorecard_schema")
    return {(name, domain) for name, domain in found.rows}


def applied_at(database: Database, migration: str) -> datetime | None:
    """Return when a migration of the whole store was applied; None if it was not."""
    applied = microseconds("applied_at", database.dialect)
    try:
        found = database.execute(
            f"SELECT {applied} FROM {SCHEMA}.scorecard_schema WHERE migration = :migration",
            {"migration": migration},
        )
    except NoTableError:
        return None
    return to_instant(int(found.rows[0][0])) if found.rows else None


def migrate(database: Database, domains: Iterable[str]) -> list[Migration]:
    """Apply all that is pending in one transaction; return what was applied."""
    domains = list(domains)
    if not pending_migrations(database, domains):
        return []
    with _exclusive_transaction(database):
        # A run of another domain may have applied some of it since.
        pending = pending_migrations(database, domains)
        for migration in pending:
            database.script(migration.sql)
        # In one statement: one for each would take a third of the time of all migrations.
        database.execute(
            f"INSERT INTO {SCHEMA}.scorecard_schema"
            " SELECT unnest(:names::text[]), unnest(:domains::text[]), :now::timestamptz",
            {
                "names": [each.name for each in pending],
                "domains": [each.domain for each in pending],
                "now": datetime.now(UTC),
            },
        )
    return pending


@contextmanager
def _exclusive_transaction(database: Database) -> Iterator[None]:
    """Begin a transaction that waits until no other process is in one like it."""
    with database.transaction():
        database.queue(SCHEMA)
        _make_schema(database)
        database.script(_FIRST)
        yield


def _make_schema(database: Database) -> None:
    """Create the store's schema if there is none: only then the right to create one is needed."""
    found = database.execute(_HAS_SCHEMA, {"name": SCHEMA})
    if not found.rows:
        database.script(f"CREATE SCHEMA {SCHEMA}")


def try_writing(database: Database) -> None:
    """Create a table in the store, write to each of its tables, and undo all of it.

    Raises:
        SettingsError: This user may not do it.
        WarehouseError: The database refuses it.
    """
    with suppress(_UndoneError), database.transaction():
        _make_schema(database)
        database.script(f"CREATE TABLE {SCHEMA}.scorecard_trial (number int)")
        database.execute(f"INSERT INTO {SCHEMA}.scorecard_trial VALUES (:number)", {"number": 1})
        database.execute(f"DELETE FROM {SCHEMA}.scorecard_trial")
        for (table,) in database.execute(_TABLES, {"name": SCHEMA}).rows:
            name = f'{SCHEMA}."{table}"'
            # No row, but the same rights as for one.
            database.execute(f"INSERT INTO {name} SELECT * FROM {name} WHERE false")
            database.execute(f"DELETE FROM {name} WHERE false")
        raise _UndoneError
