"""Intervals as the query writes them: their pieces, and the fields that PostgreSQL keeps. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlglot import exp

_UNITS = {
    "YEAR": "YEAR",
    "YR": "YEAR",
    "MONTH": "MONTH",
    "MON": "MONTH",
    "WEEK": "WEEK",
    "DAY": "DAY",
    "HOUR": "HOUR",
    "HR": "HOUR",
    "MINUTE": "MINUTE",
    "MIN": "MINUTE",
    "SECOND": "SECOND",
    "SEC": "SECOND",
}
# PostgreSQL adds months first, then days, then the time.
_ORDER = ("YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND")
_MONTHS = {"YEAR": 12, "MONTH": 1}
_DAYS = {"WEEK": 7, "DAY": 1}
_SECONDS = {"HOUR": 3600, "MINUTE": 60, "SECOND": 1}
_PIECE = re.compile(r"\s*([+-]?\d+)\s*([a-z]+)\s*", re.IGNORECASE)
_YEAR_SECONDS, _MONTH_SECONDS, _DAY_SECONDS = 31_557_600, 2_592_000, 86_400

_SEVERAL = 2

Pieces = Sequence[tuple[int, str]]


def pieces_of(interval: exp.Expr) -> Pieces | None:
    """Return whole numbers and units of an interval, the longest first; None if it has others."""
    text = f"{interval.this.name} {interval.text('unit')}".strip()
    found, place = list[tuple[int, str]](), 0
    while match := _PIECE.match(text, place):
        unit = _UNITS.get(match[2].upper().removesuffix("S"))
        if unit is None:
            return None
        found.append((int(match[1]), unit))
        place = match.end()
    is_whole = found and place == len(text)
    return sorted(found, key=lambda piece: _ORDER.index(piece[1])) if is_whole else None


def length_of(pieces: Pieces, field: str) -> str | None:
    """Return a field of an interval as a number in SQL; None if it is another."""
    months = _sum(pieces, _MONTHS)
    days = _sum(pieces, _DAYS)
    seconds = _sum(pieces, _SECONDS)
    years, rest = int(months / 12), months - 12 * int(months / 12)
    epoch = years * _YEAR_SECONDS + rest * _MONTH_SECONDS + days * _DAY_SECONDS + seconds
    hours = int(seconds / 3600)
    fields = {
        "EPOCH": epoch,
        "YEAR": years,
        "MONTH": rest,
        "DAY": days,
        "HOUR": hours,
        "MINUTE": int((seconds - hours * 3600) / 60),
    }
    return str(fields[field]) if field in fields else None


def _sum(pieces: Pieces, sizes: dict[str, int]) -> int:
    return sum(amount * sizes[unit] for amount, unit in pieces if unit in sizes)


def split(node: exp.Expr) -> exp.Expr:
    """Write a time moved by months, days and a time as one moved by each of them in turn."""
    time, interval = node.this, node.expression.unnest()
    pieces = pieces_of(interval) if isinstance(interval, exp.Interval) else None
    if pieces is None or len(pieces) < _SEVERAL:
        return node
    moved = time.copy()
    for unit, sizes in (("MONTH", _MONTHS), ("DAY", _DAYS), ("SECOND", _SECONDS)):
        if amount := _sum(pieces, sizes):
            piece = exp.Interval(this=exp.Literal.string(str(amount)), unit=exp.var(unit))
            moved = type(node)(this=moved, expression=piece)
    return exp.paren(moved)


def written_out(node: exp.Expr) -> exp.Expr:
    """Write '1 day'::interval as INTERVAL '1 day'."""
    if node.args["to"].this != exp.DType.INTERVAL or not node.this.is_string:
        return node
    made = exp.Interval(this=exp.Literal.string(node.this.name))
    pieces = pieces_of(made) or ()
    if len(pieces) == 1:
        [(amount, unit)] = pieces
        return exp.Interval(this=exp.Literal.string(str(amount)), unit=exp.var(unit))
    return made
