"""How much a relation of PostgreSQL holds and how new it is, without reading what is large.

Three statements serve all relations: what they are, what the planner expects of them, and what is
counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from psycopg import sql

from core.engines.base import Measured, Probe, instant
from core.engines.postgres.connection import Connection
from core.errors import QueryError

# Up to here a relation is counted; the cost is about that of a hundred thousand narrow rows.
_FEW_ROWS, _CHEAP = 100_000, 10_000.0
# The planner's expectation of a view is not reported; that of another server's table is a guess.
_VIEW, _FOREIGN = "v", "f"

_CATALOGUE = """
    SELECT place, c.oid::regclass::text, c.relkind::text, a.attname, format_type(a.atttypid, NULL),
        coalesce(nullif(t.typbasetype, 0), t.oid)
            IN ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(relation, wanted, place)
    JOIN pg_class c ON c.oid = to_regclass(relation)
    LEFT JOIN LATERAL (
        SELECT * FROM pg_attribute
        WHERE attrelid = c.oid AND lower(attname) = lower(wanted)
            AND attnum > 0 AND NOT attisdropped
        ORDER BY attname = wanted DESC LIMIT 1
    ) AS a ON true
    LEFT JOIN pg_type t ON t.oid = a.atttypid
    ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view, and what the three statements say of it.

    `name` is quoted as the server wants it. `time` is the column whose newest time is asked for,
    and `fault` why there is none. `expected` and `cost` are the planner's; `counted` and `seconds`,
    the newest time since 1970, are read, and None if they are not.
    """

    name: str
    kind: str
    time: str
    fault: str
    expected: float = 0.0
    cost: float = 0.0
    counted: int | None = None
    seconds: float | None = None

    @property
    def is_cheap(self) -> bool:
        """Whether its rows are counted."""
        few = self.expected <= _FEW_ROWS and self.cost <= _CHEAP
        return few and self.kind != _FOREIGN

    @property
    def measured(self) -> Measured:
        """What is known of it, an estimate if it was not counted."""
        newest = instant(self.seconds)
        if self.counted is None and self.kind not in (_VIEW, _FOREIGN):
            return Measured(round(self.expected), True, newest, self.fault)
        return Measured(self.counted, False, newest, self.fault)


def measure(connection: Connection, probes: Sequence[Probe]) -> list[Measured]:
    """Return the rows and the newest time of each relation (in lower case), in the order asked.

    Raises:
        QueryError: A relation does not exist.
        psycopg.Error: The server refuses or ends a statement.
    """
    relations = _find(connection, probes)
    relations = _expect(connection, relations)
    relations = _count(connection, relations)
    return [relation.measured for relation in relations]


def _find(connection: Connection, probes: Sequence[Probe]) -> list[Relation]:
    tables = [table for table, _ in probes]
    columns = [column for _, column in probes]
    rows = connection.execute(_CATALOGUE, [tables, columns]).fetchall()
    places = {place for place, *_ in rows}
    for place, table in enumerate(tables, 1):
        if place not in places:
            raise QueryError(f"relation {table} does not exist in the warehouse")
    return [_relation(*row[1:], wanted=column) for row, column in zip(rows, columns, strict=True)]


def _relation(
    name: str, kind: str, column: str | None, type_: str, is_time: bool, *, wanted: str
) -> Relation:
    fault = ""
    if wanted and column is None:
        fault = f"has no column {wanted}"
    elif column and not is_time:
        fault = f"has {type_} in its column {column}, not times"
    return Relation(name, kind, column if column and not fault else "", fault)


def _expect(connection: Connection, relations: Sequence[Relation]) -> list[Relation]:
    """Return relations with the rows and the cost that the planner expects.

    It knows a table's present size, even if it was never analysed, its partitions, and what a view
    reads.
    """
    statements = [f"EXPLAIN (FORMAT JSON) SELECT FROM {relation.name}" for relation in relations]
    cursor = connection.execute("; ".join(statements).encode(), prepare=False)
    plans = [cursor.fetchall()[0][0][0]["Plan"] for _ in cursor.results()]
    return [
        replace(relation, expected=float(plan["Plan Rows"]), cost=float(plan["Total Cost"]))
        for relation, plan in zip(relations, plans, strict=True)
    ]


def _count(connection: Connection, relations: Sequence[Relation]) -> list[Relation]:
    """Return relations with their rows, if they are cheap to count, and their newest times."""
    parts = list(_counting_parts(relations))
    if not parts:
        return list(relations)
    read = list(relations)
    for place, counted, seconds in connection.execute(sql.SQL(" UNION ALL ").join(parts)):
        read[place] = replace(read[place], counted=counted, seconds=seconds)
    return read


def _counting_parts(relations: Sequence[Relation]) -> Iterator[sql.Composable]:
    for place, relation in enumerate(relations):
        if relation.is_cheap or relation.time:
            yield sql.SQL("SELECT {}, {}, {} FROM {}").format(
                sql.Literal(place),
                sql.SQL("count(*)" if relation.is_cheap else "NULL::bigint"),
                _newest(relation.time),
                sql.SQL(relation.name),
            )


def _newest(column: str) -> sql.Composable:
    if not column:
        return sql.SQL("NULL::float8")
    seconds = sql.SQL("extract(epoch FROM max({})::timestamptz)::float8")
    return seconds.format(sql.Identifier(column))
