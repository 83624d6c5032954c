"""The columns of each source that a KPI reads, as its query's text shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.catalog.entries import Entry
from core.catalog.known_tables import KnownTables
from core.model import File, Source, Tab, Table, Values, describe, snake_case
from core.query import EVERY_COLUMN, ColumnFlow, ColumnRead, Dialect, ViewFlow, find_column_flow

_HISTORY = ("period", "period_start", "period_end", "field", "value")
_ROW = "sheet_row"
# The warehouse was not asked yet, or does not have it.
MAY_BE_VIEW = "may be a view"


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
    """A source that a KPI declares, or reads through a view, with the columns it reads of it.

    `name` is the source's name for readers, or the id of the KPI whose values it is. `obstacle`
    says why the columns are unknown. `through` names the view that reads the source for the KPI.
    `view` says what is known of a table's being a view; empty if it is none.
    """

    source: Source
    name: str
    columns: tuple[ColumnUse, ...]
    obstacle: str = ""
    through: str = ""
    view: str = ""

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


def find_source_uses(entry: Entry, known: KnownTables | None = None) -> list[SourceUse]:
    """Return the sources of a KPI with the columns that its query reads of each.

    Each view that is among `known` is followed by what it is made from.
    """
    known = known or KnownTables()
    columns = {source.relation.lower(): _columns_of(source) for source in entry.kpi.sources}
    columns |= {name: known.columns[name] for name in columns.keys() & known.columns.keys()}
    dialect: Dialect = "postgres" if entry.in_warehouse else "duckdb"
    stated = {name: names for name, names in columns.items() if names}
    flow = find_column_flow(entry.query, dialect, stated) if columns else ColumnFlow()
    uses = [_use(entry, source, flow, known) for source in entry.kpi.sources]
    return [each for use in uses for each in (use, *_made_from(use, known))]


def source_name(entry: Entry, source: Source) -> str:
    """Return a source's name for readers; for values of a KPI it is the KPI's id."""
    if isinstance(source, Values):
        domain, number = entry.key_of(source)
        return f"{domain}/kpi_{number:02}"
    return describe(source)


def _use(entry: Entry, source: Source, flow: ColumnFlow, known: KnownTables) -> SourceUse:
    relation = source.relation.lower()
    reads = [read for read in flow.reads if read.relation == relation]
    uses = tuple(_column_use(read) for read in reads)
    view = _view_text(relation, known) if isinstance(source, Table) else ""
    return SourceUse(source, source_name(entry, source), uses, flow.obstacle, view=view)


def _made_from(use: SourceUse, known: KnownTables) -> Iterator[SourceUse]:
    """Yield what a view is made from, as far as the KPI that reads it by `use` needs it."""
    view = known.view(use.source.relation.lower()) if isinstance(use.source, Table) else None
    for relation in view.relations if view else ():
        below = SourceUse(
            Table(relation),
            relation,
            tuple(_uses_below(use, view, relation)) if view else (),
            use.obstacle,
            through=use.name,
            view=_view_text(relation, known),
        )
        yield below
        yield from _made_from(below, known)


def _uses_below(use: SourceUse, view: ViewFlow, relation: str) -> Iterator[ColumnUse]:
    """Yield the columns of a relation that make, or decide, what a KPI reads of a view."""
    for read in view.reads:
        if read.relation != relation:
            continue
        shown = [each for each in use.columns if _shows(each.column, read)]
        if shown or read.decides:
            makes = {name for each in shown for name in each.makes}
            is_certain = read.decides or any(each.is_certain for each in shown)
            yield ColumnUse(read.column, tuple(sorted(makes)), read.is_certain and is_certain)


def _shows(column: str, read: ColumnRead) -> bool:
    """Return whether a column of a view, or `*` for all of them, is made from what it reads."""
    if not read.outputs:
        return False
    return column == EVERY_COLUMN or column in read.outputs or EVERY_COLUMN in read.outputs


def _view_text(relation: str, known: KnownTables) -> str:
    if relation not in known.tables:
        return MAY_BE_VIEW
    view = known.view(relation)
    if view is None:
        return ""
    return f"a view; {view.obstacle}" if view.obstacle else "a view"


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
