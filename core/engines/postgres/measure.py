"""How much a relation of PostgreSQL holds and how new it is, without reading what is large.

Three statements for all relations: what they are, what the planner expects of them, and what is
counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from core.engines.base import Measured, Probe, instant
from core.errors import QueryError

# Up to here a relation is counted; reading it costs about as much as a hundred thousand narrow rows
# do.
_FEW_ROWS, _CHEAP = 100_000, 10_000.0
# Of these the planner's expectation is none to be told; of what another server holds it is no more
# than a guess.
_VIEW, _FOREIGN = "v", "f"

_CATALOGUE = """
    SELECT place, c.oid::regclass::text, c.relkind::text, a.attname, format_type(a.atttypid, NULL),
        coalesce(nullif(t.typbasetype, 0), t.oid) IN ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(relation, wanted, place)
    JOIN pg_class c ON c.oid = to_regclass(relation)
    LEFT JOIN LATERAL (
        SELECT * FROM pg_attribute
        WHERE attrelid = c.oid AND lower(attname) = lower(wanted) AND attnum > 0 AND NOT attisdropped
        ORDER BY attname = wanted DESC LIMIT 1
    ) AS a ON true
    LEFT JOIN pg_type t ON t.oid = a.atttypid
    ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class _Relation:
    """`name` is quoted as the server wants it; `time` is the column whose newest time is asked for."""

    name: str
    kind: str
    time: str
    fault: str

    @property
    def newest(self) -> sql.Composable:
        if not self.time:
            return sql.SQL("NULL::float8")
        return sql.SQL("extract(epoch FROM max({})::timestamptz)::float8").format(
            sql.Identifier(self.time)
        )


def measure(
    connection: psycopg.Connection[tuple[Any, ...]], asked: Sequence[Probe]
) -> list[Measured]:
    """Return the rows and the newest time of each relation (in lower case), in the order asked.

    Raises:
        QueryError: One is not there.
        psycopg.Error: The server refuses or ends a statement.
    """
    tables, columns = [table for table, _ in asked], [column for _, column in asked]
    found = connection.execute(_CATALOGUE, [tables, columns]).fetchall()
    there = {place for place, *_ in found}
    if missing := [table for place, table in enumerate(tables, 1) if place not in there]:
        raise QueryError(f"relation {missing[0]} does not exist in the warehouse")
    relations = [
        _relation(*row[1:], wanted=column) for row, column in zip(found, columns, strict=True)
    ]
    expected = _expected(connection, relations)
    cheap = [
        relation.kind != _FOREIGN and rows <= _FEW_ROWS and cost <= _CHEAP
        for relation, (rows, cost) in zip(relations, expected, strict=True)
    ]
    counted = _counted(connection, relations, cheap)
    return [
        _measured(relation, round(rows), counted.get(place))
        for place, (relation, (rows, _)) in enumerate(zip(relations, expected, strict=True))
    ]


def _relation(
    name: str, kind: str, column: str | None, type_: str, is_time: bool, *, wanted: str
) -> _Relation:
    fault = ""
    if wanted and column is None:
        fault = f"has no column {wanted}"
    elif column and not is_time:
        fault = f"has {type_} in its column {column}, not times"
    return _Relation(name, kind, column if column and not fault else "", fault)


def _expected(
    connection: psycopg.Connection[tuple[Any, ...]], relations: Sequence[_Relation]
) -> list[tuple[float, float]]:
    """Return how many rows the planner expects of each relation, and what reading it would cost.

    It knows a table's present size, also where nobody has counted it yet, its partitions, and what
    a view reads.
    """
    statements = "; ".join(
        f"EXPLAIN (FORMAT JSON) SELECT FROM {relation.name}" for relation in relations
    )
    cursor = connection.execute(statements.encode(), prepare=False)
    plans = [cursor.fetchall()[0][0][0]["Plan"] for _ in cursor.results()]
    return [(float(plan["Plan Rows"]), float(plan["Total Cost"])) for plan in plans]


def _counted(
    connection: psycopg.Connection[tuple[Any, ...]],
    relations: Sequence[_Relation],
    cheap: Sequence[bool],
) -> dict[int, tuple[int | None, float | None]]:
    """Return rows, where they are cheap to count, and newest time by the relation's place."""
    parts = [
        sql.SQL("SELECT {}, {}, {} FROM {}").format(
            sql.Literal(place),
            sql.SQL("count(*)" if is_cheap else "NULL::bigint"),
            relation.newest,
            sql.SQL(relation.name),
        )
        for place, (relation, is_cheap) in enumerate(zip(relations, cheap, strict=True))
        if is_cheap or relation.time
    ]
    if not parts:
        return {}
    found = connection.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()
    return {place: (rows, seconds) for place, rows, seconds in found}


def _measured(
    relation: _Relation, expected: int, counted: tuple[int | None, float | None] | None
) -> Measured:
    rows, seconds = counted or (None, None)
    is_estimate = rows is None and relation.kind not in (_VIEW, _FOREIGN)
    return Measured(
        expected if is_estimate else rows, is_estimate, instant(seconds), relation.fault
    )
