"""New values that have no place, because a person deleted their tab, row or column. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from core.publish.google.changes import same_value
from core.publish.google.sheet import Value, is_number
from core.publish.google.wanted import HEADER_ROWS, CellKey, Wanted, is_value
from core.publish.grid import NEWS


def has_news(tab: Wanted, published: Mapping[CellKey, Value]) -> bool:
    """Return whether a tab should show a number that was not published to it."""
    return any(_is_new(tab, place, published) for place in tab.cells)


def withheld_lines(
    tab: Wanted, gone: Collection[str], published: Mapping[CellKey, Value]
) -> Iterator[str]:
    """Yield the rows and columns, of those that a person deleted, that have a new number."""
    if tab.charts:  # the scorecard's own page shows these numbers
        return
    places = [place for place in tab.cells if _shows_number(place)]
    new = {key for place in places if _is_new(tab, place, published) for key in place}
    yield from (key for key in gone if key in new)


def _shows_number(place: CellKey) -> bool:
    row, column = place
    return is_value(place) or (column in NEWS and row not in HEADER_ROWS)


def _is_new(tab: Wanted, place: CellKey, published: Mapping[CellKey, Value]) -> bool:
    value = tab.cells[place].value
    return is_number(value) and not same_value(value, published.get(place))
