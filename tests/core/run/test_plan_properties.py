"""Any request gives the plan that a search through the calendar gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.entries import Catalogue, Entry
from core.catalog.holes import HEALED_PERIODS
from core.catalog.tasks import series_key
from core.errors import UsageError
from core.model.kpi import Cadence, Kpi
from core.model.period import CADENCES, Period, parse_period, period_of
from core.model.sources import Values
from core.run.plan import RunRequest, make_plan, requested_tasks
from tests.catalogues import catalogue_with


def done(
    number: int, *periods: str, stored_range: str = "week"
) -> list[tuple[int, str, str, date]]:
    return [
        (number, f"n{number}", stored_range, parse_period(period).first_day) for period in periods
    ]


_KPI: dict[str, Any] = {"name": "n", "owner": "a@example.com", "unit": "count", "query": ""}
_DOMAINS = ("board", "success")
_ZONES = st.sampled_from(["Europe/Berlin", "Pacific/Kiritimati", "Pacific/Honolulu", "UTC"])
_NOWS = st.datetimes(datetime(2026, 9, 1), datetime(2027, 3, 1), timezones=st.just(UTC))


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """KPIs of two domains, each reading some of a smaller number and of its own cadence."""
    made: list[Entry] = []
    for number in range(draw(st.integers(1, 8))):
        domain, cadence = draw(st.sampled_from(_DOMAINS)), draw(st.sampled_from(CADENCES))
        same = [each for each in made if each.kpi.cadence == cadence]
        read = draw(st.lists(st.sampled_from(same), max_size=3, unique=True)) if same else []
        sources = tuple(
            Values(each.number, last=draw(st.integers(1, 4)), domain=each.domain) for each in read
        )
        since = draw(st.none() | st.integers(-8, 2))
        first = (
            period_of(cadence, date(2026, 12, 1)).shift(since).label if since is not None else ""
        )
        kpi = Kpi(**_KPI | {"name": f"n{number}"}, cadence=cadence, sources=sources, since=first)
        made.append(Entry(domain, number, "", "", kpi, "", ""))
    return catalogue_with(*made, zones={domain: draw(_ZONES) for domain in _DOMAINS})


@st.composite
def requests(draw: st.DrawFn, catalogue: Catalogue) -> RunRequest:
    domains = draw(st.lists(st.sampled_from(list(catalogue.runners)), min_size=1, unique=True))
    numbers = [each.number for each in catalogue.entries if each.domain in domains]
    kpis = draw(st.lists(st.sampled_from(numbers), max_size=3))
    cadences = draw(
        st.lists(st.sampled_from(CADENCES), min_size=1, unique=True) | st.just(list(CADENCES))
    )
    first = draw(st.dates(date(2026, 9, 1), date(2027, 3, 10)))
    ends = [
        period_of(draw(st.sampled_from(get_args(Cadence))), day).label
        for day in (first, first + timedelta(days=draw(st.integers(0, 60))))
    ]
    period = draw(st.sampled_from(["", "last", ends[0], "..".join(ends), f"{ends[0]}..last"]))
    return RunRequest(domains, kpis, cadences, period, draw(st.booleans()))


def wanted_periods(
    each: Entry, request: RunRequest, today: date, finished: set[date]
) -> set[Period] | None:
    """Return a KPI's periods, found by a search through the calendar; None if refused."""
    days = [date(2024, 1, 1) + timedelta(days=count) for count in range(1330)]
    periods = sorted({period_of(each.kpi.cadence, day) for day in days})
    ended = [period for period in periods if period.last_day < today]
    if request.period in ("", "last"):
        missed = [
            period for period in ended[-1 - HEALED_PERIODS : -1] if period.first_day not in finished
        ]
        found = {ended[-1], *([] if request.period else missed)}
    else:
        first, _, last = request.period.partition("..")
        begin = parse_period(first).first_day
        end = today - timedelta(days=1) if last == "last" else parse_period(last or first).last_day
        if end < begin or (end >= today and not request.partial):
            return None
        found = {p for p in periods if begin <= p.last_day <= end and p.first_day <= today}
    return {
        period for period in found if each.since is None or period.first_day >= each.since.first_day
    }


