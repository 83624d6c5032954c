"""Time aggregates of many KPIs and periods in one pass over their rows. Pure.

Rows are aggregated cell by cell, and cells are put together span by span, so that a row is read
once, in however many trailing ranges it lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.query.spans import (
    SPANS,
    Block,
    Cut,
    SpanRequest,
    cell_of,
    cuts_of,
    limits_of,
    make_blocks,
    outputs_of_block,
    span_params,
    spans_of_rows,
)
from core.query.time_aggregate import TimeAggregate

AggregateRequest = SpanRequest[TimeAggregate]


def pass_statement(requests: Sequence[AggregateRequest]) -> tuple[str, dict[str, Any]]:
    """Return one statement in DuckDB's dialect, and its parameters, for requests of one pass key.

    Its rows are the spans of all requests, those for the same spans sharing rows. Its columns are
    the outputs of all requests, NULL in the rows of other requests.
    """
    blocks = make_blocks(requests)
    spans = spans_of_rows(blocks)
    cuts = cuts_of(spans)
    params = span_params(spans, cuts)
    params |= {f"cut_{number}": cut.value for number, cut in enumerate(cuts)}
    limits = limits_of(_time_of(blocks), cuts, spans, _name_of_cut)
    return _sql(blocks, cuts, limits), params


def _time_of(blocks: Sequence[Block[TimeAggregate]]) -> str:
    return blocks[0].request.aggregate.time


def _name_of_cut(number: int) -> str:
    return f"$cut_{number}"


def _sql(blocks: Sequence[Block[TimeAggregate]], cuts: Sequence[Cut], limits: str) -> str:
    by_name = {}
    for block in blocks:
        for component in block.request.aggregate.components:
            by_name[component.name] = component
    components = by_name.values()
    of_cells = ", ".join(f'{component.sql} AS "{component.name}"' for component in components)
    of_spans = ", ".join(f'{component.together} AS "{component.name}"' for component in components)
    return f"""
        WITH cells_ AS (
            SELECT {cell_of(_time_of(blocks), cuts, _name_of_cut)} AS cell_, {of_cells}
            {blocks[0].request.aggregate.source} WHERE {limits} GROUP BY 1
        ), spans_ AS ({SPANS}), together_ AS (
            SELECT span_, {of_spans}
            FROM spans_ LEFT JOIN cells_ ON cell_ > since_ AND cell_ <= until_ GROUP BY span_
        )
        SELECT {", ".join(map(outputs_of_block, blocks))}
        FROM together_ ORDER BY span_
    """
