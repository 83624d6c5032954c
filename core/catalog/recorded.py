"""Entries made again from definitions as the store keeps them, whatever the files say today."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from core.catalog.entries import Catalogue, Entry
from core.model import Cadence, Definition, File, Kpi, Runner, Source, Tab, Table, Values

_KINDS: Mapping[str, type[Table | File | Tab | Values]] = {
    kind.__name__: kind for kind in (Table, File, Tab, Values)
}
# They judge a source; a value is made without them.
_JUDGING = ("fresh", "checks", "personal")


def entry_of(definition: Definition) -> Entry | None:
    """Return the KPI as its definition declared it; None if an earlier store kept too little.

    It has what decides a value, and neither targets nor alerts nor checks.
    """
    if definition.source_details is None or not definition.timezone:
        return None
    sources = [_source(details) for details in json.loads(definition.source_details)]
    kpi = Kpi(
        name=definition.name,
        owner=definition.owner,
        unit=definition.unit,  # type: ignore[arg-type]  # it was checked when it was stored
        query=definition.query,
        cadence=definition.cadence,
        range=_declared(definition.range_type),
        sources=sources,
        since=definition.since or "",
        field=definition.field_name,
    )
    domain, number = definition.domain, definition.kpi_number
    file = f"scorecards/{domain}/kpi_{number:02}.py"
    query, zone = definition.query, definition.timezone
    return Entry(domain, number, file, definition.meaning, kpi, query, file, zone)


def series_entry(domain: str, number: int, field: str, range_type: str, cadence: Cadence) -> Entry:
    """Return an entry that only names a stored series, to read its values."""
    covered = _declared(range_type)
    kpi = Kpi(
        name=field, owner="", unit="number", query="", field=field, range=covered, cadence=cadence
    )
    return Entry(domain, number, "", "", kpi, "", "")


def catalogue_of(root: Path, entry: Entry, others: Iterable[Entry] = ()) -> Catalogue:
    """Return a catalogue of just an entry and those whose values it reads."""
    runner = Runner(title=entry.domain, timezone=entry.timezone, schedule={})
    return Catalogue(root, {entry.domain: runner}, (entry, *others))


def _declared(range_type: str) -> str:
    """Return a stored range as a file declares it: a single unit has its number."""
    return range_type if " " in range_type else f"1 {range_type}"


def _source(details: dict[str, Any]) -> Source:
    kind = _KINDS[details["kind"]]
    known = {field.name for field in fields(kind)} - set(_JUDGING)
    return kind(**{name: value for name, value in details.items() if name in known})
