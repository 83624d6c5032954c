"""Alerts: states, their log, silences, and the values that alerts judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from core.engines import Database
from core.model import (
    AlertEvent,
    AlertMessage,
    AlertPoint,
    AlertState,
    AlertSubject,
    Cadence,
    Period,
    Row,
    Silence,
)
from core.store.columns import make_columns
from core.store.messages import Messages
from core.store.tables import (
    full_name,
    insert,
    query,
    read,
    scorecard_table,
    update_on_conflict,
)
from core.store.targets import apply_targets, read_targets_set
from core.store.values import Store

_STATE, _LOG, _SILENCE = "scorecard_alert_state", "scorecard_alert", "scorecard_alert_silence"
_KEY = (
    "domain",
    "kind",
    "kpi_number",
    "field_name",
    "field_details",
    "range_type",
    "cadence",
)

# By number, field, label, range and cadence.
_PointsOfSeries = dict[tuple[Any, ...], list[AlertPoint]]


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts of all domains in one store."""

    database: Database

    def read_points(
        self, domain: str, since: Mapping[int, date]
    ) -> dict[AlertSubject, list[AlertPoint]]:
        """Return the values that are whole and final, by series, oldest first.

        `since` gives for each KPI the day on which its first period begins. Each value has the
        target that a person set for it, else the stored one of its file.
        """
        found = query(
            self.database,
            "SELECT kpi_number, field_name, field_details, range_type, cadence, period_start, "
            "value, target, CASE WHEN by_hand THEN '' ELSE definition END, target_high, better "
            f"FROM {full_name(scorecard_table(domain))} JOIN (SELECT unnest(:kpis::int[]) AS "
            "wanted, unnest(:days::date[]) AS since) AS wanted "
            "ON kpi_number = wanted AND period_start >= since "
            "WHERE outcome = 'value' AND value IS NOT NULL AND NOT partial "
            "AND provisional_until IS NULL ORDER BY 1, 2, 3, 4, 5, 6",
            {"kpis": list(since), "days": list(since.values())},
        )
        points: _PointsOfSeries = {}
        for row in found.rows:
            period = Period(row[5], row[4])
            points.setdefault(row[:5], []).append(AlertPoint(period, *row[6:]))
        self._set_targets(domain, since, points)
        return {_subject(domain, *series): each for series, each in points.items()}

    def _set_targets(self, domain: str, since: Mapping[int, date], points: _PointsOfSeries) -> None:
        """Put the targets that people set in place of the files'; few KPIs have any."""
        aimed = {each.change.kpi_number for each in read_targets_set(self.database, domain)}
        numbers = aimed & since.keys()
        if not numbers:
            return
        first = min(since[number] for number in numbers)
        stored = Store(self.database).rows(domain, numbers, first)
        rows = {_point_key(row): row for row in apply_targets(self.database, stored)}
        for series, found in points.items():
            if series[0] in numbers:
                points[series] = [_aim(point, rows[*series, point.period]) for point in found]

    def read_states(self, domain: str) -> dict[AlertSubject, AlertState]:
        """Return what was last said of each subject of a domain."""
        found = read(
            self.database, AlertState, _STATE, "WHERE domain = :domain", {"domain": domain}
        )
        return {state.subject: state for state in found}

    def record(
        self,
        states: Sequence[AlertState],
        events: Sequence[AlertEvent],
        messages: Sequence[AlertMessage] = (),
    ) -> None:
        """Store new states in place of those before, events and messages, all or nothing."""
        if not states and not events:
            return
        columns = make_columns(states)
        conflict = update_on_conflict(_KEY, [name for name in columns if name not in _KEY])
        with self.database.transaction():
            insert(self.database, _STATE, columns, conflict)
            insert(self.database, _LOG, make_columns(events))
            Messages(self.database).add(messages)

    def read_log(
        self, domains: Sequence[str], since: datetime | None = None, limit: int | None = None
    ) -> list[AlertEvent]:
        """Return the alerts of some domains from an instant on, newest first, at most `limit`."""
        clauses = "WHERE domain = ANY(:domains::text[])"
        if since is not None:
            clauses += " AND noticed_at >= :since::timestamptz"
        clauses += " ORDER BY noticed_at DESC, domain, kind, kpi_number, field_details"
        if limit is not None:
            clauses += " LIMIT :limit::bigint"
        params = {"domains": list(domains), "since": since, "limit": limit}
        return read(self.database, AlertEvent, _LOG, clauses, params)

    def read_silences(self, domains: Sequence[str], now: datetime) -> list[Silence]:
        """Return the silences of some domains that have not ended, the longest first."""
        return read(
            self.database,
            Silence,
            _SILENCE,
            "WHERE domain = ANY(:domains::text[]) AND until > :now::timestamptz "
            "ORDER BY until DESC",
            {"domains": list(domains), "now": now},
        )

    def add_silence(self, silence: Silence) -> None:
        """Store a silence."""
        insert(self.database, _SILENCE, make_columns([silence]))


def _point_key(row: Row) -> tuple[Any, ...]:
    cadence, label = row.period.cadence, row.field_details
    return row.kpi_number, row.field_name, label, row.range_type, cadence, row.period


def _aim(point: AlertPoint, row: Row) -> AlertPoint:
    """Return a point with the target of its row."""
    return replace(point, target=row.target, target_high=row.target_high, better=row.better)


def _subject(
    domain: str, number: int, field: str, label: str, reach: str, cadence: Cadence
) -> AlertSubject:
    return AlertSubject(
        domain=domain,
        kpi_number=int(number),
        field_name=field,
        field_details=label,
        range_type=reach,
        cadence=cadence,
    )
