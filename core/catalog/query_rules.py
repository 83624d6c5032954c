"""Rules for the query of one KPI, by the facts about its SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.catalog.entries import Entry
from core.query import PARAMETERS, RemoteDialect, SqlFacts, TableTypes, find_unproven, line_of

QueryFault = tuple[int, str]  # line within the query, from 1, and message


def query_faults(entry: Entry, facts: SqlFacts) -> Iterator[QueryFault]:
    """Yield everything wrong with a query; only the parser's problems if it has some."""
    if facts.problems:
        yield from facts.problems
    elif entry.query.strip():
        yield from _unknown_parameters(entry, facts)
        yield from _undeclared_relations(entry, facts)
        yield from _unread_sources(entry, facts)
        yield from _missing_parts(entry, facts)


def remote_faults(entry: Entry, dialect: RemoteDialect, types: TableTypes) -> Iterator[QueryFault]:
    """Yield what of a query over tables is not proven on a remote warehouse.

    Of tables that `types` lacks, only what no types of columns make proven.
    """
    if entry.in_warehouse and entry.query.strip():
        yield from find_unproven(entry.query, dialect, types)


def _unknown_parameters(entry: Entry, facts: SqlFacts) -> Iterator[QueryFault]:
    for name in facts.parameters:
        if name not in PARAMETERS:
            names = ", ".join(f":{parameter}" for parameter in PARAMETERS)
            line = line_of(entry.query, f":{name}")
            yield line, f"unknown parameter :{name}; the parameters are {names}"


def _undeclared_relations(entry: Entry, facts: SqlFacts) -> Iterator[QueryFault]:
    declared = _declared_relations(entry)
    for relation in facts.relations:
        if relation not in declared:
            line = line_of(entry.query, relation)
            remedy = f"add {_declaration(relation)}"
            yield line, f"the query reads {relation}, which is not in sources; {remedy}"


def _unread_sources(entry: Entry, facts: SqlFacts) -> Iterator[QueryFault]:
    for relation in _declared_relations(entry):
        if relation not in facts.relations:
            fault = f"{relation} is in sources, but the query does not read it"
            yield 1, f"{fault}; remove it from sources, or read it"


def _missing_parts(entry: Entry, facts: SqlFacts) -> Iterator[QueryFault]:
    """Yield the columns that a ratio is added up from, if the text shows that they are missing."""
    missing = [name for name in ("numerator", "denominator") if name not in facts.outputs]
    if entry.kpi.adds == "ratio" and facts.outputs and missing:
        fault = f"adds='ratio' adds up numerator and denominator, but {_no(missing)}"
        yield 1, f"{fault}; return both, or use adds='no'"


def _no(missing: list[str]) -> str:
    return f"the query returns no {' and no '.join(missing)}"


def _declared_relations(entry: Entry) -> list[str]:
    return [source.relation.lower() for source in entry.kpi.sources]


def _declaration(relation: str) -> str:
    """Return how an author would declare a relation."""
    history = re.fullmatch(r"kpi_(\d+)", relation)
    if history:
        return f"Values({int(history[1])}, last=…)"
    if "." in relation:
        return f'Table("{relation}")'
    return f'File(…, name="{relation}") or Tab(…, name="{relation}")'
