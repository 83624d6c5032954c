"""The stored series of some domains, compared with their KPIs."""

from __future__ import annotations

from collections.abc import Iterable

from core.catalog import Catalogue, Continuity, Recomputes, compare_series, file_numbers, never
from core.engines import Database
from core.store.series import SeriesLedger


def read_continuity(
    database: Database,
    catalogue: Catalogue,
    domains: Iterable[str],
    recomputes: Recomputes = never,
) -> Continuity:
    """Return how a catalogue goes on with the stored series of some domains."""
    domains = list(domains)
    stored = SeriesLedger(database).read_series(domains)
    files = {domain: file_numbers(catalogue.root, domain) for domain in domains}
    return compare_series(catalogue, stored, files, recomputes)
