"""Judges the stored series of a domain and records the alerts on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import uuid4

from core.alerts.bases import bases_by_series, line_of, with_base
from core.alerts.breaks import since_break
from core.alerts.messages import plan_messages
from core.alerts.rules import values_needed
from core.alerts.sentences import condition_before, value_sentence
from core.alerts.states import LevelFound, Transition, find_transition, is_outdated, judge, peak_of
from core.alerts.totals import read_series
from core.catalog import Catalogue, Entry, KpiKey, healing_periods, newest_equivalents
from core.engines import Database
from core.model import (
    AlertEvent,
    AlertMessage,
    AlertPoint,
    AlertRule,
    AlertState,
    AlertSubject,
    one_period,
)
from core.store import Alerts, Definitions

_NO_RULES: frozenset[KpiKey] = frozenset()


def rules_of(catalogue: Catalogue, entry: Entry) -> Sequence[AlertRule]:
    """Return the rules of a KPI: its own, or those of its runner.

    Values that cover more than their period overlap, so that none of them is unusual. Limits begin
    where the KPI wants them to.
    """
    own = entry.kpi.alerts
    rules = catalogue.runners[entry.domain].alerts if own is None else own
    if entry.range != one_period(entry.kpi.cadence):
        return [rule for rule in rules if rule.kind != "unusual"]
    since = entry.kpi.limits_since
    return [replace(rule, since=since) if since else rule for rule in rules]


@dataclass(frozen=True)
class Evaluation:
    """One look at the values of a domain; KPIs that are `left_out` are not judged."""

    database: Database
    catalogue: Catalogue
    domain: str
    now: datetime
    run_id: str = ""
    link: str = ""
    left_out: Collection[KpiKey] = field(default=_NO_RULES)

    def record(self) -> tuple[AlertEvent, ...]:
        """Store what is to be told now, and the new states with it; return the events.

        A kill before it leaves the earlier states, so that the next look finds the same.
        """
        watched = self._watched()
        if not watched:
            return ()
        alerts = Alerts(self.database)
        series = read_series(self.database, self.domain, self._first_days(watched.values()))
        states = alerts.read_states(self.domain)
        judged = self._judge(watched, series, states)
        if not judged:
            return ()
        silences = alerts.read_silences([self.domain], self.now)
        new_states, events = [], []
        for subject, found, told in judged:
            if any(silence.covers(subject, self.now) for silence in silences):
                continue
            before = states.get(subject)
            new_states.append(self._state(subject, found, before))
            if told:
                entry = watched[subject.kpi_number]
                events.append(self._event(entry, subject, found, told, before))
        alerts.record(new_states, events, self._messages(events))
        return tuple(events)

    def _messages(self, events: Sequence[AlertEvent]) -> list[AlertMessage]:
        runner = self.catalogue.runners[self.domain]
        entries = {entry.number: entry for entry in self.catalogue.entries_of(self.domain)}
        return plan_messages(runner, entries, events, self.link) if runner.channels else []

    def _watched(self) -> dict[int, Entry]:
        return {
            entry.number: entry
            for entry in self.catalogue.entries_of(self.domain)
            if entry.key not in self.left_out and rules_of(self.catalogue, entry)
        }

    def _first_days(self, entries: Collection[Entry]) -> dict[int, date]:
        """Return for each KPI the first day of the values that its rules may need."""
        runner = self.catalogue.runners[self.domain]
        newest = {
            cadence: runner.newest_printed(cadence, self.now)
            for cadence in {entry.kpi.cadence for entry in entries}
        }
        days = {}
        for entry in entries:
            needed = max(map(values_needed, rules_of(self.catalogue, entry)))
            periods = needed + healing_periods(self.catalogue, entry)
            days[entry.number] = newest[entry.kpi.cadence].shift(-periods).first_day
        return days

    def _judge(
        self,
        watched: Mapping[int, Entry],
        series: Mapping[AlertSubject, Sequence[AlertPoint]],
        states: Mapping[AlertSubject, AlertState],
    ) -> list[tuple[AlertSubject, LevelFound, Transition | None]]:
        """Return the judgements that change a state, or the value that it names."""
        judged = []
        rules_by_kpi = {each: rules_of(self.catalogue, watched[each]) for each in watched}
        bases = bases_by_series(self.database, self.domain, rules_by_kpi)
        for subject, points in self._comparable(watched, series).items():
            own = bases.get(line_of(subject), ())
            rules = with_base(rules_by_kpi[subject.kpi_number], points, own)
            state = states.get(subject)
            found = judge(rules, points, state)
            told = find_transition(found, state) if found else None
            if found and (told or is_outdated(found, state)):
                judged.append((subject, found, told))
        return judged

    def _comparable(
        self,
        watched: Mapping[int, Entry],
        series: Mapping[AlertSubject, Sequence[AlertPoint]],
    ) -> dict[AlertSubject, Sequence[AlertPoint]]:
        """Return the current series, each since its last break."""
        current: dict[AlertSubject, Sequence[AlertPoint]] = {}
        for subject, points in series.items():
            key = subject.kpi_number, subject.field_name, subject.range_type, subject.cadence
            if watched[subject.kpi_number].series == key:
                current[subject] = points
        if not any(_has_versions(points) for points in current.values()):
            return current
        newest = newest_equivalents(Definitions(self.database).read_all([self.domain]))
        for subject, points in current.items():
            current[subject] = since_break(points, subject, newest)
        return current

    def _state(
        self, subject: AlertSubject, found: LevelFound, before: AlertState | None
    ) -> AlertState:
        is_same = before is not None and before.level == found.level
        return AlertState(
            subject=subject,
            level=found.level,
            rule=str(found.rule) if found.rule else "",
            period=found.point.period.label,
            period_start=found.point.period.first_day,
            value=found.point.value,
            changed_at=before.changed_at if before and is_same else self.now,
            peak=peak_of(found, before),
        )

    def _event(
        self,
        entry: Entry,
        subject: AlertSubject,
        found: LevelFound,
        told: Transition,
        before: AlertState | None,
    ) -> AlertEvent:
        label, unit = subject.field_details, entry.kpi.unit
        name = f"{entry.kpi.name}, {label}" if label else entry.kpi.name
        rules = rules_of(self.catalogue, entry)
        condition = condition_before(rules, before.rule, unit) if before else ""
        return AlertEvent(
            event_id=uuid4().hex,
            subject=subject,
            name=name,
            change=told.change,
            level=told.level,
            level_before=told.level_before,
            rule=str(found.rule) if found.rule else "",
            sentence=value_sentence(name, unit, found, told, condition),
            period=found.point.period.label,
            period_start=found.point.period.first_day,
            value=found.point.value,
            value_before=told.value_before,
            target=found.point.target,
            unit=unit,
            cause=told.cause,
            run_id=self.run_id,
            noticed_at=self.now,
            route=told.route,
        )


def _has_versions(points: Sequence[AlertPoint]) -> bool:
    """Return whether a series has values of several definitions."""
    return len({point.definition for point in points} - {""}) > 1
