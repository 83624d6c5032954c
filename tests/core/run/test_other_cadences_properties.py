"""Plans and cascades over KPIs of all cadences, against a search through the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.entries import Catalogue, Entry
from core.catalog.tasks import Task, series_key
from core.model.kpi import Cadence, Kpi
from core.model.period import CADENCES, Period, period_of
from core.model.sources import Table, Values
from core.run.cascade import cascade
from core.run.plan import RunRequest, in_order, make_plan
from tests.catalogues import catalogue_with

_KPI: dict[str, Any] = {"owner": "a@example.com", "unit": "count", "query": ""}
_DOMAINS = ("board", "success")
_DAYS = [date(2026, 5, 1) + timedelta(days=count) for count in range(240)]
_PERIODS = {cadence: sorted({period_of(cadence, day) for day in _DAYS}) for cadence in CADENCES}
_RANGES: dict[Cadence, list[str]] = {
    "daily": ["", "7 days"],
    "weekly": ["", "4 weeks", "10 days"],
    "monthly": ["", "2 months", "30 days"],
    "quarterly": ["", "2 quarters", "year to date"],
}


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """KPIs of two domains, each reading some of a smaller number and of any cadence it may."""
    made: list[Entry] = []
    for number in range(draw(st.integers(2, 7))):
        domain, cadence = draw(st.sampled_from(_DOMAINS)), draw(st.sampled_from(CADENCES))
        readable = [each for each in made if _may_read(cadence, each.kpi.cadence)]
        choice = st.lists(st.sampled_from(readable), max_size=3, unique=True)
        read = draw(choice) if readable else []
        sources = tuple(_values(draw, cadence, each) for each in read)
        covered = draw(st.sampled_from(_RANGES[cadence]))
        kpi = Kpi(
            **_KPI,
            name=f"n{number}",
            cadence=cadence,
            range=covered,
            sources=sources or (Table("stg.orders"),),
        )
        made.append(Entry(domain, number, "", "", kpi, "", ""))
    return catalogue_with(*made)


def _may_read(reader: Cadence, read: Cadence) -> bool:
    return read != "weekly" or reader in ("daily", "weekly")


def _values(draw: st.DrawFn, reader: Cadence, other: Entry) -> Values:
    cadence = other.kpi.cadence
    is_shorter = CADENCES.index(cadence) < CADENCES.index(reader)
    last = None if is_shorter else draw(st.none() | st.integers(1, 3))
    stated = "" if cadence == reader else cadence
    return Values(other.number, last=last, domain=other.domain, cadence=stated)


def read_of(entry: Entry, period: Period, other: Entry, last: int | None) -> set[Period]:
    """Return the periods of `other` that a value is made from, found in the calendar."""
    cadence, own = other.kpi.cadence, entry.kpi.cadence
    begins = entry.range.first_day(period)
    if CADENCES.index(cadence) > CADENCES.index(own):
        over = [each for each in _PERIODS[cadence] if each.last_day < period.first_day]
        return set(over[-(last or 1) :])
    until = [each for each in _PERIODS[cadence] if each.last_day <= period.last_day]
    if last:
        return set(until[-last:])
    return {each for each in until if each.first_day >= begins}


def follows(catalogue: Catalogue, stored: list[Task], changed: Task) -> set[Any]:
    """Return the keys of all stored values that follow a change of data, by repeated search."""
    first = changed.entry
    reached = {changed.key}
    if any(isinstance(source, Table) for source in first.kpi.sources):
        reached |= {
            task.key
            for task in stored
            if task.entry is first
            and task.period > changed.period
            and first.range.first_day(task.period) <= changed.period.last_day
        }
    while True:
        more = {
            task.key
            for task in stored
            for source in task.entry.values
            for other in [catalogue.by_key[task.entry.key_of(source)]]
            for read in read_of(task.entry, task.period, other, source.last)
            if (other.domain, other.number, read) in reached
        }
        if more <= reached:
            return reached - {changed.key}
        reached |= more


def all_tasks(catalogue: Catalogue, first: int) -> list[Task]:
    """Return the tasks of all periods that are ended on 20 December, from the n-th day on."""
    begin, end = _DAYS[first], date(2026, 12, 20)
    return [
        Task(entry, period)
        for entry in catalogue.entries
        for period in _PERIODS[entry.kpi.cadence]
        if begin <= period.first_day and period.last_day <= end
    ]


@settings(max_examples=40, deadline=None)
@given(catalogues(), st.data())
def test_a_change_reaches_exactly_the_values_that_are_made_from_it(
    catalogue: Catalogue, data: st.DataObject
) -> None:
    stored = all_tasks(catalogue, 60)
    changed = data.draw(st.sampled_from(stored))
    keys: dict[str, set[Any]] = {}
    for task in stored:
        keys.setdefault(task.entry.domain, set()).add(series_key(task.entry, task.period))

    found = {task.key for task in cascade(catalogue, [changed], keys)}
    assert found == follows(catalogue, stored, changed)


@settings(max_examples=40, deadline=None)
@given(catalogues(), st.integers(60, 200))
def test_a_value_comes_after_all_that_it_is_made_from(catalogue: Catalogue, first: int) -> None:
    steps = in_order(catalogue, all_tasks(catalogue, first))
    place = {task.key: index for index, step in enumerate(steps) for task in step.tasks}
    for step in steps:
        for task in step.tasks:
            for source in task.entry.values:
                other = catalogue.by_key[task.entry.key_of(source)]
                for read in read_of(task.entry, task.period, other, source.last):
                    assert place.get((other.domain, other.number, read), -1) < place[task.key]


@settings(max_examples=40, deadline=None)
@given(catalogues(), st.sampled_from(CADENCES), st.integers(0, 40))
def test_a_scheduled_run_finds_everything_due_that_it_reads(
    catalogue: Catalogue, cadence: Cadence, days: int
) -> None:
    now = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=days)
    request = RunRequest(_DOMAINS, (), (cadence,))
    if not any(map(request.includes, catalogue.entries)):
        return
    steps = make_plan(catalogue, request, now, {})
    planned = {task.key for step in steps for task in step.tasks}
    whole = make_plan(catalogue, RunRequest(_DOMAINS), now, {})
    every = {task.key: task for step in whole for task in step.tasks}

    assert planned <= every.keys()
    for key in planned:
        entry, period = every[key].entry, every[key].period
        for source in entry.values:
            other = catalogue.by_key[entry.key_of(source)]
            if other.domain != entry.domain:
                continue
            for read in read_of(entry, period, other, source.last):
                due = (other.domain, other.number, read)
                assert due in planned or due not in every
