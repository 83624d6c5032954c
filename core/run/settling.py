"""Spans of KPIs with `settles="auto"`, learnt from what earlier runs have stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.catalog import Catalogue, Entry
from core.engines import Database
from core.model import AUTO, Cadence, LearntSpan
from core.store import read_histories

if TYPE_CHECKING:
    from core.analysis import Settling


def with_learnt_spans(
    catalogue: Catalogue, database: Database, domains: Collection[str], now: datetime
) -> Catalogue:
    """Return a catalogue whose KPIs with `settles="auto"` know their span.

    Nothing is read for the domains, among `domains`, that have no such KPI.
    """
    auto = [each for each in catalogue.entries if _is_learnt(each) and each.domain in domains]
    if not auto:
        return catalogue
    learnt = {entry.key: entry for entry in _learn(catalogue, database, auto, now)}
    entries = tuple(learnt.get(entry.key, entry) for entry in catalogue.entries)
    return replace(catalogue, entries=entries)


def _is_learnt(entry: Entry) -> bool:
    return entry.kpi.settles == AUTO


def _learn(
    catalogue: Catalogue, database: Database, entries: Sequence[Entry], now: datetime
) -> Iterable[Entry]:
    for domain in sorted({entry.domain for entry in entries}):
        of_domain = [entry for entry in entries if entry.domain == domain]
        cadences = {entry.number: entry.kpi.cadence for entry in of_domain}
        zone = catalogue.runners[domain].zone
        settlings = read_settlings(database, domain, cadences, zone, now)
        for entry in of_domain:
            found = settlings[entry.number]
            yield replace(entry, learnt=LearntSpan(found.span, found.unsettled))


def read_settlings(
    database: Database, domain: str, cadences: Mapping[int, Cadence], zone: ZoneInfo, now: datetime
) -> dict[int, Settling]:
    """Return how the values of some KPIs of a domain settle.

    `cadences` are theirs, by number; `zone` is the domain's business time zone.
    """
    from core.analysis import learn, learning_begins

    today = now.astimezone(zone).date()
    first = min(learning_begins(cadence, today) for cadence in cadences.values())
    histories = read_histories(database, domain, list(cadences), first)
    return {
        number: learn(histories[number], f"{domain}/kpi_{number:02}", cadence, zone, now)
        for number, cadence in cadences.items()
    }
