"""The columns of PostgreSQL's tables and their types."""

from __future__ import annotations

from collections.abc import Collection

from core.engines.postgres.connection import Connection

# A domain counts as the type it is made of. Under a nondeterministic collation texts of different
# bytes may be equal, which makes another type of it.
_COLUMN_TYPES = """
    SELECT tables.name, lower(attname),
        CASE WHEN typtype = 'd' THEN format_type(typbasetype, typtypmod)
            ELSE format_type(atttypid, atttypmod) END
        || CASE WHEN coalesce(collisdeterministic, true) THEN ''
            ELSE ' of a nondeterministic collation' END
    FROM unnest($1::text[]) AS tables(name)
    JOIN pg_attribute ON attrelid = CASE
        WHEN has_schema_privilege(to_regnamespace(split_part(tables.name, '.', 1)), 'USAGE')
        THEN to_regclass(tables.name) END
    JOIN pg_type ON pg_type.oid = atttypid
    LEFT JOIN pg_collation ON pg_collation.oid = attcollation
    WHERE attnum > 0 AND NOT attisdropped
"""


def column_types(connection: Connection, tables: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the type of each column by table and by column, both in lower case.

    Columns of one table whose names differ in case only have no type that holds for both.

    Raises:
        psycopg.Error: The server refuses or ends the statement.
    """
    types: dict[str, dict[str, str]] = {}
    for table, column, type_name in connection.execute(_COLUMN_TYPES, [list(tables)]).fetchall():
        columns = types.setdefault(table, {})
        columns[column] = "ambiguous" if column in columns else str(type_name)
    return types
