"""A table of PostgreSQL as a table of DuckDB, by way of a CSV file in the run's snapshot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb
from psycopg import sql

from core.engines.postgres.carried_types import (
    DECIMAL_DIGITS,
    Carried,
    carried,
    enum,
    is_unbounded,
    unbounded,
)
from core.engines.postgres.connection import Connection
from core.engines.table_copies import TableCopy
from core.errors import QueryError
from core.query import (
    EVERY_COLUMN,
    RowSet,
    TimeKind,
    compare_rows,
    find_time_columns,
    quote_name,
    quote_relation,
)

_LONGEST_REASON = 300
_SOME_SCALE = 9  # of a numeric whose values are not looked at
_REMEDY = (
    'leave it out, or let the query read a view that casts it, e.g. to text COLLATE "C" or'
    " numeric(18, 2)"
)

# A domain counts as the type it is made of. Under a nondeterministic collation texts of different
# bytes may be equal, which makes another type of it.
_COLUMNS = """
    WITH RECURSIVE types AS (
        SELECT attnum, attname, atttypid AS type, atttypmod AS modifier, attcollation AS collated
        FROM pg_attribute
        WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
        UNION ALL
        SELECT attnum, attname, typbasetype, typtypmod, collated
        FROM types JOIN pg_type ON pg_type.oid = type WHERE typtype = 'd'
    )
    SELECT attname,
        format_type(type, modifier) || CASE WHEN collisdeterministic IS FALSE
            THEN ' of a nondeterministic collation' ELSE '' END,
        ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = type ORDER BY enumsortorder)
    FROM types JOIN pg_type ON pg_type.oid = type
    LEFT JOIN pg_collation ON pg_collation.oid = collated
    WHERE typtype <> 'd' ORDER BY attnum
