"""Views of the warehouse, followed to the tables that they are made from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from core.catalog.known_tables import KnownTable, KnownTables
from core.query import Dialect, ViewFlow, find_view_flow

_DEFAULT_SCHEMA = "main"  # of DuckDB; PostgreSQL names the schema of each table


@dataclass(frozen=True, slots=True)
class ViewReader:
    """The columns of all tables and views of a warehouse, and what defines each view.

    Both are by `schema.name` in lower case; the definitions are in `dialect`, empty if unknown.
    """

    columns: Mapping[str, tuple[str, ...]]
    definitions: Mapping[str, str]
    dialect: Dialect

    def read(self, names: Iterable[str]) -> KnownTables:
        """Return those of `names` that exist, and all that the views among them are made from."""
        tables: dict[str, KnownTable] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in self.columns or name in tables:
                continue
            view = self._follow(name) if name in self.definitions else None
            tables[name] = KnownTable(self.columns[name], view)
            waiting += view.relations if view else ()
        return KnownTables(tables)

    def _follow(self, name: str) -> ViewFlow:
        if not self.definitions[name]:
            return ViewFlow(obstacle="this engine does not say what it is made from")
        schema = name.partition(".")[0]
        flow = find_view_flow(self.definitions[name], self.dialect, self._columns_within(schema))
        full = partial(self._full_name, schema=schema)
        relations = tuple(map(full, flow.relations))
        reads = tuple(replace(each, relation=full(each.relation)) for each in flow.reads)
        returned = tuple(replace(each, relation=full(each.relation)) for each in flow.returned)
        return replace(flow, relations=relations, reads=reads, returned=returned)

    def _columns_within(self, schema: str) -> Mapping[str, tuple[str, ...]]:
        """Return the columns of all tables, also by the names that hold within a schema."""
        short = {}
        for place in (_DEFAULT_SCHEMA, schema):
            for name, columns in self.columns.items():
                if name.partition(".")[0] == place:
                    short[name.partition(".")[2]] = columns
        return {**short, **self.columns}

    def _full_name(self, name: str, schema: str) -> str:
        """Return the name of a table with its schema, of which a view may leave it out."""
        candidates = (name, f"{schema}.{name}", f"{_DEFAULT_SCHEMA}.{name}")
        return next((each for each in candidates if each in self.columns), name)
