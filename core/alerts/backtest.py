"""A backtest: when each rule would have spoken in the stored history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.alerts.bases import bases_by_series, line_of, with_base
from core.alerts.breaks import comparable_starts
from core.alerts.evaluation import rules_of
from core.alerts.rules import Points, holds, values_needed
from core.alerts.totals import read_series
from core.catalog import Catalogue, Entry, newest_equivalents
from core.engines import Database
from core.model import AlertRule, AlertSubject, RecordedBase
from core.store import Definitions

_FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """One rule of one series: the periods at which it began to hold, and for how many it held.

    `values` is how many values the series has. `label` is a breakdown's.
    """

    entry: Entry
    label: str
    rule: AlertRule
    begins: tuple[str, ...]
    held: int
    values: int


def backtest(database: Database, catalogue: Catalogue, domain: str) -> list[RuleRecord]:
    """Return every rule of a domain's KPIs with what it would have said of all stored values."""
    entries = {entry.number: entry for entry in catalogue.entries_of(domain)}
    watched = [number for number, entry in entries.items() if rules_of(catalogue, entry)]
    stored = read_series(database, domain, dict.fromkeys(watched, _FIRST_DAY))
    equivalents = newest_equivalents(Definitions(database).read_all([domain]))
    rules_by_kpi = {number: rules_of(catalogue, entries[number]) for number in watched}
    bases = bases_by_series(database, domain, rules_by_kpi)
    tested: list[RuleRecord] = []
    for subject, points in stored.items():
        entry = entries[subject.kpi_number]
        if entry.series != _series(subject):
            continue
        starts = list(comparable_starts(points, subject, equivalents))
        label, rules = subject.field_details, _rules(catalogue, entry, points)
        own = bases.get(line_of(subject), [])
        tested += [_test(entry, label, rule, points, starts, own) for rule in rules]
    return tested


def _rules(catalogue: Catalogue, entry: Entry, points: Points) -> Iterator[AlertRule]:
    """Yield the rules of a KPI; of its runner's, those about targets only where it has one."""
    has_target = any(point.target is not None for point in points)
    for rule in rules_of(catalogue, entry):
        if has_target or entry.kpi.alerts is not None or not rule.kind.endswith("_target"):
            yield rule


def _series(subject: AlertSubject) -> tuple[int, str, str, str]:
    return subject.kpi_number, subject.field_name, subject.range_type, subject.cadence


def _test(
    entry: Entry,
    label: str,
    rule: AlertRule,
    points: Points,
    starts: Sequence[int],
    bases: Sequence[RecordedBase] = (),
) -> RuleRecord:
    states = list(_states(rule, points, starts, bases))
    begins = []
    for point, is_on, was_on in zip(points, states, [False, *states], strict=False):
        if is_on and not was_on:
            begins.append(point.period.label)
    return RuleRecord(entry, label, rule, tuple(begins), sum(states), len(states))


def _states(
    rule: AlertRule, points: Points, starts: Sequence[int], bases: Sequence[RecordedBase]
) -> Iterator[bool]:
    """Yield whether a rule held at each point, judged by those since `starts` up to it."""
    is_on, needed = False, values_needed(rule)
    for end, start in enumerate(starts, 1):
        looked_at = points[max(start, end - needed) : end]
        (based,) = with_base([rule], looked_at, bases)
        is_on = holds(based, looked_at, was_on=is_on)
        yield is_on
