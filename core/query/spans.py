"""Spans of time that are put together from cells, the times between neighbouring bounds. Pure.

The bounds of all spans cut time into cells. For two spans, from 3 March to 17 March and from 10
March to 17 March:

    cuts    3 March   10 March   17 March        cell n holds the rows that have passed n cuts
    cells  0    |    1    |    2    |    3
    spans       └─── cells 1, 2 ────┘
                          └─ cell 2 ┘
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from core.query.binding import Params
from core.query.result import Result
from core.query.time_aggregate import Bound

# Cells are numbered from 0, so a span without a beginning holds all cells after this one.
_BEFORE_ALL_CELLS = -1


class Spanned(Protocol):
    """A query that aggregates the rows of a span of time."""

    @property
    def since(self) -> Bound | None:
        """The beginning of the span; None if it has none."""

    @property
    def until(self) -> Bound:
        """The end of the span."""

    @property
    def outputs(self) -> tuple[tuple[str, str], ...]:
        """Name and expression of each column."""


S = TypeVar("S", bound=Spanned)


class SpanRequest(NamedTuple, Generic[S]):
    """An aggregate of spans, and the parameters of each of its periods."""

    aggregate: S
    params: Sequence[Params]


class Cut(NamedTuple):
    """A point in time between two cells; with `after`, a row at that very point lies before it."""

    value: Any
    after: bool


class CutSpan(NamedTuple):
    """A span of time; without `since` it has no beginning."""

    since: Cut | None
    until: Cut


class Block(NamedTuple, Generic[S]):
    """The rows of a statement that answer a request: one per span, from number `first` on."""

    request: SpanRequest[S]
    spans: tuple[CutSpan, ...]
    first: int


def make_blocks(requests: Iterable[SpanRequest[S]]) -> list[Block[S]]:
    """Return the rows of each request; requests for the same spans share them."""
    firsts: dict[tuple[CutSpan, ...], int] = {}
    count = 0
    blocks = []
    for request in requests:
        spans = tuple(_span(request.aggregate, params) for params in request.params)
        if spans not in firsts:
            firsts[spans] = count
            count += len(spans)
        blocks.append(Block(request, spans, firsts[spans]))
    return blocks


def _span(aggregate: Spanned, params: Params) -> CutSpan:
    since = _cut(aggregate.since, params) if aggregate.since else None
    return CutSpan(since, _cut(aggregate.until, params))


def _cut(bound: Bound, params: Params) -> Cut:
    return Cut(params[bound.parameter], bound.after)


def spans_of_rows(blocks: Iterable[Block[S]]) -> list[CutSpan]:
    """Return the span of each row of a statement."""
    by_number: dict[int, CutSpan] = {}
    for block in blocks:
        by_number |= dict(enumerate(block.spans, block.first))
    return list(by_number.values())


def cuts_of(spans: Iterable[CutSpan]) -> list[Cut]:
    """Return the bounds of spans in order."""
    return sorted({cut for cut in chain.from_iterable(spans) if cut})


def span_params(spans: Sequence[CutSpan], cuts: Sequence[Cut]) -> dict[str, Any]:
    """Return the numbers of spans, and of the cells before their first and of their last."""
    numbers = {cut: number for number, cut in enumerate(cuts)}
    params: dict[str, Any] = {"spans": list(range(len(spans))), "since": [], "until": []}
    for span in spans:
        params["since"].append(numbers[span.since] if span.since else _BEFORE_ALL_CELLS)
        params["until"].append(numbers[span.until])
    return params


# The statement's table of spans, with the parameters of `span_params`, in DuckDB's dialect.
SPANS = """
    SELECT unnest($spans::INTEGER[]) AS span_, unnest($since::INTEGER[]) AS since_,
        unnest($until::INTEGER[]) AS until_
"""


def outputs_of_block(block: Block[S]) -> str:
    """Return a request's outputs in its own rows only: in others they may not even be defined."""
    is_own_row = f"span_ BETWEEN {block.first} AND {block.first + len(block.spans) - 1}"
    outputs = block.request.aggregate.outputs
    return ", ".join(f"CASE WHEN {is_own_row} THEN {sql} END" for _, sql in outputs)


def split_pass(
    requests: Sequence[SpanRequest[S]], rows: Sequence[tuple[Any, ...]]
) -> list[list[Result]]:
    """Return each request's results, in the order of its periods, from the statement's rows."""
    results = []
    column = 0
    for block in make_blocks(requests):
        names = tuple(name for name, _ in block.request.aggregate.outputs)
        after = column + len(names)
        own_rows = rows[block.first : block.first + len(block.spans)]
        results.append([Result(names, [row[column:after]]) for row in own_rows])
        column = after
    return results


NameOfCut = Callable[[int], str]  # the text of the parameter of a cut by its number


def cell_of(time: str, cuts: Sequence[Cut], name_of_cut: NameOfCut) -> str:
    """Return the number of a row's cell as an expression: how many cuts its time has passed."""

    def passed(least: int, most: int) -> str:
        """Return how many, between `least` and `most`, by halving the rest."""
        if least == most:
            return str(least)
        middle = (least + most + 1) // 2
        more, fewer = passed(middle, most), passed(least, middle - 1)
        condition = _has_passed(time, cuts, middle - 1, name_of_cut)
        return f"CASE WHEN {condition} THEN {more} ELSE {fewer} END"

    return passed(0, len(cuts))


def limits_of(
    time: str, cuts: Sequence[Cut], spans: Iterable[CutSpan], name_of_cut: NameOfCut
) -> str:
    """Return the condition that a row is in the cell of a span."""
    last = len(cuts) - 1
    before = f"{time} {'<=' if cuts[last].after else '<'} {name_of_cut(last)}"
    if any(span.since is None for span in spans):
        return before
    return f"{before} AND {_has_passed(time, cuts, 0, name_of_cut)}"


def _has_passed(time: str, cuts: Sequence[Cut], number: int, name_of_cut: NameOfCut) -> str:
    return f"{time} {'>' if cuts[number].after else '>='} {name_of_cut(number)}"
