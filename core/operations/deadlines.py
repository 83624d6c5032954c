"""Which scorecards are past their deadline, and what each of them lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.catalog import Catalogue, Entry, series_key
from core.engines import Warehouse
from core.errors import PublishError
from core.model import CADENCES, Cadence, Period, Row, Runner, last_ended, parse_span
from core.publish import place_of
from core.settings import Settings
from core.store import Publications, Runs, Store

_NAMED = 5  # KPIs in a line that a person reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A scorecard that does not stand though its deadline is over; KPIs by number.

    `cut_off` and `due` are in the business time zone. `run` is the outcome of the newest run since
    the cut-off, empty where there was none. `unpublished` says why readers do not have what is
    stored, empty where they have it.
    """

    domain: str
    period: Period
    cut_off: datetime
    due: datetime
    missing: tuple[int, ...]
    failed: tuple[int, ...]
    partial: tuple[int, ...]
    run: str
    unpublished: str

    @property
    def reason(self) -> str:
        """What is the matter, in words."""
        if self.missing and not self.run:
            return f"no run since {self.cut_off:%Y-%m-%d %H:%M}"
        parts = [
            "a run has not ended" if self.run == "running" else "",
            f"no value stored of {_names(self.missing)}" if self.missing else "",
            f"failed: {_names(self.failed)}" if self.failed else "",
            f"only partial: {_names(self.partial)}" if self.partial else "",
            self.unpublished,
        ]
        return "; ".join(part for part in parts if part)

    @property
    def command(self) -> str:
        """The command that mends it."""
        lacks_values = self.missing or self.failed or self.partial
        return f"scorecard {'catch-up' if lacks_values else 'publish'} {self.domain}"

    def __str__(self) -> str:
        since = f"{self.due:%Y-%m-%d %H:%M} ({self.due.tzinfo})"
        return (
            f"{self.domain} {self.period} is overdue since {since}: {self.reason}; mend it with"
            f" {self.command}"
        )


def record(overdue: Overdue) -> dict[str, Any]:
    """Return an overdue scorecard as one JSON object: instants with offset, KPIs by number."""
    return {
        "domain": overdue.domain,
        "cadence": overdue.period.cadence,
        "period": overdue.period.label,
        "due": overdue.due.isoformat(),
        "missing": overdue.missing,
        "failed": overdue.failed,
        "partial": overdue.partial,
        "reason": overdue.reason,
        "command": overdue.command,
    }


def newest_due(runner: Runner, cadence: Cadence, now: datetime) -> Period:
    """Return the newest period whose deadline is over."""
    period = last_ended(cadence, now.astimezone(runner.zone).date())
    while runner.due(period) > now:
        period = period.shift(-1)
    return period


def all_overdue(
    settings: Settings, catalogue: Catalogue, warehouse: Warehouse, domains: Sequence[str]
) -> list[Overdue]:
    """Return what is overdue of some domains: of each cadence the newest period whose deadline is
    over.
    """
    return [
        overdue
        for domain in domains
        for cadence in CADENCES
        if (overdue := _overdue(settings, catalogue, warehouse, domain, cadence))
    ]


def _overdue(
    settings: Settings, catalogue: Catalogue, warehouse: Warehouse, domain: str, cadence: Cadence
) -> Overdue | None:
    runner = catalogue.runners[domain]
    if not (
        entries := [entry for entry in catalogue.entries_of(domain) if entry.kpi.cadence == cadence]
    ):
        return None
    period = newest_due(runner, cadence, settings.now)
    expected = [entry for entry in entries if not entry.since or period >= entry.since]
    rows = _rows(
        Store(warehouse).rows(domain, first=period.first_day, last=period.last_day),
        expected,
        period,
    )
    states = {number: _state(found) for number, found in rows.items()}
    stored = [row for found in rows.values() for row in found]
    cut_off = runner.cut_off(period)
    overdue = Overdue(
        domain=domain,
        period=period,
        cut_off=cut_off,
        due=runner.due(period),
        missing=_in_state("missing", states),
        failed=_in_state("failed", states),
        partial=_in_state("partial", states),
        run=Runs(warehouse).last_outcome(domain, cut_off),
        unpublished=_unpublished(settings, runner, warehouse, domain, stored),
    )
    return (
        overdue
        if overdue.missing or overdue.failed or overdue.partial or overdue.unpublished
        else None
    )


def _rows(stored: Sequence[Row], expected: Sequence[Entry], period: Period) -> dict[int, list[Row]]:
    """Return the stored rows of each KPI that the period's scorecard is to have."""
    keys = {series_key(entry, period): entry.number for entry in expected}
    rows: dict[int, list[Row]] = {number: [] for number in keys.values()}
    for row in stored:
        number = keys.get((row.kpi_number, row.field_name, row.range_type, row.period.first_day))
        if number is not None and row.period == period:
            rows[number].append(row)
    return rows


def _state(rows: Sequence[Row]) -> str:
    if not rows:
        return "missing"
    if any(row.outcome == "failed" for row in rows):
        return "failed"
    return "partial" if any(row.partial for row in rows) else "done"


def _in_state(state: str, states: dict[int, str]) -> tuple[int, ...]:
    return tuple(sorted(number for number, found in states.items() if found == state))


def _unpublished(
    settings: Settings, runner: Runner, warehouse: Warehouse, domain: str, rows: Sequence[Row]
) -> str:
    """Return why readers do not have these rows, where they do not."""
    if not rows:
        return ""
    try:
        place = str(place_of(settings, runner, domain))
    except PublishError as error:
        return str(error)
    since = max(row.computed_at for row in rows)
    for publication in Publications(warehouse).read_applied(domain, since):
        if publication.target != place:
            continue
        day = publication.planned_at.astimezone(runner.zone).date()
        filters = publication.filters
        if not filters or parse_span(filters, day).holds(rows[0].period):
            return ""
    return f"stored, but not published to {place}"


def _names(numbers: Sequence[int]) -> str:
    more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
    return ", ".join(f"kpi_{number:02}" for number in numbers[:_NAMED]) + more
