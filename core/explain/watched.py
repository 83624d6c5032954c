"""The current lines of a domain with all that their unusual values and outlooks depend on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from types import MappingProxyType

from core.analysis import (
    Outlook,
    Projection,
    Unusual,
    find_outlook,
    judge_unusual,
    targets_of,
)
from core.catalog import find_breaks, holidays_of
from core.engines import Database
from core.model import (
    Definition,
    Key,
    Row,
    Runner,
    Span,
    TargetChange,
    last_ended,
    parse_period,
    read_target_changes,
    series_of,
)
from core.status import LineKey, ValueSeries, series_by_line, with_totals
from core.store import Definitions, SeriesLedger, StoreView

_STILL = 4  # periods for which a run makes up; a line that ended before has no outlook


@dataclass(frozen=True)
class WatchedDomain:
    """The lines of a domain's KPIs as their newest definitions have them, retired ones left out.

    `changes` are the targets that people set, oldest first; `holidays` those of its runner.
    """

    domain: str
    lines: Mapping[LineKey, ValueSeries]
    definitions: Mapping[int, Definition]
    changes: Sequence[TargetChange] = ()
    year_begins: int = 1
    holidays: frozenset[date] = field(default=frozenset())

    @property
    def names(self) -> dict[tuple[str, int], str]:
        """The names of the KPIs."""
        return {(self.domain, number): each.name for number, each in self.definitions.items()}

    def provisional_rows(self, span: Span | None = None) -> list[Row]:
        """Return the rows of a span, default all, whose values may still change."""
        rows = (row for series in self.lines.values() for row in series.rows.values())
        may_change = (row for row in rows if row.provisional_until)
        return [row for row in may_change if span is None or span.holds(row.period)]

    def judge(
        self, span: Span, projections: Mapping[Key, Projection] = MappingProxyType({})
    ) -> Iterator[Unusual]:
        """Yield for each stored value of a span whether it is unusual.

        `projections` say where provisional values are expected to end, by the row's key.
        """
        for key, series in self.lines.items():
            definition = self.definitions[key[0]]
            since = parse_period(definition.limits_since) if definition.limits_since else None
            for period in filter(span.holds, series.rows):
                found = judge_unusual(
                    series,
                    period,
                    adds=definition.adds,
                    since=since,
                    holidays=self.holidays,
                    settles=projections.get(series.rows[period].key),
                )
                if found is not None:
                    yield found

    def outlooks(
        self, today: date, projections: Mapping[Key, Projection] = MappingProxyType({})
    ) -> Iterator[Outlook]:
        """Yield the outlook of each line from its newest value; `today` is a business day.

        `projections` say where provisional values are expected to end, by the row's key.
        """
        for key, series in self.lines.items():
            definition = self.definitions[key[0]]
            newest = last_ended(definition.cadence, today)
            period = min(max(series.rows), newest)
            row = series.rows.get(period)
            if row is None or period < newest.shift(-_STILL):
                continue
            own = [each for each in self.changes if each.change.key == series_of(row)]
            found = find_outlook(
                series,
                period,
                adds=definition.adds,
                targets=targets_of(row, definition, own),
                year_begins=self.year_begins,
                settles=projections,
            )
            if found is not None:
                yield found


def read_watched(
    database: Database, domain: str, runner: Runner | None, kpi: int | None = None
) -> WatchedDomain:
    """Return the lines of a domain, or of one of its KPIs, as readers see them.

    Raises:
        SettingsError: The runner's holidays are of a country that is not known here.
    """
    view, numbers = StoreView(database, domain), None if kpi is None else [kpi]
    definitions, changes = view.definitions(), view.series_changes()
    rows = with_totals(view.rows(numbers), definitions)
    breaks = find_breaks(rows, partial(Definitions(database).read_all, [domain]))
    retired = {each.key for each in SeriesLedger(database).retirements(domain, changes)}
    every = series_by_line(rows, breaks, view.limits(numbers))
    lines = {
        key: series
        for key, series in sorted(every.items())
        if _is_current(key, definitions.get(key[0])) and _series_key(key) not in retired
    }
    found = WatchedDomain(domain, lines, definitions, read_target_changes(changes))
    return _with_calendar(found, runner) if runner and lines else found


def _series_key(key: LineKey) -> tuple[int, str, str, str]:
    number, name, _, covered, cadence = key
    return number, name, covered, cadence


def _is_current(key: LineKey, definition: Definition | None) -> bool:
    return definition is not None and _series_key(key) == (
        definition.kpi_number,
        definition.field_name,
        definition.range_type,
        definition.cadence,
    )


def _with_calendar(found: WatchedDomain, runner: Runner) -> WatchedDomain:
    first = min(min(series.rows).first_day for series in found.lines.values())
    last = max(max(series.rows).last_day for series in found.lines.values())
    days = holidays_of(runner, first, last)
    return replace(found, year_begins=runner.year_begins, holidays=days)
