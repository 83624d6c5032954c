"""The question to the warehouse what the tables that KPIs read are: columns, and views."""

from __future__ import annotations

from core.catalog import Catalogue, KnownTables, ViewReader, save_known_tables
from core.engines import Warehouse
from core.model import Table


def learn_tables(catalogue: Catalogue, warehouse: Warehouse) -> KnownTables:
    """Return the tables that KPIs read, with what views are made from, and remember them.

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
    save_known_tables(catalogue.root, known)
    return known
