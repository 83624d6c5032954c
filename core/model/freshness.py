"""Fingerprints of the stored values that a value was made from, and values whose own changed. Pure.

A derived value is stale if the values it was computed from are not those that are stored now, or
if one of them is stale itself. That follows from what is stored, so no interruption can hide it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.model.period import Period
from core.model.ranges import stored_range
from core.model.records import Row
from core.model.states import MARKS, State
from core.model.windows import window_of

StoredSeries = tuple[str, int, str, str]  # domain, KPI number, field, range
SeriesDay = tuple[StoredSeries, date]  # with the period's first day
_DIGITS = 12


def kpi_id(series: StoredSeries) -> str:
    """Return the KPI of a series as messages name it: `success/kpi_06`."""
    return f"{series[0]}/kpi_{series[1]:02}"


@dataclass(frozen=True, slots=True, order=True)
class SourceRead:
    """Stored values that another value is made from: those of `series`, for the `last` periods.

    `last` is 0 for as many periods as the reader's range has. `cadence` is empty for the reader's.
    """

    series: StoredSeries
    last: int = 0
    cadence: str = ""

    @property
    def kpi(self) -> str:
        """The KPI whose values are read, such as `success/kpi_06`."""
        return kpi_id(self.series)


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """A computed value of `series` for `period`, with its fingerprints, one per source in order."""

    series: StoredSeries
    period: Period
    made_from: str
    sources: tuple[SourceRead, ...]

    @property
    def key(self) -> SeriesDay:
        """Series and first day."""
        return self.series, self.period.first_day


@dataclass(frozen=True, slots=True)
class StoredLineage:
    """All derived values of a store, and the texts of all values that they may be made from."""

    derived: Sequence[DerivedValue] = ()
    texts: Mapping[StoredSeries, Mapping[date, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StaleValue:
    """A stored value that is older than values it was made from: those of the KPIs `changed`."""

    series: StoredSeries
    period: Period
    changed: tuple[str, ...]

    @property
    def domain(self) -> str:
        """The domain of the KPI."""
        return self.series[0]

    @property
    def kpi(self) -> str:
        """The KPI, such as `success/kpi_07`."""
        return kpi_id(self.series)

    @property
    def reason(self) -> str:
        """Why it is stale, in words."""
        opening = MARKS[State.STALE].opening
        return f"{opening}computed before values of {', '.join(self.changed)} changed"


Stale = Mapping[SeriesDay, StaleValue]


def period_text(day: date, values: Mapping[str, float | None]) -> str:
    """Return the values of a period that begins on `day`, by field, as they enter a fingerprint."""
    texts = [value_text(name, value) for name, value in sorted(values.items())]
    return "".join(f"{day} {text}" for text in texts if text)


def value_text(name: str, value: float | None) -> str:
    """Return a value of a field as text, without floating-point noise, which is not a change.

    A period without a value is like one without a row, unless the field is a label.
    """
    if value is None:
        return f"{name!r}\n" if name else ""
    number = f"{value + 0.0:.0f}" if not value % 1 else f"{value:.12g}"
    return f"{name!r} {number}\n"


def fingerprint(texts: Iterable[str]) -> str:
    """Return the fingerprint of the values of one KPI: the texts of its periods, oldest first."""
    return hashlib.sha256("".join(texts).encode()).hexdigest()[:_DIGITS]


def find_stale(lineage: StoredLineage) -> Stale:
    """Return the stale values, also those made from stale ones."""
    windows = _Windows()
    stale: dict[SeriesDay, StaleValue] = {}
    for value in lineage.derived:
        if changed := tuple(_changed(value, lineage, windows)):
            stale[value.key] = StaleValue(value.series, value.period, changed)
    if stale:
        _add_readers(stale, lineage.derived, windows)
    return stale


class _Windows:
    """Periods that values are made from, each window made once."""

    def __init__(self) -> None:
        self._days: dict[tuple[int, str, str, Period], tuple[date, ...]] = {}

    def days(self, value: DerivedValue, source: SourceRead) -> tuple[date, ...]:
        """Return the first days of the periods of `source` that `value` is made from."""
        key = source.last, source.cadence, value.series[3], value.period
        if key not in self._days:
            covered = stored_range(value.series[3])
            window = window_of(value.period, covered, source.cadence, source.last)
            self._days[key] = tuple(period.first_day for period in window.periods)
        return self._days[key]


def _changed(value: DerivedValue, lineage: StoredLineage, windows: _Windows) -> Iterator[str]:
    """Yield the KPIs whose values are not those that a value was computed from."""
    fingerprints = value.made_from.split()
    if len(fingerprints) != len(value.sources):  # the record of its sources is gone
        return
    for source, before in zip(value.sources, fingerprints, strict=True):
        texts = lineage.texts.get(source.series, {})
        read = [texts.get(day, "") for day in windows.days(value, source)]
        if fingerprint(read) != before:
            yield source.kpi


def _add_readers(
    stale: dict[SeriesDay, StaleValue], derived: Sequence[DerivedValue], windows: _Windows
) -> None:
    """Add the values that are made from stale ones, directly or through others."""
    has_grown = True
    while has_grown:
        has_grown = False
        for value in derived:
            if value.key in stale:
                continue
            read = [each.kpi for each in value.sources if _reads(value, each, stale, windows)]
            if read:
                stale[value.key] = StaleValue(value.series, value.period, tuple(read))
                has_grown = True


def _reads(value: DerivedValue, source: SourceRead, stale: Stale, windows: _Windows) -> bool:
    return any((source.series, day) in stale for day in windows.days(value, source))


def with_staleness(row: Row, stale: Stale) -> Row:
    """Return a row whose remark begins with why it is stale, if it is; a manual value never is."""
    series = row.domain, row.kpi_number, row.field_name, row.range_type
    found = stale.get((series, row.period.first_day))
    if found is None or row.by_hand:
        return row
    return replace(row, remark="; ".join(filter(None, (found.reason, row.remark))))
