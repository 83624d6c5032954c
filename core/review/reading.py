"""Reads what a review shows: everything stored of a domain at one instant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.catalog import Catalogue, find_breaks
from core.engines import Database
from core.model import Period, Row, Runner
from core.review.facts import ReviewFacts
from core.store import (
    Checks,
    Comments,
    Definitions,
    Events,
    PastRun,
    RecordedLimits,
    Restatements,
    Runs,
    SeriesLedger,
    current_comments,
    current_events,
    seen_rows,
)

_WEEK = timedelta(days=7)


def instant_of(runner: Runner, period: Period, now: datetime) -> datetime:
    """Return the instant whose state a review made `now` shows: at most that of the lock."""
    locked = runner.review.locked_at(period, runner.zone) if runner.review else None
    return now if locked is None else min(now, locked)


def read_facts(
    database: Database, catalogue: Catalogue, domain: str, period: Period, instant: datetime
) -> ReviewFacts:
    """Return what was stored of a domain at an instant."""
    runner = catalogue.runners[domain]
    retired = SeriesLedger(database).retired(domain)
    entries = [each for each in catalogue.entries_of(domain) if each.series not in retired]
    numbers = [entry.number for entry in entries]
    since = instant_of(runner, period.shift(-1), instant - _WEEK)
    rows = [row for row in seen_rows(database, domain, numbers) if _is_by(row, period)]
    definitions = Definitions(database)
    return ReviewFacts(
        domain=domain,
        runner=runner,
        period=period,
        instant=instant,
        since=since,
        entries=entries,
        rows=rows,
        definitions=definitions.read_newest(domain),
        breaks=find_breaks(rows, lambda: definitions.read_all([domain])),
        bases=RecordedLimits(database).read(domain, numbers),
        comments=current_comments(
            each for each in Comments(database, domain).read() if each.seen_at <= instant
        ),
        events=current_events(
            (each for each in Events(database).read() if each.noted_at <= instant), domain
        ),
        restatements=[
            each
            for each in Restatements(database).read_since([domain], since)
            if each.restated_at <= instant
        ],
        runs=_ended(Runs(database).read_newest(domain, since, instant), instant),
        checks=Checks(database).newest([domain]),
    )


def _is_by(row: Row, period: Period) -> bool:
    return row.period.last_day <= period.last_day


def _ended(runs: Iterable[PastRun], instant: datetime) -> list[PastRun]:
    """Return the runs that had ended by an instant."""
    return [each for each in runs if each.finished_at and each.finished_at <= instant]
