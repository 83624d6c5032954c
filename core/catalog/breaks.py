"""Breaks in series: where stored values begin to follow another definition. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from core.catalog.differences import differences
from core.model import UNANSWERED, Definition, Key, Period, Row

# Returns all definitions of the rows' domain, newest first.
ReadDefinitions = Callable[[], Iterable[Definition]]


@dataclass(frozen=True, slots=True)
class Break:
    """The first stored period of a series under a new definition, and what changed."""

    period: Period
    changes: tuple[str, ...]


def find_breaks(rows: Iterable[Row], read_definitions: ReadDefinitions) -> dict[Key, Break]:
    """Return the breaks in the series of one domain, by the key of the first row behind each.

    A manual value follows no definition, and a failure none that shows. Definitions are read only
    if versions differ; they may do so in one content.
    """
    changes = list(_changes_of_version(rows))
    if not changes:
        return {}
    newest_first = list(read_definitions())
    definitions = {(each.kpi_number, each.version): each for each in reversed(newest_first)}
    breaks: dict[Key, Break] = {}
    for old, new in changes:
        if changed := _compare(old, new, definitions):
            breaks[new.key] = Break(new.period, changed)
    return breaks


def _changes_of_version(rows: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield neighbours of a series whose versions differ, oldest first."""
    computed = [row for row in rows if not row.by_hand and row.outcome not in UNANSWERED]
    computed.sort(key=lambda row: row.key)
    for _, series in groupby(computed, key=lambda row: row.key[:-1]):
        for old, new in pairwise(series):
            if old.definition != new.definition:
                yield old, new


def _compare(
    old: Row, new: Row, definitions: Mapping[tuple[int, str], Definition]
) -> tuple[str, ...]:
    before = definitions.get((old.kpi_number, old.definition))
    now = definitions.get((new.kpi_number, new.definition))
    if before is None or now is None:  # the store has lost one
        return (f"version from {old.definition} to {new.definition}",)
    return differences(before, now)
