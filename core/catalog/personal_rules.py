"""The rule that a query returns no personal data: it may count and filter by them."""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog.entries import Catalogue, Entry
from core.catalog.query_rules import QueryFault
from core.catalog.source_terms import source_key
from core.model import Values
from core.query import EVERY_COLUMN, ReturnedColumn, SqlFacts, line_of


def personal_faults(entry: Entry, facts: SqlFacts, catalogue: Catalogue) -> Iterator[QueryFault]:
    """Yield the personal columns whose contents a query returns, with the line of each."""
    for source in entry.kpi.sources:
        if isinstance(source, Values):
            continue
        terms = catalogue.terms.get(source_key(source))
        relation = source.relation.lower()
        for column in terms.personal if terms else ():
            for returned in facts.returned:
                if _may_be(returned, relation, column.lower()):
                    yield line_of(entry.query, column), _message(relation, column, returned)
                    break


def _may_be(returned: ReturnedColumn, relation: str, column: str) -> bool:
    is_relation = returned.relation in (relation, EVERY_COLUMN)
    return is_relation and returned.column in (column, EVERY_COLUMN)


def _message(relation: str, column: str, returned: ReturnedColumn) -> str:
    remedy = "count it or filter by it, and return something else"
    if returned.relation == EVERY_COLUMN:
        return f"the query may return {relation}.{column}, which is personal; {remedy}"
    outputs = ", ".join(returned.outputs)
    what = f"every column of {relation}" if returned.column == EVERY_COLUMN else column
    fault = f"the query returns {what} in {outputs}, and {relation}.{column} is personal"
    return f"{fault}; {remedy}"
