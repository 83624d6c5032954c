"""The columns that a run copies of its tables: what queries read, and what checks count. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.catalog import SourceKey, SourceTerms
from core.query import EVERY_COLUMN, TableTypes

# Types of which a copy has the same values, as equal as on the server.
_EXACT = re.compile(
    r"smallint|integer|bigint|text|character varying(\(\d+\))?|uuid|boolean|date"
    r"|timestamp with time zone"
)


def columns_checked(terms: SourceTerms) -> frozenset[str] | None:
    """Return the columns that the checks of a source count, in lower case; None if unknown."""
    columns = {terms.loaded_at.lower()} if terms.loaded_at else set()
    for check in terms.checks:
        if check.sql:
            return None
        if check.kind != "columns":
            columns.update(column.lower() for column in check.columns)
    return frozenset(columns)


def add_checked_columns(
    needed: Mapping[str, frozenset[str]],
    terms: Mapping[SourceKey, SourceTerms],
    types: TableTypes,
) -> dict[str, frozenset[str]]:
    """Return the columns that queries need of tables, with those that their checks count.

    Counting is much faster on the copy, and one more column costs it little.
    """
    copied = dict(needed)
    for table, columns in needed.items():
        judged = terms.get(("table", table))
        checked = columns_checked(judged) if judged else None
        if not checked or EVERY_COLUMN in columns:
            continue
        added = checked - columns
        if all(_EXACT.fullmatch(types.get(table, {}).get(column, "")) for column in added):
            copied[table] = columns | added
    return copied
