"""Compares the catalogue with the stored series: which of them no KPI goes on with. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from core.catalog.entries import Catalogue, Entry, KpiKey
from core.catalog.positions import keyword_line
from core.errors import Finding
from core.model import Period, SeriesExtent

# Returns whether a run computes a KPI for all periods of a series.
Recomputes = Callable[[Entry, SeriesExtent], bool]


@dataclass(frozen=True, slots=True)
class SeriesNote:
    """A sentence on a stored series that stops no KPI; `is_lasting` if it is true for years.

    `is_hole` is set where no value is stored between `since` and the first stored period.
    """

    domain: str
    number: int
    text: str
    is_lasting: bool = False
    is_hole: bool = False

    def __str__(self) -> str:
        return f"{self.domain}/kpi_{self.number:02}: {self.text}"


@dataclass(frozen=True, slots=True)
class Continuity:
    """The outcome of a comparison.

    `findings` are on KPI files that would begin another series silently, or show two units in one.
    `current` are the stored series with which KPIs go on, and `retired` the KPIs of which that
    series is retired, so that they are not computed.
    """

    findings: tuple[Finding, ...] = ()
    notes: tuple[SeriesNote, ...] = ()
    retired: frozenset[KpiKey] = frozenset()
    current: Mapping[KpiKey, SeriesExtent] = field(default_factory=dict)


def never(_: Entry, __: SeriesExtent) -> bool:
    """Recompute nothing."""
    return False


def compare_series(
    catalogue: Catalogue,
    stored: Sequence[SeriesExtent],
    files: Mapping[str, Collection[int]],
    recomputes: Recomputes = never,
) -> Continuity:
    """Compare the KPIs of a catalogue with what is stored for the domains of `files`.

    `files` are the numbers of each domain's KPI files, also of those that cannot be loaded.
    """
    comparison = _Comparison(catalogue, stored, files)
    findings: list[Finding] = []
    notes: list[SeriesNote] = []
    for series in stored:
        entry = catalogue.by_key.get((series.domain, series.kpi_number))
        if entry and is_series_of(series, entry):
            findings += _unit_findings(catalogue, entry, series, recomputes)
            notes += _since_notes(entry, series)
            notes += _shape_notes(series)
        elif not series.is_retired:
            findings += comparison.orphan_findings(series, entry)
            notes += comparison.orphan_notes(series, entry)
    return Continuity(
        tuple(sorted({*findings})), tuple(notes), comparison.retired, comparison.current
    )


def is_series_of(series: SeriesExtent, entry: Entry) -> bool:
    """Return whether a KPI goes on with a stored series."""
    return series.domain == entry.domain and series.key == entry.series


@dataclass(frozen=True)
class _Comparison:
    """What the comparison of one series needs to know of the others."""

    catalogue: Catalogue
    stored: Sequence[SeriesExtent]
    files: Mapping[str, Collection[int]]

    @cached_property
    def current(self) -> dict[KpiKey, SeriesExtent]:
        """The stored series with which each KPI goes on."""
        current = {}
        for series in self.stored:
            entry = self.catalogue.by_key.get((series.domain, series.kpi_number))
            if entry and is_series_of(series, entry):
                current[entry.key] = series
        return current

    @cached_property
    def retired(self) -> frozenset[KpiKey]:
        """The KPIs whose own series is retired."""
        return frozenset(key for key, series in self.current.items() if series.is_retired)

    @cached_property
    def _by_field(self) -> dict[tuple[str, str], Entry]:
        return {(entry.domain, entry.kpi.field_name): entry for entry in self.catalogue.entries}

    def _heir(self, series: SeriesExtent) -> Entry | None:
        """Return the KPI of the domain that has the series' field, under whatever number."""
        return self._by_field.get((series.domain, series.field_name))

    def _beginners(self, series: SeriesExtent, entry: Entry | None) -> list[Entry]:
        """Return the KPIs that would begin a series although this one may be theirs."""
        candidates = (entry, self._heir(series))
        by_key = {each.key: each for each in candidates if each is not None}
        return [each for key, each in by_key.items() if key not in self.current]

    def orphan_findings(self, series: SeriesExtent, entry: Entry | None) -> Iterator[Finding]:
        """Yield why KPIs may not run, of a series that none of them goes on with."""
        heir = self._heir(series)
        is_free = heir is not None and heir.key not in self.current
        for beginner in self._beginners(series, entry):
            message = _orphan_message(series, beginner, heir if is_free else None)
            line = keyword_line(self.catalogue.root / beginner.file, _attribute(series, beginner))
            yield Finding(beginner.file, line, message)

    def orphan_notes(self, series: SeriesExtent, entry: Entry | None) -> Iterator[SeriesNote]:
        """Yield a sentence on a series that no KPI goes on with and that stops none."""
        number = series.kpi_number
        if self._beginners(series, entry):
            return
        if entry is None and number in self.files.get(series.domain, ()):
            return  # its file has findings of its own
        stored = f"the stored series {_describe(series)} has no KPI"
        remedy = f"run {_retire(series, entry)}"
        if entry is None:
            stored += f", because scorecards/{series.domain}/kpi_{number:02}.py is gone"
            remedy = f"restore the file, {self._move(series)}or {remedy}"
        yield SeriesNote(series.domain, number, f"{stored}; {remedy}")

    def _move(self, series: SeriesExtent) -> str:
        """Return how to move a series to the one KPI of another domain that has its field."""
        others = [
            entry
            for entry in self.catalogue.entries
            if entry.kpi.field_name == series.field_name and entry.key not in self.current
        ]
        return f"run {_rename(series, others[0])}, " if len(others) == 1 else ""


