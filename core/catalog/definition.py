"""The definition of an entry, as the store keeps it."""

from __future__ import annotations

from core.catalog.entries import Entry
from core.model import Definition, describe


def definition_of(entry: Entry) -> Definition:
    """Return an entry's definition as the store keeps it."""
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
        target=entry.target,
        sources=", ".join(describe(source) for source in kpi.sources),
        query=entry.query,
        reviewed=kpi.reviewed,
    )
