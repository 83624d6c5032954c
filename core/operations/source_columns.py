"""The columns of a table or file that an author names, as the warehouse or the file has them."""

from __future__ import annotations

from contextlib import closing

from core.compute import ProjectFiles
from core.engines import (
    Access,
    LocalDatabase,
    PlannedColumns,
    near_names,
    open_in_memory,
    open_warehouse,
)
from core.errors import QueryError, SourceError
from core.model import File, Table
from core.settings import Settings

_ACCESS = Access("scorecard new", write=False)
_LOADED = "given_file"


def source_columns(settings: Settings, source: Table | File) -> PlannedColumns:
    """Return the columns of a source with their types.

    Raises:
        SourceError: It does not exist, or the file cannot be read; with near names.
        SettingsError: The warehouse cannot be reached.
        LockedError: Another process holds the warehouse.
    """
    if isinstance(source, File):
        return _file_columns(settings, source)
    with closing(open_warehouse(settings, _ACCESS)) as warehouse:
        relations = warehouse.relations()
        place = warehouse.place.rstrip(",")
    for relation in relations:
        if relation.full_name.lower() == source.name.lower():
            return relation.columns
    near = near_names(relations, source.name)
    remedy = f"did you mean {' or '.join(near)}?" if near else "see scorecard tables"
    raise SourceError(f"{source.name} does not exist in {place}; {remedy}")


def _file_columns(settings: Settings, source: File) -> PlannedColumns:
    paths = ProjectFiles(settings.root).find(source)

    def load(database: LocalDatabase) -> None:
        database.load_files(_LOADED, paths, {})

    try:
        with open_in_memory(load, settings.query_timeout, paths) as snapshot:
            sql = f"SELECT * FROM {_LOADED}"
            return snapshot.local().plan(sql, {}, integer_division=False)
    except QueryError as error:
        raise SourceError(f"{source.path} cannot be read: {error}; fix the file") from None
