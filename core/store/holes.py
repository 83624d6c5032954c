"""Holes of stored series: the store is asked for details only where something is not done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.catalog import Catalogue, Entry, Hole, find_hole, may_have_holes
from core.engines import Database
from core.store.series import SeriesLedger
from core.store.values import Store


def read_holes(
    database: Database, catalogue: Catalogue, entries: Iterable[Entry], now: datetime
) -> tuple[Hole, ...]:
    """Return the holes of some KPIs, by domain and number."""
    by_domain: dict[str, list[Entry]] = {}
    for entry in entries:
        by_domain.setdefault(entry.domain, []).append(entry)
    holes: list[Hole] = []
    for domain, of_domain in by_domain.items():
        holes += _read_domain(Store(database), catalogue, domain, of_domain, now)
    return tuple(holes)


def _read_domain(
    store: Store, catalogue: Catalogue, domain: str, entries: Iterable[Entry], now: datetime
) -> list[Hole]:
    today = catalogue.today(domain, now)
    extents = store.extents(domain)
    suspects = [
        entry for entry in entries if may_have_holes(entry, today, extents.get(entry.series[:3]))
    ]
    if not suspects:
        return []
    keys = store.keys(domain, min(extents[entry.series[:3]][0] for entry in suspects))
    done = {key for key, is_done in keys.items() if is_done}
    retired = SeriesLedger(store.database).retired(domain)
    holes = [
        find_hole(catalogue, entry, today, extents[entry.series[:3]][0], done)
        for entry in suspects
        if entry.series not in retired
    ]
    return [hole for hole in holes if hole]
