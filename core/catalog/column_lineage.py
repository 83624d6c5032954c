"""The columns of each source that a KPI reads, as its query's text shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.catalog.entries import Entry
from core.model import File, Source, Tab, Table, Values, describe, snake_case
from core.query import EVERY_COLUMN, ColumnFlow, ColumnRead, Dialect, find_column_flow

# Columns of tables, by `schema.table`, where the warehouse was asked for them.
WarehouseColumns = Mapping[str, tuple[str, ...]]

_HISTORY = ("period", "period_start", "field", "value")
_ROW = "sheet_row"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column that a KPI reads, `*` for all of the source, and the parts of its result it makes.

    `makes` is empty for a column that only decides which rows count. A use is uncertain if the
    query does not say of which source the column is.
    """

    column: str
    makes: tuple[str, ...]
    is_certain: bool = True

    @property
    def role(self) -> str:
        """What the column does in the query, in words."""
        return f"makes {', '.join(self.makes)}" if self.makes else "decides which rows count"


@dataclass(frozen=True, slots=True)
class SourceUse:
    """A source that a KPI declares, with the columns that it reads of it.

    `name` is the source's name for readers, or the id of the KPI whose values it is. `obstacle`
    says why the columns are unknown.
    """

    source: Source
    name: str
    columns: tuple[ColumnUse, ...]
    obstacle: str = ""

    def lines(self) -> Iterator[str]:
        """Yield the columns that the KPI reads, one line for each thing they do."""
        if self.obstacle:
            yield f"columns unknown: {self.obstacle}"
        by_role: dict[str, list[str]] = {}
        for each in self.columns:
            name = "every column (*)" if each.column == EVERY_COLUMN else each.column
            doubt = "" if each.is_certain else "may be read, without a table's name; "
            by_role.setdefault(doubt + each.role, []).append(name)
        for role, names in sorted(by_role.items(), key=lambda item: not item[0].startswith("make")):
            yield f"{role}: {', '.join(names)}"


def find_source_uses(entry: Entry, columns: WarehouseColumns | None = None) -> list[SourceUse]:
    """Return the sources of a KPI with the columns that its query reads of each.

    `columns` are those of tables, as far as they are known.
    """
    known = {source.relation.lower(): _columns_of(source) for source in entry.kpi.sources}
    for name in known.keys() & (columns or {}).keys():
        known[name] = (columns or {})[name]
    dialect: Dialect = "postgres" if entry.in_warehouse else "duckdb"
    stated = {name: names for name, names in known.items() if names}
    flow = find_column_flow(entry.query, dialect, stated) if known else ColumnFlow()
    return [_use(entry, source, flow) for source in entry.kpi.sources]


def source_name(entry: Entry, source: Source) -> str:
    """Return a source's name for readers; for values of a KPI it is the KPI's id."""
    if isinstance(source, Values):
        domain, number = entry.key_of(source)
        return f"{domain}/kpi_{number:02}"
    return describe(source)


def _use(entry: Entry, source: Source, flow: ColumnFlow) -> SourceUse:
    relation = source.relation.lower()
    reads = [read for read in flow.reads if read.relation == relation]
    uses = tuple(_column_use(read) for read in reads)
    return SourceUse(source, source_name(entry, source), uses, flow.obstacle)


def _column_use(read: ColumnRead) -> ColumnUse:
    return ColumnUse(read.column, read.outputs, read.is_certain)


def _columns_of(source: Source) -> tuple[str, ...]:
    """Return all columns of a source; none if its declaration does not name them."""
    match source:
        case Values():
            return _HISTORY
        case Tab():
            return (*(snake_case(header) for header in source.columns), _ROW)
        case Table() | File():
            return ()
