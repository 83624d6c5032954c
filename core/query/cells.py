"""Aggregates of many KPIs and periods in one pass over remote tables. Pure.

The engine aggregates the rows of each cell; what it returns is small, and put together span by span
in DuckDB. Different keys are not the sum of those in cells. The engine therefore counts, for each
cell, the keys that appear in it by the cell in which each appears next: a span has the keys of its
cells that appear next behind the span.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from core.query.cell_aggregate import CellAggregate, DistinctKeys
from core.query.result import Query
from core.query.spans import (
    SPANS,
    Block,
    Cut,
    CutSpan,
    SpanRequest,
    cell_of,
    cuts_of,
    limits_of,
    make_blocks,
    outputs_of_block,
    span_params,
    spans_of_rows,
)
from core.query.time_aggregate import DAYS

CellRequest = SpanRequest[CellAggregate]

_CELLS, _KEYS = "cells_", "keys_"
_LAST_CELL = 2**31 - 1  # comes behind all spans


class CellPass(NamedTuple):
    """One pass for requests of one pass key.

    `queries` are in PostgreSQL's dialect, for the warehouse; the result of each is the table of
    DuckDB that has its name. `sql` and `params` give the rows of all spans from these tables.
    """

    queries: Mapping[str, Query]
    sql: str
    params: Mapping[str, Any]


class _PassRows(NamedTuple):
    """The rows of a pass: FROM, the number of a row's cell, and which rows count."""

    source: str
    cell: str
    limits: str
    params: Mapping[str, Any]

    def query(self, sql: str) -> Query:
        """Return a query of the warehouse, whose parameters are the cuts."""
        return Query(sql, "", self.params)


def make_pass(requests: Sequence[CellRequest]) -> CellPass:
    """Return the statements of a pass.

    Its rows are the spans of all requests, those for the same spans sharing rows. Its columns are
    the outputs of all requests, NULL in the rows of other requests.
    """
    blocks = make_blocks(requests)
    spans = spans_of_rows(blocks)
    cuts = cuts_of(spans)
    rows = _rows(requests[0].aggregate, spans, cuts)
    aggregates = [request.aggregate for request in requests]
    cells = dict(chain.from_iterable(aggregate.cells for aggregate in aggregates))
    keys = _by_key(dict(chain.from_iterable(aggregate.keys for aggregate in aggregates)))
    queries = {_CELLS: rows.query(_cells(rows, cells))} if cells else {}
    queries |= {
        f"{_KEYS}{number}": rows.query(_key_cells(rows, key, list(conditions.values())))
        for number, (key, conditions) in enumerate(keys.items())
    }
    wholes = dict(chain.from_iterable(aggregate.wholes for aggregate in aggregates))
    return CellPass(queries, _together(blocks, wholes, keys), span_params(spans, cuts))


def _rows(aggregate: CellAggregate, spans: Sequence[CutSpan], cuts: Sequence[Cut]) -> _PassRows:
    # The translation takes a parameter for a day or an instant by its name.
    kind = "first_day" if aggregate.until.parameter in DAYS else "start"
    return _PassRows(
        aggregate.source,
        cell_of(aggregate.time, cuts, lambda number: f":{kind}_{number}"),
        limits_of(aggregate.time, cuts, spans, lambda number: f":{kind}_{number}"),
        {f"{kind}_{number}": cut.value for number, cut in enumerate(cuts)},
    )


def _by_key(keys: Mapping[str, DistinctKeys]) -> dict[str, dict[str, str]]:
    """Return the conditions by the name of their number, for each key."""
    found: dict[str, dict[str, str]] = {}
    for name, (key, condition) in keys.items():
        found.setdefault(key, {})[name] = condition
    return found


def _cells(rows: _PassRows, cells: Mapping[str, str]) -> str:
    columns = ", ".join(f"{sql} AS {name}" for name, sql in cells.items())
    return f"SELECT {rows.cell} AS cell_, {columns} {rows.source} WHERE {rows.limits} GROUP BY 1"


def _key_cells(rows: _PassRows, key: str, conditions: Sequence[str]) -> str:
    """Return how many keys of each condition appear in a cell, by the cell of the next time."""
    numbers = range(len(conditions))
    has = ", ".join(
        f"max(CASE WHEN {sql} THEN 1 ELSE 0 END) AS has_{number}_"
        for number, sql in enumerate(conditions)
    )
    places = ", ".join(f"({number})" for number in numbers)
    is_wanted = " ".join(f"WHEN place_ = {number} THEN has_{number}_" for number in numbers)
    return f"""
        SELECT place_, cell_, next_, count(*) AS keys_ FROM (
            SELECT place_, cell_,
                lead(cell_) OVER (PARTITION BY place_, key_ ORDER BY cell_) AS next_
            FROM (
                SELECT {rows.cell} AS cell_, {key} AS key_, {has} {rows.source}
                WHERE {rows.limits} AND {key} IS NOT NULL GROUP BY 1, 2
            ) AS appearances_ CROSS JOIN (VALUES {places}) AS places_(place_)
            WHERE CASE {is_wanted} END = 1
        ) AS followed_ GROUP BY 1, 2, 3
    """


def _together(
    blocks: Sequence[Block[CellAggregate]],
    wholes: Mapping[str, str],
    keys: Mapping[str, Mapping[str, str]],
) -> str:
    tables = {f"whole_{_CELLS}": _whole_cells(wholes)} if wholes else {}
    for number, names in enumerate(keys.values()):
        tables[f"whole_{_KEYS}{number}"] = _whole_keys(f"{_KEYS}{number}", list(names))
    ctes = "".join(f", {name} AS ({sql})" for name, sql in tables.items())
    joins = " ".join(f"JOIN {name} USING (span_)" for name in tables)
    return f"""
        WITH spans_ AS ({SPANS}){ctes}
        SELECT {", ".join(map(outputs_of_block, blocks))} FROM spans_ {joins} ORDER BY span_
    """


def _whole_cells(wholes: Mapping[str, str]) -> str:
    columns = ", ".join(f'{sql} AS "{name}"' for name, sql in wholes.items())
    return f"""
        SELECT span_, {columns}
        FROM spans_ LEFT JOIN {_CELLS} ON cell_ > since_ AND cell_ <= until_ GROUP BY span_
    """


def _whole_keys(table: str, names: Sequence[str]) -> str:
    columns = ", ".join(
        f'CAST(coalesce(sum(keys_) FILTER (WHERE place_ = {place}), 0) AS BIGINT) AS "{name}"'
        for place, name in enumerate(names)
    )
    return f"""
        SELECT span_, {columns}
        FROM spans_ LEFT JOIN {table} ON cell_ > since_ AND cell_ <= until_
            AND coalesce(next_, {_LAST_CELL}) > until_
        GROUP BY span_
    """