@settings(max_examples=60)
@given(catalogues(), _NOWS, st.data())
def test_any_request_gives_the_plan_that_the_calendar_says(
    catalogue: Catalogue, now: datetime, data: st.DataObject
) -> None:
    request = data.draw(requests(catalogue))
    selected = [
        each
        for each in catalogue.entries
        if each.domain in request.domains
        and each.kpi.cadence in request.cadences
        and (not request.kpis or each.number in request.kpis)
    ]
    finished: dict[tuple[str, int], set[date]] = {}
    expected: set[tuple[str, int, Period]] = set()
    refused = False
    for each in selected:
        today = now.astimezone(catalogue.runners[each.domain].zone).date()
        last = period_of(each.kpi.cadence, today).shift(-1)
        runs = data.draw(st.sets(st.integers(0, 6)))
        finished[each.domain, each.number] = {last.shift(-back).first_day for back in runs}
        periods = wanted_periods(each, request, today, finished[each.domain, each.number])
        refused |= periods is None
        expected |= {(each.domain, each.number, period) for period in periods or ()}
    stored = {
        domain: [
            (each.number, each.kpi.field_name, str(each.range), day)
            for each in selected
            if each.domain == domain
            for day in finished[domain, each.number]
        ]
        for domain in _DOMAINS
    }
    if refused or not expected:
        with pytest.raises(UsageError):
            make_plan(catalogue, request, now, stored)
        return

    steps = make_plan(catalogue, request, now, stored)
    tasks = [
        (task.entry.domain, task.entry.number, task.period) for step in steps for task in step.tasks
    ]
    assert len(tasks) == len(set(tasks))
    assert set(tasks) == expected
    for key in {task[:2] for task in tasks}:
        in_turn = [period for domain, number, period in tasks if (domain, number) == key]
        assert in_turn == sorted(in_turn)
    place = {task: index for index, step in enumerate(steps) for task in map(_key, step.tasks)}
    for domain, number, period in tasks:
        for source in catalogue.entry(domain, number).values:
            for back in range(source.last or 1):
                read = (source.domain, source.kpi, period.shift(-back))
                assert place.get(read, -1) < place[domain, number, period]
    if not request.period:
        per_kpi = [sum(task[:2] == key for task in tasks) for key in {task[:2] for task in tasks}]
        assert max(per_kpi) <= 1 + HEALED_PERIODS


@settings(max_examples=60)
@given(catalogues(), _NOWS, st.data())
def test_after_catching_up_nothing_is_missing_and_nothing_done_was_repeated(
    catalogue: Catalogue, now: datetime, data: st.DataObject
) -> None:
    done: dict[str, set[Any]] = {domain: set() for domain in _DOMAINS}
    stored: dict[str, set[Any]] = {domain: set() for domain in _DOMAINS}
    expected: set[tuple[str, int, Period]] = set()
    for each in catalogue.entries:
        today = now.astimezone(catalogue.runners[each.domain].zone).date()
        current = period_of(each.kpi.cadence, today)
        states = data.draw(st.lists(st.sampled_from(["none", "failed", "done"]), max_size=12))
        for back, state in enumerate(states):
            key = (
                each.number,
                each.kpi.field_name,
                str(each.range),
                current.shift(-back).first_day,
            )
            stored[each.domain] |= {key} if state != "none" else set()
            done[each.domain] |= {key} if state == "done" and back else set()
        oldest = max((back for back, state in enumerate(states) if state != "none"), default=1)
        expected |= {
            (each.domain, each.number, current.shift(-back))
            for back in range(1, max(oldest, 1) + 1)
            if back >= len(states) or states[back] != "done"
            if each.since is None or current.shift(-back).first_day >= each.since.first_day
        }
    request = RunRequest(_DOMAINS, missing=True)

    tasks = requested_tasks(catalogue, request, now, done, stored)
    assert {task.key for task in tasks} == expected
    assert len(tasks) == len(expected)
    steps = make_plan(catalogue, request, now, done, stored)
    ran = [task for step in steps for task in step.tasks]
    assert expected <= {task.key for task in ran}
    for task in ran:
        done[task.entry.domain].add(series_key(task.entry, task.period))
    assert make_plan(catalogue, request, now, done, done) == ()


def _key(task: Any) -> tuple[str, int, Period]:
    return task.entry.domain, task.entry.number, task.period
