"""The unique indexes of a table of PostgreSQL's, which prove that rows do not repeat. Pure."""

from __future__ import annotations

from core.engines.relations import UniqueKey
from core.query import Query, Result, quote_relation

# A snapshot sees the indexes that held for its rows. Left out are indexes that hold for some rows,
# for expressions or at the end of a transaction only, and tables whose rows are in others too.
_STATEMENT = """
    SELECT array_agg(lower(attname)), bool_and(attnotnull)
    FROM pg_index
    JOIN pg_class ON pg_class.oid = indrelid
    JOIN pg_attribute ON attrelid = indrelid
        AND attnum = ANY((indkey::smallint[])[0:indnkeyatts - 1])
    WHERE indrelid = to_regclass(:relation) AND indisunique AND indisvalid AND indimmediate
        AND indpred IS NULL AND indexprs IS NULL
        AND (relkind = 'p' OR relkind = 'r' AND NOT relhassubclass)
    GROUP BY indexrelid
"""


def key_query(table: str) -> Query:
    """Return the query for the unique indexes of a table."""
    return Query(_STATEMENT, _STATEMENT, {"relation": quote_relation(table)})


def read_keys(result: Result) -> list[UniqueKey]:
    """Return the keys of a table from the result of the query."""
    return [UniqueKey(frozenset(columns), bool(filled)) for columns, filled in result.rows]
