"""Scorecards past their deadline, and what each of them lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.catalog import Catalogue, Entry, series_key
from core.engines import Database
from core.errors import PublishError
from core.model import (
    CADENCES,
    UNANSWERED,
    Cadence,
    Period,
    Row,
    Runner,
    last_ended,
    parse_span,
    period_of,
)
from core.operations.hourly import GRACE, missed_today
from core.publish import place_of
from core.settings import Settings
from core.sheets import book_text
from core.store import Publication, Publications, Runs, SeriesLedger, Store

_MOST_NAMED = 5  # KPIs in a line that a person reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A scorecard that is incomplete although its deadline is over; KPIs by number.

    `cut_off` and `due` are in the business time zone. `run` is the outcome of the newest run since
    the cut-off, empty if there was none. `unpublished` is the reason why readers do not have the
    stored values, empty if they have them. With `is_today` runs for today so far have stopped.
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
    withheld: tuple[int, ...] = ()
    is_today: bool = False

    @property
    def lacks_values(self) -> bool:
        """Whether a run is needed, and not only a publish."""
        return bool(self.missing or self.failed or self.partial or self.withheld)

    @property
    def reason(self) -> str:
        """What is missing, in words."""
        if self.is_today:
            return f"no run for today so far since {self.cut_off:%Y-%m-%d %H:%M}"
        if self.missing and not self.run:
            return f"no run since {self.cut_off:%Y-%m-%d %H:%M}"
        parts = []
        if self.run == "running":
            parts.append("a run has not ended")
        if self.missing:
            parts.append(f"no value stored for {_kpi_names(self.missing)}")
        if self.failed:
            parts.append(f"failed: {_kpi_names(self.failed)}")
        if self.withheld:
            parts.append(f"withheld or late: {_kpi_names(self.withheld)}")
        if self.partial:
            parts.append(f"only partial: {_kpi_names(self.partial)}")
        if self.unpublished:
            parts.append(self.unpublished)
        return "; ".join(parts)

    @property
    def command(self) -> str:
        """The command that fixes it."""
        if self.is_today:
            return f"scorecard run {self.domain} --today"
        return f"scorecard {'catch-up' if self.lacks_values else 'publish'} {self.domain}"

    def __str__(self) -> str:
        since = f"{self.due:%Y-%m-%d %H:%M} ({self.due.tzinfo})"
        return (
            f"{self.domain} {self.period} is overdue since {since}: {self.reason}; fix it with"
            f" {self.command}"
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object: instants with offset, KPIs by number."""
        return {
            "domain": self.domain,
            "cadence": self.period.cadence,
            "period": self.period.label,
            "due": self.due.isoformat(),
            "missing": self.missing,
            "failed": self.failed,
            "withheld": self.withheld,
            "partial": self.partial,
            "reason": self.reason,
            "command": self.command,
        }


def newest_due(runner: Runner, cadence: Cadence, now: datetime) -> Period:
    """Return the newest period whose deadline is over."""
    period = last_ended(cadence, now.astimezone(runner.zone).date())
    while runner.due(period) > now:
        period = period.shift(-1)
    return period


def all_overdue(
    settings: Settings, catalogue: Catalogue, database: Database, domains: Sequence[str]
) -> list[Overdue]:
    """Return the overdue scorecards of some domains.

    Of each cadence, only the newest period whose deadline is over is examined.
    """
    scorecards = []
    for domain in domains:
        for cadence in CADENCES:
            scorecard = _examine(settings, catalogue, database, domain, cadence)
            if scorecard and (scorecard.lacks_values or scorecard.unpublished):
                scorecards.append(scorecard)
            elif scorecard and cadence == "daily":
                scorecards += _examine_today(settings, catalogue, database, domain)
    return scorecards


