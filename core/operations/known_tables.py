"""The question to the warehouse what the tables that KPIs read are: columns, and views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.catalog import Catalogue, KnownTables, ViewReader, save_known_tables
from core.engines import Warehouse, WarehouseTable
from core.model import Table
from core.query import RemoteDialect


def learn_tables(
    catalogue: Catalogue, warehouse: Warehouse, dialect: RemoteDialect | None
) -> KnownTables:
    """Return the tables that KPIs read, with what views are made from, and remember them.

    Also the types of their columns, if `dialect` is that of a remote warehouse.

    Raises:
        WarehouseError: The warehouse is gone.
    """
    relations = {relation.full_name.lower(): relation for relation in warehouse.relations()}
    columns = {
        name: tuple(column.lower() for column, _ in relation.columns)
        for name, relation in relations.items()
    }
    views = {name: "" for name, relation in relations.items() if relation.kind == "view"}
    views |= warehouse.views()
    sources = (source for entry in catalogue.entries for source in entry.kpi.sources)
    names = {source.name.lower() for source in sources if isinstance(source, Table)}
    known = ViewReader(columns, views, warehouse.dialect).read(sorted(names))
    if dialect:
        known = _with_types(known, relations.values(), dialect)
    save_known_tables(catalogue.root, known)
    return known


def _with_types(
    known: KnownTables, relations: Iterable[WarehouseTable], dialect: RemoteDialect
) -> KnownTables:
    types = {
        relation.full_name.lower(): {column.lower(): kind for column, kind in relation.columns}
        for relation in relations
        if relation.full_name.lower() in known.tables
    }
    return replace(known, types=types, dialect=dialect)
