"""A backtest: when each rule would have spoken in the stored history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.alerts.breaks import since_break
from core.alerts.evaluation import rules_of
from core.alerts.rules import Points, holds, values_needed
from core.catalog import Catalogue, Entry, newest_equivalents
from core.engines import Database
from core.model import AlertRule, AlertSubject
from core.store import Alerts, Definitions

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
    stored = Alerts(database).read_points(domain, dict.fromkeys(watched, _FIRST_DAY))
    equivalents = newest_equivalents(Definitions(database).read_all([domain]))
    tested: list[RuleRecord] = []
    for subject, points in stored.items():
        entry = entries[subject.kpi_number]
        if entry.series != _series(subject):
            continue
        comparable = [
            since_break(points[: index + 1], subject, equivalents) for index in range(len(points))
        ]
        rules, label = rules_of(catalogue, entry), subject.field_details
        tested += [_test(entry, label, rule, comparable) for rule in rules]
    return tested


def _series(subject: AlertSubject) -> tuple[int, str, str, str]:
    return subject.kpi_number, subject.field_name, subject.range_type, subject.cadence


def _test(entry: Entry, label: str, rule: AlertRule, comparable: Sequence[Points]) -> RuleRecord:
    states = list(_states(rule, comparable))
    begins = []
    for index, is_on in enumerate(states):
        if is_on and not (index and states[index - 1]):
            begins.append(comparable[index][-1].period.label)
    return RuleRecord(entry, label, rule, tuple(begins), sum(states), len(states))


def _states(rule: AlertRule, comparable: Sequence[Points]) -> Iterator[bool]:
    """Yield whether a rule held at each point, judged by the values up to it."""
    is_on = False
    for points in comparable:
        is_on = holds(rule, points[-values_needed(rule) :], was_on=is_on)
        yield is_on
