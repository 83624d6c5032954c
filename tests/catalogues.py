"""Catalogues made of plain values, without files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.catalog.entries import Catalogue, Entry
from core.model.kpi import Cadence, Kpi
from core.model.sources import Values
from core.runner import Runner

_SCHEDULE: dict[Cadence, str] = {
    "daily": "0 6 * * *",
    "weekly": "0 6 * * MON",
    "monthly": "0 7 1 * *",
}


def entry(number: int, *reads: int, domain: str = "success", **given: Any) -> Entry:
    """Return an entry named `n<number>` that reads the last two values of KPIs of its domain.

    `given` are attributes of its `Kpi`; `sources` among them replaces what it reads.
    """
    attributes = {
        "name": f"n{number}",
        "owner": "a@example.com",
        "unit": "count",
        "query": "",
        "sources": tuple(Values(each, last=2) for each in reads),
        **given,
    }
    kpi = Kpi(**attributes)
    file = f"scorecards/{domain}/kpi_{number:02}.py"
    return Entry(domain, number, file, "What is counted.", kpi, str(kpi.query), "")


def catalogue_with(*entries: Entry, zones: Mapping[str, str] | None = None) -> Catalogue:
    """Return a catalogue of these entries; a domain not in `zones` has Berlin's time."""
    zones = zones or {}
    runners = {
        domain: Runner(
            title=domain, timezone=zones.get(domain, "Europe/Berlin"), schedule=_SCHEDULE
        )
        for domain in sorted({each.domain for each in entries})
    }
    ordered = sorted(entries, key=lambda each: each.key)
    return Catalogue(Path(), runners, tuple(ordered))
