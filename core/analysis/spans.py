"""How long values go on moving, and which span of `settles` that needs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.analysis.chain_ladder import Triangle, links_at
from core.model import AUTO, PERIOD_UNIT, SCOPES, Cadence, counted, parse_periods

TOLERANCE = 0.01  # what may still change of all values together when they count as settled
LEAST_LINKS = 6  # periods that were seen at an age and the next one, before it counts


@dataclass(frozen=True, slots=True)
class Move:
    """How far values moved from one age to the next.

    `share` is the sum of all changes, up or down, over the sum of the values; in `drift` ups and
    downs cancel out. `links` is from how many periods it is known.
    """

    age: int
    share: float
    drift: float
    links: int


def moves_of(triangles: Iterable[Triangle], window: int) -> tuple[Move, ...]:
    """Return the moves of the values of one KPI, of all its labels together, by age.

    An age counts only where the ages before it do and enough periods were seen.
    """
    triangles = list(triangles)
    found: list[Move] = []
    while True:
        age = len(found)
        pairs, links = [], 0
        for triangle in triangles:
            of_label = links_at(triangle, age, window)
            pairs += of_label
            links = max(links, len(of_label))
        volume = sum(abs(before) for before, _ in pairs)
        if links < LEAST_LINKS or not volume:
            return tuple(found)
        moved = sum(abs(after - before) for before, after in pairs)
        drifted = sum(after - before for before, after in pairs)
        found.append(Move(age, moved / volume, drifted / volume, links))


def settled_after(moves: Sequence[Move]) -> int | None:
    """Return the age from which on values stay as they are; None if they move up to the end."""
    rest = 0.0
    for move in reversed(moves):
        rest += move.share
        if rest > TOLERANCE:
            return None if move is moves[-1] else move.age + 1
    return 0


def learnt_span(moves: Sequence[Move], cadence: Cadence) -> int | None:
    """Return for how many periods runs should go on computing a value; None if too little is known.

    One period more than values move, so that a source that grows slower is noticed. If they move up
    to the oldest age that was seen, the span grows.
    """
    scope = SCOPES[cadence]
    if not moves:
        return None
    settled = settled_after(moves)
    span = len(moves) + scope.default if settled is None else settled + 1
    return min(span, scope.longest)


def advise(moves: Sequence[Move], settles: str, cadence: Cadence) -> str:
    """Return what is wrong with a declared span; empty if nothing is, or if too little is known.

    `settles` is the text of a KPI file. One period more than values move is right, and two are.
    """
    if not settles or not moves or settles == AUTO:
        return ""
    declared, settled = parse_periods(settles, cadence), settled_after(moves)
    unit = PERIOD_UNIT[cadence]
    if settled is None and len(moves) >= declared:
        last = f"{moves[-1].share:.1%} in the last {unit} of it"
        return f'too short, as values still moved by {last}; write settles="auto" or a longer span'
    needed = None if settled is None else settled + 1
    if needed is None or declared <= needed + 1:
        return ""
    rest = sum(move.share for move in moves[settled:])
    moved = f"values moved by {rest:.1%} in all from {unit} {needed} on"
    return f"longer than needed, as {moved}; {counted(needed, unit)} would do"
