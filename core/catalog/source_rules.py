"""Rules for the sources of one KPI file; each yields the messages of its findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from core.catalog.entries import Catalogue, Entry
from core.model import File, Tab, Table, snake_case

Rule = Callable[[Entry, Catalogue], Iterator[str]]

IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")
TABLE = re.compile(r"[A-Za-z_]\w*\.[A-Za-z_]\w*")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_COLUMN = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def check_unique_relations(entry: Entry, _: Catalogue) -> Iterator[str]:
    """No two sources are read by the same name."""
    seen: set[str] = set()
    for source in entry.kpi.sources:
        if source.relation in seen:
            yield f"two sources are read as {source.relation}; give one of them name="
        seen.add(source.relation)


def check_tables(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A table is named with its schema."""
    for source in entry.kpi.sources:
        if isinstance(source, Table) and not TABLE.fullmatch(source.name):
            yield f"Table({source.name!r}) is not of the form schema.name; write it that way"


def check_relation_names(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A source other than a table is read by an identifier."""
    for source in entry.kpi.sources:
        if not isinstance(source, Table) and not IDENTIFIER.fullmatch(source.relation):
            yield f"{source!r} has no usable name; give it name="


def check_load_time_columns(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The column of load times of a table or file is an identifier."""
    for source in entry.kpi.sources:
        if not isinstance(source, Table | File) or not source.loaded_at:
            continue
        if not _COLUMN.fullmatch(source.loaded_at):
            remedy = "name the column that holds the time"
            yield f"loaded_at={source.loaded_at!r} is not an identifier; {remedy}"


def check_workbooks(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A tab names its workbook by an environment variable."""
    for tab in _tabs(entry):
        if not _VARIABLE.fullmatch(tab.workbook):
            fault = f"Tab({tab.workbook!r}, …) does not name an environment variable in capitals"
            yield f"{fault}; write one such as SALES_SHEET"


def check_tab_columns(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A tab lists the columns that the query needs."""
    for tab in _tabs(entry):
        if not tab.columns:
            fault = f"Tab({tab.workbook!r}, {tab.title!r}) has no columns"
            yield f"{fault}; list the headers that the query needs"


def check_tab_load_times(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The column of load times of a tab is one of its columns."""
    for tab in _tabs(entry):
        names = _headers_by_name(tab)
        if tab.loaded_at and tab.loaded_at not in names:
            fault = f"loaded_at={tab.loaded_at!r} is not one of the tab's columns"
            yield f"{fault} {', '.join(names)}; add it"


def check_column_names(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A tab's columns have names that a query can use."""
    for tab in _tabs(entry):
        for name, header in _headers_by_name(tab).items():
            if not IDENTIFIER.fullmatch(name) or name == "sheet_row":
                fault = f"column {header!r} of the tab {tab.title!r} has no usable name"
                yield f"{fault}; give it one: {{name: header}}"


def check_history_lengths(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A stored history has at least one period."""
    for source in entry.values:
        if source.last is not None and source.last < 1:
            call = f"Values({source.kpi}, last={source.last})"
            yield f"{call} reads no period; last counts from 1"


def check_histories(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """A stored history is that of a KPI that exists; a broken one has findings of its own."""
    for source in entry.values:
        domain, number = entry.key_of(source)
        file = f"scorecards/{domain}/kpi_{number:02}.py"
        if (domain, number) not in catalogue.by_key and not has_findings(catalogue, file):
            fault = f"Values({source.kpi}) reads {file}, which does not exist"
            yield f"{fault}; fix its number or domain"


def has_findings(catalogue: Catalogue, file: str) -> bool:
    """Return whether a file could not be loaded, and says why itself."""
    return any(finding.file == file for finding in catalogue.findings)


def _tabs(entry: Entry) -> list[Tab]:
    return [source for source in entry.kpi.sources if isinstance(source, Tab)]


def _headers_by_name(tab: Tab) -> dict[str, str]:
    """Return a tab's headers by the names that a query reads; a mapping names its own."""
    if isinstance(tab.columns, Mapping):
        return {name: name for name in tab.columns}
    return {snake_case(header): header for header in tab.columns}


SOURCE_RULES: tuple[Rule, ...] = (
    check_unique_relations,
    check_tables,
    check_relation_names,
    check_load_time_columns,
    check_workbooks,
    check_tab_columns,
    check_tab_load_times,
    check_column_names,
    check_history_lengths,
    check_histories,
)
