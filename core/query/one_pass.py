"""Time aggregates of many KPIs and periods in one pass over their rows. Pure.

The bounds of all spans cut time into cells. Rows are aggregated cell by cell, and cells are put
together span by span, so that a row is read once, in however many trailing ranges it lies. For two
spans, from 3 March to 17 March and from 10 March to 17 March:

    cuts    3 March   10 March   17 March        cell n holds the rows that have passed n cuts
    cells  0    |    1    |    2    |    3
    spans       └─── cells 1, 2 ────┘
                          └─ cell 2 ┘
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from core.query.binding import Params
from core.query.result import Result
from core.query.time_aggregate import Bound, TimeAggregate

# Cells are numbered from 0, so a span without a beginning holds all cells after this one.
_BEFORE_ALL_CELLS = -1


class AggregateRequest(NamedTuple):
    """A time aggregate, and the parameters of each of its periods."""

    aggregate: TimeAggregate
    params: Sequence[Params]


class Cut(NamedTuple):
    """A point in time between two cells; with `after`, a row at that very point lies before it."""

    value: Any
    after: bool


class CutSpan(NamedTuple):
    """A span of time; without `since` it has no beginning."""

    since: Cut | None
    until: Cut


class _Block(NamedTuple):
    """The rows of the statement that answer a request: one per span, from number `first` on."""

    request: AggregateRequest
    spans: tuple[CutSpan, ...]
    first: int


def pass_statement(requests: Sequence[AggregateRequest]) -> tuple[str, dict[str, Any]]:
    """Return one statement in DuckDB's dialect, and its parameters, for requests of one pass key.

    Its rows are the spans of all requests, those for the same spans sharing rows. Its columns are
    the outputs of all requests, NULL in the rows of other requests.
    """
    blocks = _blocks(requests)
    spans = _spans_of_rows(blocks)
    cuts = sorted({cut for cut in chain.from_iterable(spans) if cut})
    is_open = any(span.since is None for span in spans)
    return _sql(blocks, cuts, is_open=is_open), _params(spans, cuts)


def _params(spans: Sequence[CutSpan], cuts: Sequence[Cut]) -> dict[str, Any]:
    numbers = {cut: number for number, cut in enumerate(cuts)}
    params: dict[str, Any] = {"spans": list(range(len(spans))), "since": [], "until": []}
    for span in spans:
        params["since"].append(numbers[span.since] if span.since else _BEFORE_ALL_CELLS)
        params["until"].append(numbers[span.until])
    for number, cut in enumerate(cuts):
        params[f"cut_{number}"] = cut.value
    return params


def split_pass(
    requests: Sequence[AggregateRequest], rows: Sequence[tuple[Any, ...]]
) -> list[list[Result]]:
    """Return each request's results, in the order of its periods, from the statement's rows."""
    results = []
    column = 0
    for block in _blocks(requests):
        names = tuple(name for name, _ in block.request.aggregate.outputs)
        after = column + len(names)
        own_rows = rows[block.first : block.first + len(block.spans)]
        results.append([Result(names, [row[column:after]]) for row in own_rows])
        column = after
    return results


def _blocks(requests: Iterable[AggregateRequest]) -> list[_Block]:
    firsts: dict[tuple[CutSpan, ...], int] = {}
    count = 0
    blocks = []
    for request in requests:
        spans = tuple(_span(request.aggregate, params) for params in request.params)
        if spans not in firsts:
            firsts[spans] = count
            count += len(spans)
        blocks.append(_Block(request, spans, firsts[spans]))
    return blocks


def _span(aggregate: TimeAggregate, params: Params) -> CutSpan:
    since = _cut(aggregate.since, params) if aggregate.since else None
    return CutSpan(since, _cut(aggregate.until, params))


def _cut(bound: Bound, params: Params) -> Cut:
    return Cut(params[bound.parameter], bound.after)


def _spans_of_rows(blocks: Iterable[_Block]) -> list[CutSpan]:
    by_number: dict[int, CutSpan] = {}
    for block in blocks:
        by_number |= dict(enumerate(block.spans, block.first))
    return list(by_number.values())


def _sql(blocks: Sequence[_Block], cuts: Sequence[Cut], *, is_open: bool) -> str:
    source, time, _ = blocks[0].request.aggregate.pass_key
    by_name = {}
    for block in blocks:
        for component in block.request.aggregate.components:
            by_name[component.name] = component
    components = by_name.values()
    of_cells = ", ".join(f'{component.sql} AS "{component.name}"' for component in components)
    of_spans = ", ".join(f'{component.together} AS "{component.name}"' for component in components)
    limits = _is_before(time, cuts, len(cuts) - 1)
    if not is_open:
        limits += f" AND {_has_passed(time, cuts, 0)}"
    return f"""
        WITH cells_ AS (
            SELECT {_cell(time, cuts, 0, len(cuts))} AS cell_, {of_cells}
            {source} WHERE {limits} GROUP BY 1
        ), spans_ AS (
            SELECT unnest($spans::INTEGER[]) AS span_, unnest($since::INTEGER[]) AS since_,
                unnest($until::INTEGER[]) AS until_
        ), together_ AS (
            SELECT span_, {of_spans}
            FROM spans_ LEFT JOIN cells_ ON cell_ > since_ AND cell_ <= until_ GROUP BY span_
        )
        SELECT {", ".join(_outputs(block) for block in blocks)}
        FROM together_ ORDER BY span_
    """


def _outputs(block: _Block) -> str:
    """Return a request's outputs in its own rows only: in others they may not even be defined."""
    is_own_row = f"span_ BETWEEN {block.first} AND {block.first + len(block.spans) - 1}"
    outputs = block.request.aggregate.outputs
    return ", ".join(f"CASE WHEN {is_own_row} THEN {sql} END" for _, sql in outputs)


def _cell(time: str, cuts: Sequence[Cut], least: int, most: int) -> str:
    """Return how many cuts a row has passed, between `least` and `most`, by halving the rest."""
    if least == most:
        return str(least)
    middle = (least + most + 1) // 2
    more, fewer = _cell(time, cuts, middle, most), _cell(time, cuts, least, middle - 1)
    return f"CASE WHEN {_has_passed(time, cuts, middle - 1)} THEN {more} ELSE {fewer} END"


def _has_passed(time: str, cuts: Sequence[Cut], number: int) -> str:
    return f"{time} {'>' if cuts[number].after else '>='} $cut_{number}"


def _is_before(time: str, cuts: Sequence[Cut], number: int) -> str:
    return f"{time} {'<=' if cuts[number].after else '<'} $cut_{number}"
