"""Aggregates over spans of time, of many KPIs and for many periods, in one pass over their rows.
Pure.

A row belongs to the cell between two neighbouring bounds of any span. What is aggregated cell by
cell is then put together span by span, so that a row is read once, in however many trailing ranges
it lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from core.query.aggregates import Bound, TimeAggregate
from core.query.binding import Params
from core.query.result import Result

_Cut = tuple[Any, bool]
_CutSpan = tuple[_Cut | None, _Cut]


class AggregateRequest(NamedTuple):
    """A scan and the parameters of each of its periods."""

    scan: TimeAggregate
    params: Sequence[Params]


def one_pass(asked: Sequence[AggregateRequest]) -> tuple[str, dict[str, Any]]:
    """Return one statement of DuckDB's, and its parameters, for scans that have their `rows` in
    common.

    Its rows are the distinct lists of spans, one after the other; its columns the outputs of all
    scans, NULL where a span is none of the scan's.
    """
    source, time, _ = asked[0].scan.rows
    lists = [_spans(each) for each in asked]
    firsts = _firsts(lists)
    spans = [span for each in firsts for span in each]
    cuts = sorted({cut for span in spans for cut in span if cut})
    partials = {part.name: part for each in asked for part in each.scan.partials}.values()
    apiece = _listed(f'{part.sql} AS "{part.name}"' for part in partials)
    together = _listed(f'{part.together} AS "{part.name}"' for part in partials)
    limits = [_before(time, cuts, len(cuts) - 1)] + (
        [_from(time, cuts, 0)] if all(since for since, _ in spans) else []
    )
    sql = f"""
        WITH cells_ AS (
            SELECT {_cell(time, cuts, 0, len(cuts))} AS cell_, {apiece}
            {source} WHERE {" AND ".join(limits)} GROUP BY 1
        ), spans_ AS (
            SELECT unnest($spans::INTEGER[]) AS span_, unnest($since::INTEGER[]) AS since_,
                unnest($until::INTEGER[]) AS until_
        ), together_ AS (
            SELECT span_, {together}
            FROM spans_ LEFT JOIN cells_ ON cell_ > since_ AND cell_ <= until_ GROUP BY span_
        )
        SELECT {_listed(_outputs(each, firsts[spans]) for each, spans in zip(asked, lists, strict=True))}
        FROM together_ ORDER BY span_
    """
    places = {cut: place for place, cut in enumerate(cuts)}
    return sql, {
        "spans": list(range(len(spans))),
        "since": [places[since] if since else -1 for since, _ in spans],
        "until": [places[until] for _, until in spans],
        **{f"cut_{place}": value for place, (value, _) in enumerate(cuts)},
    }


def split_rows(
    asked: Sequence[AggregateRequest], rows: Sequence[tuple[Any, ...]]
) -> list[list[Result]]:
    """Return each scan's results, in the order of its periods, from the rows of its statement."""
    lists = [_spans(each) for each in asked]
    firsts, column, found = _firsts(lists), 0, []
    for each, spans in zip(asked, lists, strict=True):
        names = tuple(name for name, _ in each.scan.outputs)
        own = rows[firsts[spans] : firsts[spans] + len(spans)]
        found.append([Result(names, [row[column : column + len(names)]]) for row in own])
        column += len(names)
    return found


def _spans(asked: AggregateRequest) -> tuple[_CutSpan, ...]:
    since, until = asked.scan.since, asked.scan.until
    return tuple(
        (_cut(since, params) if since else None, _cut(until, params)) for params in asked.params
    )


def _cut(bound: Bound, params: Params) -> _Cut:
    return params[bound.parameter], bound.after


def _firsts(lists: Iterable[tuple[_CutSpan, ...]]) -> dict[tuple[_CutSpan, ...], int]:
    """Return the number of the first span of each distinct list."""
    firsts: dict[tuple[_CutSpan, ...], int] = {}
    count = 0
    for spans in lists:
        if spans not in firsts:
            firsts[spans] = count
            count += len(spans)
    return firsts


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)


def _outputs(asked: AggregateRequest, first: int) -> str:
    """Return a scan's outputs, of its own spans only: for another one they may not even be defined."""
    last = first + len(asked.params) - 1
    return _listed(
        f"CASE WHEN span_ BETWEEN {first} AND {last} THEN {sql} END"
        for _, sql in asked.scan.outputs
    )


def _cell(time: str, cuts: Sequence[_Cut], least: int, most: int) -> str:
    """Return how many cuts a row's time has passed, by halving what is left of them."""
    if least == most:
        return str(least)
    middle = (least + most + 1) // 2
    later, earlier = _cell(time, cuts, middle, most), _cell(time, cuts, least, middle - 1)
    return f"CASE WHEN {_from(time, cuts, middle - 1)} THEN {later} ELSE {earlier} END"


def _from(time: str, cuts: Sequence[_Cut], place: int) -> str:
    return f"{time} {'>' if cuts[place][1] else '>='} $cut_{place}"


def _before(time: str, cuts: Sequence[_Cut], place: int) -> str:
    return f"{time} {'<=' if cuts[place][1] else '<'} $cut_{place}"
