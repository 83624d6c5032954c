"""Reads what a review shows: everything stored of a domain at one instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from core.analysis import (
    Settling,
    entries_to_read,
    explain_change,
    explain_value,
    learn,
    learning_begins,
    stored_lines,
)
from core.catalog import Catalogue, Entry, find_breaks, holidays_of
from core.engines import Database
from core.errors import UsageError
from core.model import Definition, Period, Row, Runner, read_target_changes
from core.review.facts import ReviewFacts
from core.review.texts import time_text
from core.store import (
    Checks,
    Definitions,
    Events,
    NotedEvent,
    PastRun,
    Restatements,
    Runs,
    SeriesLedger,
    StoreView,
    current_events,
    read_histories,
)


def instant_of(runner: Runner, period: Period, now: datetime) -> datetime:
    """Return the instant whose state a review made `now` shows: at most that of the lock."""
    locked = runner.review.locked_at(period, runner.zone) if runner.review else None
    return now if locked is None else min(now, locked)


def read_facts(
    database: Database,
    catalogue: Catalogue,
    domain: str,
    period: Period,
    instant: datetime,
    since: datetime,
) -> ReviewFacts:
    """Return what was stored of a domain at an instant, with what changed behind `since`.

    Raises:
        UsageError: Nothing was stored of it then, for the period or an earlier one.
    """
    view, runner = StoreView(database, domain, instant), catalogue.runners[domain]
    definitions = view.definitions()
    entries = _entries(database, catalogue, view, definitions)
    rows = _rows_by(view, period)
    if not rows:
        at = time_text(instant, runner.zone)
        remedy = f"compute it with scorecard run {domain} --period {period}, or name another lock"
        raise UsageError(f"nothing of {domain} up to {period} was stored on {at}; {remedy}")
    breaks = find_breaks(rows, lambda: Definitions(database).read_all([domain]))
    ledger = Restatements(database).read_since([domain], since)
    facts = ReviewFacts(
        domain=domain,
        runner=runner,
        period=period,
        instant=instant,
        since=since,
        entries=entries,
        rows=rows,
        definitions=definitions,
        breaks=breaks,
        bases=view.limits(),
        comments=view.comments(),
        events=_events(database, domain, instant),
        restatements=[each for each in ledger if each.restated_at <= instant],
        target_changes=read_target_changes(view.series_changes()),
        holidays=_holidays(runner, rows),
        settling=_settling(database, domain, entries, rows, runner, instant),
        runs=_ended(Runs(database).read_newest(domain, since, instant), instant),
        checks=Checks(database).newest([domain], instant),
    )
    return _with_reasons(database, catalogue, facts)


def _settling(
    database: Database,
    domain: str,
    entries: Sequence[Entry],
    rows: Iterable[Row],
    runner: Runner,
    instant: datetime,
) -> dict[int, Settling]:
    """Return how far values that may still change have moved so far, by number."""
    still_open = {row.kpi_number for row in rows if row.provisional_until}
    moving = [entry for entry in entries if entry.number in still_open]
    if not moving:
        return {}
    today = instant.astimezone(runner.zone).date()
    first = min(learning_begins(entry.kpi.cadence, today) for entry in moving)
    numbers = [entry.number for entry in moving]
    histories = read_histories(database, domain, numbers, first, instant)
    return {
        entry.number: learn(
            histories[entry.number], entry.id, entry.kpi.cadence, runner.zone, instant
        )
        for entry in moving
    }


def _holidays(runner: Runner, rows: Sequence[Row]) -> frozenset[date]:
    """Return the holidays of a runner in the time of some rows."""
    if not rows or not runner.holidays:
        return frozenset()
    first = min(row.period.first_day for row in rows)
    return holidays_of(runner, first, max(row.period.last_day for row in rows))


def _entries(
    database: Database,
    catalogue: Catalogue,
    view: StoreView,
    definitions: Mapping[int, Definition],
) -> list[Entry]:
    """Return the KPIs that were there: neither retired, nor first run later."""
    retirements = SeriesLedger(database).retirements(view.domain, view.series_changes())
    retired = {change.key for change in retirements}
    later = set(Definitions(database).read_newest(view.domain)) - set(definitions)
    entries = catalogue.entries_of(view.domain)
    return [each for each in entries if each.series not in retired and each.number not in later]


def _events(database: Database, domain: str, instant: datetime) -> list[NotedEvent]:
    noted = [each for each in Events(database).read() if each.noted_at <= instant]
    return current_events(noted, domain)


def _with_reasons(database: Database, catalogue: Catalogue, facts: ReviewFacts) -> ReviewFacts:
    """Return facts with why values changed: by the drivers of their trees, or by their labels."""
    star = facts.north_star
    found = [line for line in facts.lines if line is star or line.entry.tree or line.parts]
    entries = [each for line in found for each in entries_to_read(catalogue, line.entry)]
    rows, breaks = list(facts.rows), {facts.domain: facts.breaks}
    for domain in {entry.domain for entry in entries} - {facts.domain}:
        there = _rows_by(StoreView(database, domain, facts.instant), facts.period)
        rows += there
        breaks[domain] = find_breaks(there, partial(Definitions(database).read_all, [domain]))
    view = StoreView(database, facts.domain, facts.instant)
    restatements = [each for line in found for each in view.restatements(line.entry.number)]
    lines = stored_lines(rows, breaks, restatements)
    why = partial(explain_value, catalogue)
    explanations = {
        line.entry.number: why(line.entry, lines, line.period) for line in found if line.row
    }
    if star is None or star.entry.number not in explanations:
        return replace(facts, explanations=explanations)
    in_a_year = explain_change(catalogue, star.entry, lines, star.period, "year-ago")
    change = explanations[star.entry.number].change
    return replace(facts, explanations=explanations, change=change, change_in_a_year=in_a_year)


def _rows_by(view: StoreView, period: Period) -> list[Row]:
    return [row for row in view.rows() if _is_by(row, period)]


def _is_by(row: Row, period: Period) -> bool:
    return row.period.last_day <= period.last_day


def _ended(runs: Iterable[PastRun], instant: datetime) -> list[PastRun]:
    """Return the runs that had ended by an instant."""
    return [each for each in runs if each.finished_at and each.finished_at <= instant]
