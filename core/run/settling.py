"""Spans of KPIs with `settles="auto"`, learnt from what earlier runs have stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from core.catalog import Catalogue, Entry
from core.engines import Database
from core.model import AUTO, SCOPES, LearntSpan, Period, Row, last_ended
from core.store import StoredHistory, read_histories


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
    from core.analysis import learn

    for domain in sorted({entry.domain for entry in entries}):
        of_domain = [entry for entry in entries if entry.domain == domain]
        histories = histories_of(catalogue, database, of_domain, now)
        zone = catalogue.runners[domain].zone
        for entry in of_domain:
            history, cadence = histories[entry.number], entry.kpi.cadence
            settling = learn(history, entry.id, cadence, zone, now)
            last = last_ended(cadence, catalogue.today(domain, now))
            span = LearntSpan(settling.span, _oldest_unsettled(history.rows, last))
            yield replace(entry, learnt=span)


def histories_of(
    catalogue: Catalogue, database: Database, entries: Sequence[Entry], now: datetime
) -> dict[int, StoredHistory]:
    """Return what the store has of some KPIs of one domain, from when on anything is learnt."""
    from core.analysis import learning_begins

    domain = entries[0].domain
    today = catalogue.today(domain, now)
    first = min(learning_begins(entry.kpi.cadence, today) for entry in entries)
    return read_histories(database, domain, [entry.number for entry in entries], first)


def _oldest_unsettled(rows: Iterable[Row], last: Period) -> int:
    """Return the age of the oldest provisional value, as far as runs look back."""
    provisional = {row.period for row in rows if row.provisional_until}
    ages = range(SCOPES[last.cadence].longest + 1)
    return max((age for age in ages if last.shift(-age) in provisional), default=0)
