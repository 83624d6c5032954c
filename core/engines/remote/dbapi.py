"""What engines with an information schema have in common: its queries, and names in messages."""

from __future__ import annotations

import re

# The two places are for the placeholders of a schema and a table, in lower case.
COLUMNS = """
    SELECT lower(column_name), data_type FROM information_schema.columns
    WHERE lower(table_schema) = {} AND lower(table_name) = {} ORDER BY ordinal_position
"""
RELATIONS = """
    SELECT lower(c.table_schema), lower(c.table_name),
        CASE WHEN t.table_type = 'VIEW' THEN 'view' ELSE 'table' END,
        CAST(NULL AS bigint), lower(c.column_name), c.data_type
    FROM information_schema.columns AS c
    JOIN information_schema.tables AS t
        ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE lower(c.table_schema) <> 'information_schema'
    ORDER BY 1, 2, c.ordinal_position
"""
_QUOTED = re.compile(r"['\"`]([\w.$-]+)['\"`]")


def quoted_word(message: str) -> str:
    """Return the first quoted name of an engine's message, in lower case; empty without one."""
    found = _QUOTED.search(message)
    return found[1].lower() if found else ""
