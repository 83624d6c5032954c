"""The definition of an entry, as the store keeps it."""

from __future__ import annotations

from core.catalog.entries import Catalogue, Entry
from core.model import Definition, describe, plain_target, targets_json, thresholds_json


def definition_of(catalogue: Catalogue, entry: Entry) -> Definition:
    """Return an entry's definition as the store keeps it, without the text of its file."""
    kpi = entry.kpi
    return Definition(
        domain=entry.domain,
        kpi_number=entry.number,
        version=entry.version,
        field_name=kpi.field_name,
        range_type=str(entry.range),
        cadence=kpi.cadence,
        name=kpi.name,
        meaning=entry.meaning,
        owner=kpi.owner,
        unit=kpi.unit,
        better=kpi.better,
        target=plain_target(entry.targets),
        sources=", ".join(describe(source) for source in kpi.sources),
        query=entry.query,
        reviewed=kpi.reviewed,
        since=kpi.since,
        settles=kpi.settles,
        source_details=entry.source_details,
        timezone=entry.timezone,
        adds=kpi.adds,
        limits_since=kpi.limits_since,
        title=catalogue.runners[entry.domain].title,
        targets=targets_json(entry.targets),
        thresholds=thresholds_json(kpi.thresholds),
    )