def _examine_today(
    settings: Settings, catalogue: Catalogue, database: Database, domain: str
) -> list[Overdue]:
    """Return today so far as overdue if its runs have stopped."""
    runner = catalogue.runners[domain]
    missed = missed_today(database, runner, domain, settings.now)
    if missed is None:
        return []
    period = period_of("daily", missed.date())
    due = missed + GRACE
    return [
        Overdue(
            domain=domain,
            period=period,
            cut_off=missed,
            due=due,
            missing=(),
            failed=(),
            partial=(),
            run="",
            unpublished="",
            is_today=True,
        )
    ]


def _examine(
    settings: Settings, catalogue: Catalogue, database: Database, domain: str, cadence: Cadence
) -> Overdue | None:
    runner = catalogue.runners[domain]
    entries = [entry for entry in catalogue.entries_of(domain) if entry.kpi.cadence == cadence]
    if not entries:
        return None
    period = newest_due(runner, cadence, settings.now)
    retired = SeriesLedger(database).retired(domain)
    expected = [
        entry
        for entry in entries
        if entry.series not in retired and (not entry.since or period >= entry.since)
    ]
    stored = Store(database).rows(domain, first=period.first_day, last=period.last_day)
    rows_by_kpi = _rows_by_kpi(stored, expected, period)
    states = {number: _state(rows) for number, rows in rows_by_kpi.items()}
    rows = [row for kpi_rows in rows_by_kpi.values() for row in kpi_rows]
    cut_off = runner.cut_off(period)
    return Overdue(
        domain=domain,
        period=period,
        cut_off=cut_off,
        due=runner.due(period),
        missing=_in_state("missing", states),
        failed=_in_state("failed", states),
        partial=_in_state("partial", states),
        withheld=_in_state("withheld", states),
        run=Runs(database).last_outcome(domain, cut_off),
        unpublished=_why_unpublished(settings, runner, database, domain, rows),
    )


def _rows_by_kpi(
    stored: Iterable[Row], expected: Iterable[Entry], period: Period
) -> dict[int, list[Row]]:
    """Return the stored rows of each KPI that the period's scorecard should have."""
    numbers = {series_key(entry, period): entry.number for entry in expected}
    rows: dict[int, list[Row]] = {number: [] for number in numbers.values()}
    for row in stored:
        key = (row.kpi_number, row.field_name, row.range_type, row.period.first_day)
        if key in numbers and row.period == period:
            rows[numbers[key]].append(row)
    return rows


def _state(rows: Sequence[Row]) -> str:
    if not rows:
        return "missing"
    if any(row.outcome == "failed" for row in rows):
        return "failed"
    if any(row.outcome in UNANSWERED for row in rows):
        return "withheld"
    return "partial" if any(row.partial for row in rows) else "done"


def _in_state(state: str, states: Mapping[int, str]) -> tuple[int, ...]:
    return tuple(sorted(number for number, actual in states.items() if actual == state))


def _why_unpublished(
    settings: Settings, runner: Runner, database: Database, domain: str, rows: Sequence[Row]
) -> str:
    """Return the reason why readers do not have these rows; empty if they have them."""
    if not rows:
        return ""
    try:
        place = place_of(settings, runner, domain)
    except PublishError as error:
        return str(error)
    since = max(row.computed_at for row in rows)
    for publication in Publications(database).read_applied(domain, since):
        if publication.target == str(place) and _includes(publication, runner, rows[0].period):
            return ""
    shown = book_text(place) if isinstance(place, str) else place
    return f"stored, but not published to {shown}"


def _includes(publication: Publication, runner: Runner, period: Period) -> bool:
    if not publication.filters:
        return True
    day = publication.planned_at.astimezone(runner.zone).date()
    return parse_span(publication.filters, day).holds(period)


def _kpi_names(numbers: Sequence[int]) -> str:
    names = ", ".join(f"kpi_{number:02}" for number in numbers[:_MOST_NAMED])
    more = len(numbers) - _MOST_NAMED
    return f"{names} and {more} more" if more > 0 else names
