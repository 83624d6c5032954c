"""Retired KPIs: the store has values of them, and no run adds more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.catalog import domain_names, file_numbers
from core.engines import Database
from core.model import Definition, Period, SeriesChange, SeriesExtent
from core.store import Definitions, SeriesLedger


@dataclass(frozen=True, slots=True)
class RetiredKpi:
    """A retired KPI: its newest definition, the last period that has a row, and the reason."""

    definition: Definition
    last: Period | None
    reason: str


def find_retired(
    database: Database, root: Path, domains: Iterable[str] | None = None
) -> list[RetiredKpi]:
    """Return the retired KPIs of `domains`, default all that are stored, by domain and number.

    A KPI is retired if its file is gone, or if a person retired the series of its definition.
    """
    ledger = SeriesLedger(database)
    names = sorted(ledger.domains() if domains is None else domains)
    files = {name: file_numbers(root, name) for name in domain_names(root)}
    extents = {_identity(each): each for each in ledger.read_series(names)}
    changes: dict[_Identity, SeriesChange] = {}
    for name in names:
        changes |= {_identity(each): each for each in ledger.retirements(name)}
    retired = []
    for (domain, number), stored in sorted(Definitions(database).read_newest_of(names).items()):
        has_file = number in files.get(domain, ())
        retired += _examine(stored.definition, has_file, changes, extents)
    return retired


_Identity = tuple[str, int, str, str, str]


def _identity(series: SeriesExtent | SeriesChange) -> _Identity:
    return (series.domain, *series.key)


def _examine(
    definition: Definition,
    has_file: bool,
    changes: Mapping[_Identity, SeriesChange],
    extents: Mapping[_Identity, SeriesExtent],
) -> list[RetiredKpi]:
    key = (
        definition.domain,
        definition.kpi_number,
        definition.field_name,
        definition.range_type,
        str(definition.cadence),
    )
    extent = extents.get(key)
    change = changes.get(key)
    if change is None and has_file:
        return []
    reason = _reason(change) if change else "its file is gone"
    return [RetiredKpi(definition, extent.last if extent else None, reason)]


def _reason(change: SeriesChange) -> str:
    note = f" ({change.note})" if change.note else ""
    return f"{change.changed_by} retired it on {change.changed_at.date()}{note}"
