"""The rule that a query returns no personal data: it may count and filter by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.catalog.entries import Catalogue, Entry
from core.catalog.known_tables import KnownTables
from core.catalog.query_rules import QueryFault
from core.catalog.source_terms import source_key
from core.model import CheckedSource, Table, Values
from core.query import EVERY_COLUMN, ReturnedColumn, SqlFacts, line_of


def personal_faults(
    entry: Entry, facts: SqlFacts, catalogue: Catalogue, known: KnownTables
) -> Iterator[QueryFault]:
    """Yield the personal columns whose contents a query returns, with the line of each.

    A column of a view among `known` is personal if it shows one that is.
    """
    for source in entry.kpi.sources:
        if isinstance(source, Values):
            continue
        relation = source.relation.lower()
        for column, origin in _personal_of(source, catalogue, known).items():
            for returned in facts.returned:
                if returned.may_be(relation, column):
                    yield line_of(entry.query, column), _message(relation, column, origin, returned)
                    break


def personal_warnings(entry: Entry, catalogue: Catalogue, known: KnownTables) -> Iterator[str]:
    """Yield the views that a KPI reads and that nothing is known of, if any table is personal.

    An author who declares what is personal in the view itself needs no warning.
    """
    if not any(terms.personal for terms in catalogue.terms.values()):
        return
    for source in entry.kpi.sources:
        if not isinstance(source, Table):
            continue
        terms = catalogue.terms.get(source_key(source))
        views = known.unfollowed(source.relation.lower())
        if views and not (terms and terms.personal):
            fault = f"{source.name} may show personal columns: {views[0]} could not be followed"
            yield f"{fault}; declare personal=[…] for {source.name}, or read its tables"


def _personal_of(
    source: CheckedSource, catalogue: Catalogue, known: KnownTables
) -> Mapping[str, str]:
    """Return the personal columns of a source; of a view, each with the column that it shows."""
    terms = catalogue.terms.get(source_key(source))
    own = {column.lower(): "" for column in (terms.personal if terms else ())}
    if not isinstance(source, Table):
        return own
    declared = {
        key[-1]: each.personal for key, each in catalogue.terms.items() if key[0] == "table"
    }
    return {**known.shown_personal(source.relation.lower(), declared), **own}


def _message(relation: str, column: str, origin: str, returned: ReturnedColumn) -> str:
    remedy = "count it or filter by it, and return something else"
    personal = f"personal: the view shows {origin}" if origin else "personal"
    if returned.relation == EVERY_COLUMN:
        return f"the query may return {relation}.{column}, which is {personal}; {remedy}"
    outputs = ", ".join(returned.outputs)
    what = f"every column of {relation}" if returned.column == EVERY_COLUMN else column
    fault = f"the query returns {what} in {outputs}, and {relation}.{column} is {personal}"
    return f"{fault}; {remedy}"
