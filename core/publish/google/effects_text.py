"""Effects of a plan as a line per tab for people, and as JSON for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from gspread.utils import a1_range_to_grid_range

from core.model import counted
from core.publish.google.effects import Effect, EffectKind
from core.publish.google.sheet import Position

# Each is followed by the size of what it covers.
_PHRASES: Mapping[EffectKind, str] = {
    "format": "formats of",
    "width": "widths of",
    "height": "heights of",
    "shown": "shows",
    "hidden": "hides",
    "mark": "marks of",
    "removed mark": "removes old marks of",
}
_COUNTED: Mapping[EffectKind, str] = {
    "trend": "trend",
    "chart": "chart",
    "rule": "conditional format",
}


def effect_lines(effects: Iterable[Effect]) -> Iterator[str]:
    """Yield a line for each tab with everything besides values and notes."""
    tabs: dict[str, dict[EffectKind, list[str]]] = defaultdict(lambda: defaultdict(list))
    for effect in effects:
        tabs[effect.tab][effect.kind].append(effect.where)
    for title, kinds in tabs.items():
        if title:
            phrases = [_phrase(kind, places) for kind, places in kinds.items()]
            yield f"{title}: {', '.join(phrases)}"
        else:
            yield "the spreadsheet: the mark of this publication"


def _phrase(kind: EffectKind, places: Sequence[str]) -> str:
    if kind in _COUNTED:
        return counted(len(places), _COUNTED[kind])
    if kind == "frozen":
        return "frozen rows and columns"
    return f"{_PHRASES[kind]} {_size_of(places)}"


def _size_of(places: Iterable[str]) -> str:
    """Return the size of some ranges: `61 cells in 1 row`, `2 rows and 1 column`, `the tab`."""
    rows, columns, cells = set[int](), set[int](), set[Position]()
    names = []
    for place in places:
        down, across = _sides(place)
        if not place:
            names = ["the tab"]
        elif down and across:
            cells.update(product(down, across))
        else:
            rows.update(down)
            columns.update(across)
    if cells:
        return f"{counted(len(cells), 'cell')} in {counted(len({row for row, _ in cells}), 'row')}"
    names += [counted(len(rows), "row")] if rows else []
    names += [counted(len(columns), "column")] if columns else []
    return " and ".join(names)


def _sides(place: str) -> tuple[range, range]:
    """Return the rows and the columns of a range; those of whole lines have no other side."""
    box = a1_range_to_grid_range(place) if place else {}
    return (
        range(box.get("startRowIndex", 0), box.get("endRowIndex", 0)),
        range(box.get("startColumnIndex", 0), box.get("endColumnIndex", 0)),
    )


def effect_details(effects: Iterable[Effect]) -> list[dict[str, Any]]:
    """Return effects for JSON; `where` is a range, empty for a whole tab or spreadsheet."""
    return [
        {"tab": each.tab, "kind": each.kind, "where": each.where, "fields": each.fields}
        for each in effects
    ]
