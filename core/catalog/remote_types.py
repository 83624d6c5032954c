"""Types of columns on a remote engine, on which depends what of a query is proven there."""

from __future__ import annotations

from core.catalog.check import CheckResult, check
from core.catalog.entries import Catalogue
from core.catalog.known_tables import read_known_tables
from core.model import counted
from core.query import RemoteDialect

_ASK = "scorecard check --warehouse"


def check_by_known_types(catalogue: Catalogue, dialect: RemoteDialect | None) -> CheckResult:
    """Check a catalogue by the types that the warehouse's columns had when it was last asked.

    A run asks the warehouse itself: a type may have changed.
    """
    if dialect is None:
        return check(catalogue)
    return check(catalogue, dialect, read_known_tables(catalogue.root).types_on(dialect))


def types_note(catalogue: Catalogue, dialect: RemoteDialect | None, result: CheckResult) -> str:
    """Return why a check that did not ask the warehouse may differ from it; empty if it cannot."""
    tables = {
        source.relation.lower()
        for entry in catalogue.entries
        if entry.in_warehouse
        for source in entry.kpi.sources
    }
    if dialect is None or not tables:
        return ""
    types = read_known_tables(catalogue.root).types_on(dialect)
    unknown = sorted(tables - set(types))
    if unknown:
        name = unknown[0] if len(unknown) == 1 else counted(len(unknown), "table")
        return f"types of {name} are not known; {_ASK} decides"
    if set(result.findings) - set(check(catalogue, dialect).findings):
        return f"types are those of the last {_ASK}"
    return ""
