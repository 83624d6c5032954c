"""The tables that the benchmark prints, as Markdown: one line per engine and span."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from benchmarks.sides import SIDES, Place, Span, Taken

# The bare loop sends a server one query at a time: beyond so many values, that takes minutes and
# shows nothing new.
BARE_AT_MOST = {"duckdb": 25_000, "postgresql": 5_000}

_COLUMNS = (
    "engine    ",
    "KPIs",
    "weeks",
    "bare s",
    "floor s",
    "ours s",
    "ours/bare        ",
    "ours/floor       ",
    "ours s/1,000 values",
    "bare MB",
    "floor MB",
    "ours MB",
)


class Tables:
    """Prints tables, and measures each span once even if several tables show it."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._measured: dict[tuple[str, int, int], dict[str, Taken]] = {}

    def show(self, title: str, spans: Sequence[Span], *, always_bare: bool = False) -> None:
        """Print a table of some spans on each engine."""
        rules = (
            "-" * len(_COLUMNS[0]),
            *("-" * (len(column) - 1) + ":" for column in _COLUMNS[1:]),
        )
        print(f"\n{title}\n\n{_line(_COLUMNS)}\n{_line(rules)}", flush=True)
        for place in self._places:
            for span in spans:
                bare = always_bare or span.values <= BARE_AT_MOST[place.engine]
                taken = self._taken(place, span, SIDES if bare else SIDES[1:])
                print(_line(_cells(place.engine, span, taken)), flush=True)

    def _taken(self, place: Place, span: Span, sides: Sequence[str]) -> dict[str, Taken]:
        key = (place.engine, span.kpis, span.weeks)
        if key not in self._measured:
            self._measured[key] = place.measure(span, sides)
        return self._measured[key]


def _cells(engine: str, span: Span, taken: dict[str, Taken]) -> list[str]:
    seconds, ratios, megabytes = (dict.fromkeys(SIDES, "–") for _ in range(3))
    for side, cost in taken.items():
        seconds[side] = f"{median(cost.seconds):.2f}"
        ratios[side] = _ratio(taken["ours"], cost)
        megabytes[side] = f"{cost.megabytes:.0f}"
    del ratios["ours"]
    per_thousand = f"{median(taken['ours'].seconds) * 1000 / span.values:.2f}"
    return [
        *(engine, str(span.kpis), str(span.weeks)),
        *(*seconds.values(), *ratios.values(), per_thousand, *megabytes.values()),
    ]


def _ratio(ours: Taken, other: Taken) -> str:
    """Return the median, least and greatest ratio of the rounds.

    A slow moment slows both sides of a round, so that it hardly affects their ratio.
    """
    ratios = [one / two for one, two in zip(ours.seconds, other.seconds, strict=True)]
    spread = f" ({min(ratios):.2f}–{max(ratios):.2f})" if len(ratios) > 1 else ""
    return f"{median(ratios):.2f}{spread}"


def _line(cells: Iterable[str]) -> str:
    """Return a line with columns as wide as their heads; all but the first are right-aligned."""
    first, *others = cells
    heads = _COLUMNS[1:]
    aligned = [f"{cell:>{len(head)}}" for cell, head in zip(others, heads, strict=True)]
    return f"| {' | '.join((f'{first:{len(_COLUMNS[0])}}', *aligned))} |"
