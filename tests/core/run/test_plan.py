"""What runs, for which periods and in what order, against a plan worked out by brute force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.entries import Catalogue, Entry
from core.catalog.tasks import series_key
from core.errors import UsageError
from core.model.kpi import Cadence, Kpi, Values
from core.model.period import CADENCES, Period, parse_period, period_of
from core.model.span import Span, parse_span
from core.run.plan import HEALED_PERIODS, RunRequest, make_plan, requested_tasks
from core.runner import Runner

MONDAY = datetime(
    2026, 11, 16, 5, tzinfo=UTC
)  # six in the morning in Berlin, the day after 2026-W46


def entry(
    number: int, *reads: int, cadence: Cadence = "weekly", domain: str = "success", **given: Any
) -> Entry:
    sources = tuple(Values(each, last=2) for each in reads)
    kpi = Kpi(
        name=f"n{number}",
        owner="a@example.com",
        unit="count",
        query="",
        cadence=cadence,
        sources=sources,
        **given,
    )
    return Entry(
        domain, number, f"scorecards/{domain}/kpi_{number:02}.py", "What is counted.", kpi, "", ""
    )


def catalogue_with(*entries: Entry, zones: Mapping[str, str] | None = None) -> Catalogue:
    domains = {each.domain for each in entries}
    schedule: dict[Cadence, str] = {
        "daily": "0 6 * * *",
        "weekly": "0 6 * * MON",
        "monthly": "0 7 1 * *",
    }
    runners = {
        domain: Runner(
            title=domain, timezone=(zones or {}).get(domain, "Europe/Berlin"), schedule=schedule
        )
        for domain in sorted(domains)
    }
    ordered = sorted(entries, key=lambda each: (each.domain, each.number))
    return Catalogue(Path(), runners, tuple(ordered))


def plan(
    *entries: Entry, now: datetime = MONDAY, done: Any = None, stored: Any = (), **request: Any
) -> dict[int, list[str]]:
    """Return the plan of one domain's KPIs: for each number its periods, in the order in which they
    run.
    """
    wanted = RunRequest(("success",), **request)
    found: dict[int, list[str]] = {}
    finished = {"success": done or ()}
    for step in make_plan(
        catalogue_with(*entries), wanted, now, finished, {"success": [*stored, *(done or ())]}
    ):
        for task in step.tasks:
            found.setdefault(task.entry.number, []).append(task.period.label)
    return found


def done(
    number: int, *periods: str, stored_range: str = "week"
) -> list[tuple[int, str, str, date]]:
    return [
        (number, f"n{number}", stored_range, parse_period(period).first_day) for period in periods
    ]


ALL_BEFORE = ("2026-W42", "2026-W43", "2026-W44", "2026-W45")


def test_without_a_period_the_last_ended_one_runs() -> None:
    kpis = entry(1), entry(2, cadence="daily"), entry(3, cadence="monthly")
    before = [
        *done(1, *ALL_BEFORE),
        *done(2, "2026-11-11", "2026-11-12", "2026-11-13", "2026-11-14", stored_range="day"),
        *done(3, "2026-06", "2026-07", "2026-08", "2026-09", stored_range="month"),
    ]
    assert plan(*kpis, done=before) == {1: ["2026-W46"], 2: ["2026-11-15"], 3: ["2026-10"]}


def test_a_missed_run_heals_at_the_next_one_up_to_four_periods_back() -> None:
    assert plan(entry(1)) == {1: [*ALL_BEFORE, "2026-W46"]}
    assert plan(entry(1), done=done(1, "2026-W42", "2026-W44")) == {
        1: ["2026-W43", "2026-W45", "2026-W46"]
    }


def test_the_last_period_runs_again_though_it_is_done() -> None:
    assert plan(entry(1), done=done(1, *ALL_BEFORE, "2026-W46")) == {1: ["2026-W46"]}


def test_what_was_done_under_another_range_or_field_is_not_done() -> None:
    before = done(1, *ALL_BEFORE)
    assert plan(entry(1, range="4 weeks"), done=before) == {1: [*ALL_BEFORE, "2026-W46"]}
    assert plan(entry(1, field="other"), done=before) == {1: [*ALL_BEFORE, "2026-W46"]}


def test_last_is_the_last_ended_period_alone() -> None:
    assert plan(entry(1), entry(2, cadence="daily"), period="last") == {
        1: ["2026-W46"],
        2: ["2026-11-15"],
    }


def test_a_week_runs_its_seven_days_too_and_a_month_that_ends_in_it() -> None:
    kpis = entry(1), entry(2, cadence="daily"), entry(3, cadence="monthly")
    days = [
        "2026-10-26",
        "2026-10-27",
        "2026-10-28",
        "2026-10-29",
        "2026-10-30",
        "2026-10-31",
        "2026-11-01",
    ]
    assert plan(*kpis, period="2026-W44") == {1: ["2026-W44"], 2: days, 3: ["2026-10"]}
    assert plan(entry(1), entry(3, cadence="monthly"), period="2026-W45") == {1: ["2026-W45"]}


def test_a_month_runs_the_weeks_that_end_in_it() -> None:
    assert plan(entry(1), period="2026-10") == {1: ["2026-W40", "2026-W41", "2026-W42", "2026-W43"]}


def test_a_run_on_4_january_2027_is_for_week_53_of_2026() -> None:
    monday = datetime(2027, 1, 4, 5, tzinfo=UTC)
    assert plan(entry(1), now=monday, period="last") == {1: ["2026-W53"]}
    assert plan(entry(1), now=monday) == {1: [f"2026-W{week}" for week in (49, 50, 51, 52, 53)]}


def test_a_span_runs_from_its_first_to_its_last_period() -> None:
    february = datetime(2027, 2, 1, tzinfo=UTC)
    assert plan(entry(1), period="2026-W52..2027-W01", now=february) == {
        1: ["2026-W52", "2026-W53", "2027-W01"]
    }
    assert plan(entry(1), period="2026-W45..last") == {1: ["2026-W45", "2026-W46"]}
    assert plan(entry(1), period="2026-11-08..2026-W46") == {1: ["2026-W45", "2026-W46"]}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-W46", "2026-11-09", "2026-11-15"),
        ("2026-10..2026-W46", "2026-10-01", "2026-11-15"),
        ("last", "2026-11-15", "2026-11-15"),
        ("2026-01-01..last", "2026-01-01", "2026-11-15"),
        ("last..2026-11-20", "2026-11-15", "2026-11-20"),
    ],
)
def test_a_span_is_read_in_days(text: str, first: str, last: str) -> None:
    expected = Span(date.fromisoformat(first), date.fromisoformat(last), text)
    assert parse_span(text, date(2026, 11, 16)) == expected


def test_a_span_holds_the_periods_that_end_within_it_and_last_the_latest_of_each_cadence() -> None:
    monday = date(2026, 11, 16)
    held = {
        text: [label for label in _LABELS if parse_span(text, monday).holds(parse_period(label))]
        for text in ("last", "2026-W46", "2026-10..2026-W45")
    }
    assert held == {
        "last": ["2026-11-15", "2026-W46", "2026-10"],
        "2026-W46": ["2026-11-09", "2026-11-15", "2026-W46"],
        "2026-10..2026-W45": ["2026-11-08", "2026-W40", "2026-W45", "2026-10"],
    }


_DAYS = ["2026-11-08", "2026-11-09", "2026-11-15", "2026-11-16"]
_LABELS = [*_DAYS, "2026-W40", "2026-W45", "2026-W46", "2026-W47", "2026-09", "2026-10", "2026-11"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-W46..2026-W45", "ends before it begins; write the earlier one first"),
        ("2026-W46..", "period '' is not a day"),
        ("..2026-W46", "period '' is not a day"),
        ("2026-W46...2026-W47", r"period '\.2026-W47' is not a day"),
        ("yesterday", "period 'yesterday' is not a day"),
    ],
)
def test_what_is_no_span_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_span(text, date(2026, 11, 16))


@pytest.mark.parametrize(
    "period", ["2026-W47", "2026-11", "2026-11-16", "2026-W40..2026-W47", "2030-W01"]
)
def test_a_period_that_has_not_ended_is_refused(period: str) -> None:
    with pytest.raises(
        UsageError,
        match=(
            rf"^{period.replace('.', '[.]')} ends on 20.*, which has not passed; wait, or add"
            r" --partial"
        ),
    ):
        plan(entry(1), entry(2, cadence="daily"), period=period)


def test_partial_allows_a_period_that_has_begun() -> None:
    kpis = entry(1), entry(2, cadence="daily")
    assert plan(*kpis, period="2026-W47", partial=True) == {1: ["2026-W47"], 2: ["2026-11-16"]}
    assert plan(entry(1), period="2026-W46..2026-W50", partial=True) == {
        1: ["2026-W46", "2026-W47"]
    }


def test_a_day_is_over_by_the_business_clock() -> None:
    late_sunday = datetime(
        2026, 11, 15, 23, 30, tzinfo=UTC
    )  # half past midnight of Monday in Berlin
    assert plan(entry(1), now=late_sunday, period="2026-W46") == {1: ["2026-W46"]}
    early = catalogue_with(entry(1), zones={"success": "America/New_York"})
    with pytest.raises(UsageError, match="2026-W46 ends on 2026-11-15, which has not passed"):
        make_plan(early, RunRequest(("success",), period="2026-W46"), late_sunday, {})


def test_nothing_runs_before_a_kpi_has_data() -> None:
    assert plan(entry(1, since="2026-W45")) == {1: ["2026-W45", "2026-W46"]}
    with pytest.raises(
        UsageError,
        match=r"no KPI of success has a period that ends within 2026-W40 and has data",
    ):
        plan(entry(1, since="2026-W45"), period="2026-W40")


def test_only_the_asked_kpis_and_cadences_run() -> None:
    kpis = entry(1), entry(2), entry(3, cadence="daily")
    assert plan(*kpis, kpis=(2, 3), period="last") == {2: ["2026-W46"], 3: ["2026-11-15"]}
    assert plan(*kpis, kpis=(2, 2), period="last") == {2: ["2026-W46"]}
    assert plan(*kpis, cadences=("daily",), period="last") == {3: ["2026-11-15"]}


def test_a_kpi_or_cadence_that_does_not_exist_is_answered() -> None:
    with pytest.raises(UsageError, match=r"kpi_07.py does not exist; the domain has KPIs 1, 2$"):
        plan(entry(1), entry(2), kpis=(1, 7))
    with pytest.raises(UsageError, match=r"^success has no monthly KPI; see scorecard list$"):
        plan(entry(1), cadences=("monthly",))


def test_sources_run_in_a_step_before_their_readers() -> None:
    kpis = entry(1, 2), entry(2, 3, 4), entry(3), entry(4, 3), entry(5)
    steps = make_plan(
        catalogue_with(*kpis), RunRequest(("success",), period="2026-W45..2026-W46"), MONDAY, {}
    )
    for week in ("2026-W45", "2026-W46"):
        place = {
            task.entry.number: index
            for index, step in enumerate(steps)
            for task in step.tasks
            if task.period.label == week
        }
        assert place[3] < place[4] < place[2] < place[1]
        assert place.keys() == {1, 2, 3, 4, 5}


def test_a_reader_in_another_domain_runs_after_its_source() -> None:
    board = Entry(
        "board", 1, "", "", Kpi(**_KPI, sources=[Values(9, domain="success", last=1)]), "", ""
    )
    steps = make_plan(
        catalogue_with(board, entry(9)), RunRequest(("board", "success"), period="last"), MONDAY, {}
    )
    assert [[task.entry.id for task in step.tasks] for step in steps] == [
        ["success/kpi_09"],
        ["board/kpi_01"],
    ]


def test_catching_up_fills_every_gap_from_the_first_stored_period_on_and_nothing_else() -> None:
    before = done(
        1, "2026-W30", "2026-W32", "2026-W33", *(f"2026-W{week}" for week in range(35, 46))
    )
    assert plan(entry(1), done=before, missing=True) == {1: ["2026-W31", "2026-W34", "2026-W46"]}
    assert (
        plan(entry(1), done=[*before, *done(1, "2026-W31", "2026-W34", "2026-W46")], missing=True)
        == {}
    )


def test_catching_up_makes_failed_and_partial_periods_again() -> None:
    failed = done(1, "2026-W20", "2026-W45")
    whole = done(1, *(f"2026-W{week}" for week in range(21, 45)), "2026-W46")
    assert plan(entry(1), done=whole, stored=failed, missing=True) == {1: ["2026-W20", "2026-W45"]}


def test_catching_up_begins_a_new_kpi_with_the_last_period() -> None:
    assert plan(entry(1), missing=True) == {1: ["2026-W46"]}
    assert plan(entry(1, range="4 weeks"), done=done(1, "2026-W40"), missing=True) == {
        1: ["2026-W46"]
    }
    # Only the week that has just begun is there, in part.
    assert plan(entry(1), stored=done(1, "2026-W47"), missing=True) == {1: ["2026-W46"]}


def test_catching_up_asks_for_nothing_before_a_kpi_has_data() -> None:
    assert plan(entry(1, since="2026-W45"), done=done(1, "2026-W40"), missing=True) == {
        1: ["2026-W45", "2026-W46"]
    }
    assert plan(entry(1, since="2026-W47"), missing=True) == {}


def test_what_was_made_from_a_gap_follows_it() -> None:
    reader = done(2, *ALL_BEFORE, "2026-W46", stored_range="2 weeks")
    source = done(1, "2026-W42", "2026-W43", "2026-W45", "2026-W46")
    kpis = entry(1), entry(2, 1)
    assert plan(*kpis, done=[*source, *reader], missing=True) == {
        1: ["2026-W44"],
        2: ["2026-W44", "2026-W45"],
    }


_KPI: dict[str, Any] = {"name": "n", "owner": "a@example.com", "unit": "count", "query": ""}
_DOMAINS = ("board", "success")
_ZONES = st.sampled_from(["Europe/Berlin", "Pacific/Kiritimati", "Pacific/Honolulu", "UTC"])
_NOWS = st.datetimes(datetime(2026, 9, 1), datetime(2027, 3, 1), timezones=st.just(UTC))


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """KPIs of two domains, each reading some with a smaller number in either, of its own cadence."""
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
    """Return a KPI's periods, found by going through the calendar day by day; None where the
    request is refused.
    """
    days = [date(2026, 1, 1) + timedelta(days=count) for count in range(600)]
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
def test_after_catching_up_nothing_is_missing_and_nothing_that_was_done_was_asked_for(
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
