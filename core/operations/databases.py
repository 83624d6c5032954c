"""Checks warehouse and store: they answer, are up to date, and this user has its rights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from core.catalog import Catalogue, domain_names
from core.engines import (
    Access,
    Database,
    Snapshot,
    Warehouse,
    WarehouseTable,
    is_one_place,
    is_remote,
    open_store,
    open_warehouse,
    refusal_of_writes,
    store_files,
)
from core.errors import QueryError, ScorecardError
from core.model import Table, counted
from core.operations.backlog import read_backlog
from core.operations.crontab import log_hint
from core.operations.deadlines import all_overdue
from core.operations.diagnosis import Diagnosis
from core.operations.runner_changes import runner_changes
from core.settings import Settings
from core.store import pending_migrations, read_continuity, try_writing

_READING = Access("scorecard doctor", write=False)


def examine_databases(settings: Settings, catalogue: Catalogue | None) -> Iterator[Diagnosis]:
    """Diagnose the warehouse and the store, which may be one."""
    try:
        subject = "warehouse" if is_one_place(settings) else "store"
    except ScorecardError as error:
        yield Diagnosis(False, "store", str(error))
        return
    try:
        with closing(open_store(settings, _store_access(settings))) as database:
            yield _examine_writing(settings, subject, database)
            yield from _examine_schema(settings, catalogue, database)
            if is_one_place(settings):
                yield from _examine_tables(settings, catalogue, database)
    except ScorecardError as error:
        yield Diagnosis(False, subject, str(error))
    if is_one_place(settings):
        return
    try:
        with closing(open_warehouse(settings, _READING)) as warehouse:
            yield _examine_reading(settings, warehouse)
            yield from _examine_tables(settings, catalogue, warehouse)
    except ScorecardError as error:
        yield Diagnosis(False, "warehouse", str(error))


def _store_access(settings: Settings) -> Access:
    """Return an access that writes, unless that would create the file of a store."""
    files = store_files(settings)
    return Access("scorecard doctor", write=not files or files[0].exists())


def _examine_writing(settings: Settings, subject: str, database: Database) -> Diagnosis:
    if not _store_access(settings).write:
        return Diagnosis(True, subject, f"{database.place} answers")
    try:
        try_writing(database)
    except ScorecardError as error:
        return Diagnosis(False, subject, str(error))
    return Diagnosis(True, subject, f"{database.place} answers and can be written")


def _examine_reading(settings: Settings, warehouse: Warehouse) -> Diagnosis:
    """Diagnose a warehouse beside the store, which a run only reads."""
    text = f"{warehouse.place} answers"
    if not is_remote(settings):
        return Diagnosis(True, "warehouse", text)
    refusal = refusal_of_writes(warehouse)
    if refusal is None:
        text += ", and this user may write there, which no run does; give it a role that only reads"
        return Diagnosis(None, "warehouse", text)
    return Diagnosis(True, "warehouse", f"{text}, and refuses to be written")


def _examine_schema(
    settings: Settings, catalogue: Catalogue | None, database: Database
) -> Iterator[Diagnosis]:
    try:
        missing = pending_migrations(database, domain_names(settings.root))
        if missing:
            text = f"{counted(len(missing), 'migration')} to apply; run scorecard init"
            yield Diagnosis(False, "schema", text)
            return
        yield Diagnosis(True, "schema", "up to date")
        if catalogue:
            yield from _examine_deadlines(settings, catalogue, database)
            yield from _examine_series(catalogue, database)
            for domain, text in runner_changes(catalogue, database):
                yield Diagnosis(None, f"runner of {domain}", text)
    except ScorecardError as error:
        yield Diagnosis(False, "schema", str(error))


def _examine_tables(
    settings: Settings, catalogue: Catalogue | None, warehouse: Warehouse
) -> Iterator[Diagnosis]:
    """Diagnose the tables that KPIs read."""
    tables = declared_tables(catalogue) if catalogue else []
    if not tables or catalogue is None:
        return
    faults = dict(unreadable_tables(catalogue, warehouse, settings.query_timeout))
    for table, fault in faults.items():
        yield Diagnosis(False, table, fault)
    if not faults:
        yield Diagnosis(True, "tables", f"{counted(len(tables), 'table')} can be read")


def _examine_deadlines(
    settings: Settings, catalogue: Catalogue, database: Database
) -> Iterator[Diagnosis]:
    domains = list(catalogue.runners)
    for overdue in all_overdue(settings, catalogue, database, domains):
        hint = log_hint(settings.root, overdue.domain)
        yield Diagnosis(None, f"deadline of {overdue.domain}", f"{overdue}{hint}")
    for line in read_backlog(settings, database, catalogue, domains).lines:
        yield Diagnosis(None, "stored values", line)


def _examine_series(catalogue: Catalogue, database: Database) -> Iterator[Diagnosis]:
    """Diagnose stored series that no KPI goes on with."""
    continuity = read_continuity(database, catalogue, catalogue.runners)
    for finding in continuity.findings:
        yield Diagnosis(False, "stored series", str(finding))
    for note in continuity.notes:
        if not note.is_lasting:
            yield Diagnosis(None, "stored series", str(note))


def declared_tables(catalogue: Catalogue) -> list[str]:
    """Return the tables that KPIs declare, each once, by name."""
    tables: set[str] = set()
    for entry in catalogue.entries:
        tables |= {source.name for source in entry.kpi.sources if isinstance(source, Table)}
    return sorted(tables)


def unreadable_tables(
    catalogue: Catalogue, warehouse: Warehouse, timeout: float
) -> Iterator[tuple[str, str]]:
    """Yield the declared tables of which no row can be read, each with the reason.

    Each may take `timeout` seconds.
    """
    with warehouse.snapshot(timeout) as snapshot:
        for table in declared_tables(catalogue):
            if fault := _fault(snapshot, table):
                yield table, fault


def _fault(snapshot: Snapshot, table: str) -> str:
    schema, _, name = table.lower().rpartition(".")
    try:
        snapshot.sample(WarehouseTable(schema, name, "table", None, ()), 1)
    except QueryError as error:
        snapshot.recover()
        return str(error)
    return ""
