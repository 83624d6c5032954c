"""Brings the store's schema up to date from the numbered files of `sql/schema/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from core.engines import Warehouse
from core.errors import NoTableError
from core.resources import sql_folder

SCHEMA = "vl_analytics"
_FIRST = f"""
    CREATE SCHEMA IF NOT EXISTS {SCHEMA};
    CREATE TABLE IF NOT EXISTS {SCHEMA}.scorecard_schema (
        migration text NOT NULL, domain text NOT NULL, applied_at timestamptz NOT NULL, PRIMARY KEY (migration, domain)
    );
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file, for all of the store (`domain` empty) or for one domain."""

    name: str
    domain: str
    sql: str


def known_migrations(domains: Iterable[str]) -> list[Migration]:
    """Return all migrations in order; those of `*.domain.sql` once a domain."""
    found = []
    migrations = [path for path in sql_folder("schema").iterdir() if path.name.endswith(".sql")]
    for path in sorted(migrations, key=lambda path: path.name):
        sql = path.read_text(encoding="utf-8")
        if path.name.endswith(".domain.sql"):
            found += [
                Migration(path.name, domain, sql.replace("scorecard_DOMAIN", f"scorecard_{domain}"))
                for domain in domains
            ]
        else:
            found.append(Migration(path.name, "", sql))
    return found


def has_table(warehouse: Warehouse, table: str) -> bool:
    """Return whether the store has a table."""
    # Asking the table itself is faster by far than asking the information schema.
    try:
        warehouse.execute(f'SELECT 1 FROM {SCHEMA}."{table}" LIMIT 0')
    except NoTableError:
        return False
    return True


def pending(warehouse: Warehouse, domains: Iterable[str]) -> list[Migration]:
    """Return the migrations that the warehouse lacks."""
    applied: set[tuple[str, str]] = set()
    if has_table(warehouse, "scorecard_schema"):
        applied = {
            (name, domain)
            for name, domain in warehouse.execute(
                f"SELECT migration, domain FROM {SCHEMA}.scorecard_schema"
            ).rows
        }
    return [
        migration
        for migration in known_migrations(domains)
        if (migration.name, migration.domain) not in applied
    ]


def migrate(warehouse: Warehouse, domains: Iterable[str]) -> list[Migration]:
    """Apply what is pending, each migration in a transaction of its own; return what was applied."""
    applied = []
    for migration in pending(warehouse, domains):
        with _alone(warehouse):
            # Another domain's run may have begun in the same minute.
            if migration not in pending(warehouse, [migration.domain]):
                continue
            warehouse.script(migration.sql)
            warehouse.execute(
                f"INSERT INTO {SCHEMA}.scorecard_schema VALUES (:name, :domain, :now)",
                {"name": migration.name, "domain": migration.domain, "now": datetime.now(UTC)},
            )
            applied.append(migration)
    return applied


@contextmanager
def _alone(warehouse: Warehouse) -> Iterator[None]:
    """Begin a transaction that waits for every other one of its kind to end."""
    with warehouse.transaction():
        warehouse.queue(SCHEMA)
        warehouse.script(_FIRST)
        yield