"""


class _Described(NamedTuple):
    name: str
    type_name: str
    labels: list[str]


_Way = Callable[[Connection, str, _Described], Carried]


def copy_table(
    source: Connection,
    target: duckdb.DuckDBPyConnection,
    table: str,
    copy: TableCopy,
    folder: Path,
) -> None:
    """Copy columns and rows of `table` (in lower case), replacing an earlier copy.

    Raises:
        QueryError: The warehouse has no such table, or it holds a value that DuckDB cannot.
    """
    columns = None if EVERY_COLUMN in copy.columns else copy.columns
    chosen = _choose(source, table, columns, _way)
    path = folder / "extract.csv"
    _write_csv(source, table, chosen, _condition(source, table, copy.rows), path)
    schema = table.split(".", maxsplit=1)[0]
    target.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    quoted = quote_relation(table)
    types = {name: way.duckdb for name, way in chosen.items()}
    try:
        target.execute(
            f"CREATE OR REPLACE TABLE {quoted} AS SELECT * FROM read_csv($path, header=false,"
            " columns=$columns, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='',"
            " allow_quoted_nulls=false, new_line=$new_line)",
            {"path": str(path), "columns": types, "new_line": "\\n"},
        )
    except duckdb.Error as error:
        reason = " ".join(str(error).split())[:_LONGEST_REASON]
        raise QueryError(f"{table} cannot be copied: {reason}") from None
    path.unlink()


def outline_table(
    source: Connection,
    target: duckdb.DuckDBPyConnection,
    table: str,
    columns: Collection[str] | None,
) -> None:
    """Make a table with the same columns as a copy of `table` would have, and without rows.

    Raises:
        QueryError: The warehouse has no such table, or DuckDB cannot hold a column.
    """
    chosen = _choose(source, table, columns, _outlined)
    described = ", ".join(f"{quote_name(name)} {way.duckdb}" for name, way in chosen.items())
    schema, _, name = table.partition(".")
    target.execute(f"CREATE SCHEMA IF NOT EXISTS {quote_name(schema)}")
    target.execute(f"CREATE OR REPLACE TABLE {quote_name(schema)}.{quote_name(name)} ({described})")


def find_bounds(source: Connection, table: str) -> dict[str, TimeKind]:
    """Return the columns of `table` that may bound its rows."""
    types = {column.name: column.type_name for column in _describe(source, table)}
    times = find_time_columns(types)
    return {name: kind for name, kind in times.items() if name == name.lower()}


def _condition(source: Connection, table: str, rows: RowSet) -> sql.Composable:
    if rows.are_all:
        return sql.SQL("true")
    alternatives = []
    for comparisons in compare_rows(rows, find_bounds(source, table)):
        texts = [
            sql.SQL("{} {} {}").format(
                sql.Identifier(each.column), sql.SQL(each.operator), sql.Literal(each.value)
            )
            for each in comparisons
        ]
        alternatives.append(sql.SQL("({})").format(sql.SQL(" AND ").join(texts)))
    return sql.SQL(" OR ").join(alternatives)


def _describe(source: Connection, table: str) -> list[_Described]:
    return [_Described(*row) for row in source.execute(_COLUMNS, [table]).fetchall()]


def _choose(
    source: Connection, table: str, columns: Collection[str] | None, way: _Way
) -> Mapping[str, Carried]:
    """Return how each wanted column is carried; if none is wanted, the first that can be."""
    described = _describe(source, table)
    if not described:
        raise QueryError(f"relation {table} does not exist in the warehouse")
    wanted = described
    if columns is not None:
        wanted = [column for column in described if column.name.lower() in columns]
    if not wanted:
        return _first(described)
    return {column.name: way(source, table, column) for column in wanted}


def _first(described: list[_Described]) -> dict[str, Carried]:
    """Return one column for a query that counts rows; of any type, as a truth value, if need be."""
    for column in described:
        if way := carried(column.type_name):
            return {column.name: way}
    return {described[0].name: Carried("BOOLEAN", "{} IS NULL")}


def _way(source: Connection, table: str, column: _Described) -> Carried:
    """Return how a column is carried.

    Raises:
        QueryError: DuckDB cannot hold its values.
    """
    if column.labels:
        return enum(column.labels)
    if is_unbounded(column.type_name):
        return _measured(source, table, column)
    way = carried(column.type_name)
    if way is None:
        raise QueryError(
            f"{table}.{column.name} is {column.type_name}, which DuckDB cannot hold; {_REMEDY}"
        )
    return way


def _outlined(source: Connection, table: str, column: _Described) -> Carried:
    """Return how a column is carried as far as its type says, without a look at its values."""
    if not column.labels and is_unbounded(column.type_name):
        return Carried(f"DECIMAL({DECIMAL_DIGITS}, {_SOME_SCALE})")
    return _way(source, table, column)


def _measured(source: Connection, table: str, column: _Described) -> Carried:
    """Return how a column of numeric without precision is carried, by its values."""
    name, relation = sql.Identifier(column.name), sql.Identifier(*table.split("."))
    longest = sql.SQL("SELECT max(abs(trunc({0})))::text, max(min_scale({0})) FROM {1}")
    whole, scale = source.execute(longest.format(name, relation)).fetchall()[0]
    digits = len(whole or "0")
    way = unbounded(digits, scale or 0) if (whole or "0").isdigit() else None
    if way is None:
        raise QueryError(
            f"{table}.{column.name} is {column.type_name} and holds NaN, an infinity or numbers of"
            f" more than the {DECIMAL_DIGITS} digits that DuckDB can hold; {_REMEDY}"
        )
    return way


def _write_csv(
    source: Connection,
    table: str,
    columns: Mapping[str, Carried],
    condition: sql.Composable,
    path: Path,
) -> None:
    written = [sql.SQL(way.written).format(sql.Identifier(name)) for name, way in columns.items()]
    relation = sql.Identifier(*table.split("."))
    statement = sql.SQL("COPY (SELECT {} FROM {} WHERE {}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)")
    with (
        path.open("wb") as file,
        source.cursor() as cursor,
        cursor.copy(statement.format(sql.SQL(", ").join(written), relation, condition)) as copy,
    ):
        for chunk in copy:
            file.write(chunk)