def _orphan_message(series: SeriesExtent, entry: Entry, heir: Entry | None) -> str:
    """Return what to do so that `entry` may begin a series; `heir` would begin this one anew."""
    kpi, retire = entry.kpi, _retire(series, entry)
    stored = f"the stored series {_describe(series)} has no KPI"
    if heir and heir.number != series.kpi_number:
        remedy = f"run {_rename(series, heir)} to go on with it, or {retire}"
        return f"{stored}, because kpi_{heir.number:02} has its field now; {remedy}"
    if kpi.field_name != series.field_name:
        field = series.field_name
        remedy = f'set field="{field}" to go on with it, run {_rename(series, entry)}, or {retire}'
        return f"{stored}, and this file would begin another one, {kpi.field_name}; {remedy}"
    if kpi.cadence != series.cadence:
        remedy = f"set field= to a new name and run {retire}"
        return f"{stored}, because the file is {kpi.cadence} now; {remedy}"
    remedy = f"set the range back, or run {retire} to begin a new series"
    return f'{stored}, because its range is "{series.range_type}"; {remedy}'


def _attribute(series: SeriesExtent, entry: Entry) -> str:
    """Return the attribute of a KPI file in which it differs from a series."""
    if entry.kpi.field_name != series.field_name or entry.number != series.kpi_number:
        return "field" if entry.kpi.field else "name"
    return "range" if entry.kpi.cadence == series.cadence else "cadence"


def _describe(series: SeriesExtent) -> str:
    return f"{series.field_name} of kpi_{series.kpi_number:02} ({series.extent})"


def _rename(series: SeriesExtent, entry: Entry) -> str:
    """Return the command that moves a series to a KPI."""
    old, new = series.field_name, entry.kpi.field_name
    command = f"scorecard rename {series.domain} {series.kpi_number} {old} {new}"
    if entry.number != series.kpi_number:
        command += f" --to-number {entry.number}"
    return command if entry.domain == series.domain else f"{command} --to-domain {entry.domain}"


def _retire(series: SeriesExtent, entry: Entry | None = None) -> str:
    """Return the command that retires a series, as short as it can be."""
    command = f"scorecard retire {series.domain} {series.kpi_number}"
    if entry is None:
        return command
    command += f" --field {series.field_name}"
    is_same_field = (entry.number, entry.kpi.field_name) == (series.kpi_number, series.field_name)
    return f'{command} --range "{series.range_type}"' if is_same_field else command


def _unit_findings(
    catalogue: Catalogue, entry: Entry, series: SeriesExtent, recomputes: Recomputes
) -> Iterator[Finding]:
    """Yield a finding if a series would show two units."""
    others = [unit for unit in series.units if unit != entry.kpi.unit]
    if not others or series.is_retired:
        return
    fault = f'unit is "{entry.kpi.unit}", but stored values are in {" and ".join(others)}'
    renew = (
        f"set field= to a new name and run scorecard retire {entry.domain} {entry.number} --field"
        f" {series.field_name}"
    )
    if series.first_manual:
        period = Period(series.first_manual, series.cadence)
        remedy = f"remove the manual value of {period} with scorecard unset, or {renew}"
    elif entry.since and series.first < entry.since:
        remedy = f"those before since= cannot be computed again, so {renew}"
    elif recomputes(entry, series):
        return
    else:
        command = f"scorecard run {entry.domain} --kpi {entry.number} --period {series.span}"
        remedy = f"compute all of them again with {command}, or {renew}"
    line = keyword_line(catalogue.root / entry.file, "unit")
    yield Finding(entry.file, line, f"{fault} ({series.extent}); {remedy}")


def _since_notes(entry: Entry, series: SeriesExtent) -> Iterator[SeriesNote]:
    """Yield what a changed `since` leaves behind: older values, or a hole before the first one."""
    since = entry.since
    if since is None or since.cadence != series.cadence or since == series.first:
        return
    if series.first < since:
        text = f"values from {series.first} on stay, although since= is {since}"
        yield SeriesNote(entry.domain, entry.number, text, is_lasting=True)
        return
    hole = f"{since}..{series.first.shift(-1)}"
    command = f"scorecard run {entry.domain} --kpi {entry.number} --period {hole}"
    text = f"nothing is stored for {hole}, although since= is {since}; compute it with {command}"
    yield SeriesNote(entry.domain, entry.number, text, is_lasting=True, is_hole=True)


def _shape_notes(series: SeriesExtent) -> Iterator[SeriesNote]:
    """Yield that a series has values with and without labels."""
    total, part = series.last_total, series.last_part
    if not total or not part or series.is_retired:
        return
    older, newer = ("totals", "broken down") if total < part else ("broken down", "totals")
    until = Period(min(total, part), series.cadence)
    text = f"values up to {until} are {older} and later ones {newer}, and are never mixed"
    yield SeriesNote(series.domain, series.kpi_number, text, is_lasting=True)
