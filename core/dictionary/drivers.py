"""The drivers of a KPI, and why it moved last, for readers of the dictionary."""

from __future__ import annotations

import json
from collections.abc import Sequence

from core.catalog import Catalogue, Entry, KpiKey
from core.engines import Database
from core.store import Explanations


def tree_text(catalogue: Catalogue, entry: Entry) -> str:
    """Return a tree with what its names mean; empty without one."""
    if entry.tree is None:
        return ""
    meanings = []
    for name, key in entry.drivers.items():
        driver = catalogue.by_key.get(key)
        if driver:
            meanings.append(f"{name}: {driver.kpi.name} ({driver.id})")
    return f"{entry.tree} ({'; '.join(meanings)})" if meanings else str(entry.tree)


def read_reasons(database: Database, entries: Sequence[Entry]) -> dict[KpiKey, tuple[str, ...]]:
    """Return what runs worked out on the newest change of each KPI with a tree, in sentences."""
    numbers: dict[str, list[int]] = {}
    for entry in entries:
        if entry.kpi.tree:
            numbers.setdefault(entry.domain, []).append(entry.number)
    reasons: dict[KpiKey, tuple[str, ...]] = {}
    series = {(entry.domain, *entry.series) for entry in entries}
    for domain, wanted in numbers.items():
        newest = Explanations(database).read_newest(domain, wanted).values()
        for each in sorted(newest, key=lambda each: each.period):
            if each.key[:5] in series:
                reasons[domain, each.kpi_number] = tuple(json.loads(each.sentences))
    return reasons
