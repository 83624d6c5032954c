"""Plans: which KPIs run, for which periods, and in which order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.catalog.entries import Entry
from core.errors import UsageError
from core.model.kpi import Kpi
from core.model.period import parse_period
from core.model.sources import Values
from core.run.plan import RunRequest, carried_out, first_day_needed, make_plan
from tests.catalogues import catalogue_with, entry

MONDAY = datetime(
    2026, 11, 16, 5, tzinfo=UTC
)  # six in the morning in Berlin, the day after 2026-W46


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
    "period",
    ["2026-W47", "2026-11", "2026-11-16", "2026-W40..2026-W47", "2030-W01", "2026", "today"],
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


def test_a_year_is_over_for_weeks_when_its_last_iso_week_is() -> None:
    friday, monday = (datetime(2027, 1, day, 6, tzinfo=UTC) for day in (1, 4))
    assert plan(entry(1, cadence="monthly"), now=friday, period="2026")[1][-1] == "2026-12"
    with pytest.raises(UsageError, match="2026 ends on 2027-01-03, which has not passed"):
        plan(entry(1), now=friday, period="2026")
    assert plan(entry(1), now=monday, period="2026")[1][-1] == "2026-W53"


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


def test_only_the_requested_kpis_and_cadences_run() -> None:
    kpis = entry(1), entry(2), entry(3, cadence="daily")
    assert plan(*kpis, kpis=(2, 3), period="last") == {2: ["2026-W46"], 3: ["2026-11-15"]}
    assert plan(*kpis, kpis=(2, 2), period="last") == {2: ["2026-W46"]}
    assert plan(*kpis, cadences=("daily",), period="last") == {3: ["2026-11-15"]}


def test_a_kpi_or_cadence_that_does_not_exist_is_refused() -> None:
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


def test_catching_up_fills_the_gaps_since_the_first_stored_period_only() -> None:
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


def test_catching_up_skips_periods_before_a_kpi_has_data() -> None:
    assert plan(entry(1, since="2026-W45"), done=done(1, "2026-W40"), missing=True) == {
        1: ["2026-W45", "2026-W46"]
    }
    assert plan(entry(1, since="2026-W47"), missing=True) == {}


def test_values_derived_from_a_gap_are_recomputed() -> None:
    reader = done(2, *ALL_BEFORE, "2026-W46", stored_range="2 weeks")
    source = done(1, "2026-W42", "2026-W43", "2026-W45", "2026-W46")
    kpis = entry(1), entry(2, 1)
    assert plan(*kpis, done=[*source, *reader], missing=True) == {
        1: ["2026-W44"],
        2: ["2026-W44", "2026-W45"],
    }


_KPI: dict[str, Any] = {"name": "n", "owner": "a@example.com", "unit": "count", "query": ""}


@pytest.mark.parametrize(
    ("settles", "request_", "first"),
    [
        ("", {}, "2026-05-14"),  # six times 31 days
        ("", {"period": "last"}, "2026-05-14"),
        ("10 weeks", {}, "2025-11-09"),
        ("", {"period": "2026-W46"}, "2026-05-14"),
        ("", {"period": "2026-01-31..last"}, "2025-12-31"),
        ("", {"missing": True}, "0001-01-01"),
    ],
)
def test_a_plan_needs_to_know_what_is_stored_from_a_day_on(
    settles: str, request_: dict[str, Any], first: str
) -> None:
    catalogue = catalogue_with(entry(1, settles=settles), entry(2))
    asked = RunRequest(("success",), **request_)

    assert first_day_needed(catalogue, asked, date(2026, 11, 16)) == date.fromisoformat(first)


def test_a_plan_knows_of_all_quarters_that_a_scheduled_run_looks_at() -> None:
    catalogue = catalogue_with(entry(1, cadence="quarterly"), entry(2))
    oldest = parse_period("2025-Q3")  # four quarters before the last ended one, 2026-Q3

    first = first_day_needed(catalogue, RunRequest(("success",)), date(2026, 11, 16))
    assert first <= oldest.first_day
    asked = RunRequest(("success",), period="2026-11-16")
    assert first_day_needed(catalogue, asked, date(2026, 11, 16)) <= oldest.first_day


def test_a_catalogue_without_kpis_needs_a_first_day_too() -> None:
    assert first_day_needed(catalogue_with(), RunRequest(()), date(2026, 11, 16)) < date.today()


def test_a_run_for_today_that_makes_good_a_missed_day_is_the_daily_run_as_well() -> None:
    catalogue = catalogue_with(entry(1, cadence="daily"))
    request = RunRequest(("success",), today=True)
    at_seven = MONDAY.replace(hour=6)
    before = done(1, *(f"2026-11-{day}" for day in (11, 12, 13, 14)), stored_range="day")
    missed = make_plan(catalogue, request, at_seven, {"success": before})
    assert [str(task.period) for step in missed for task in step.tasks] == [
        "2026-11-15",
        "2026-11-16",
    ]
    found = carried_out(catalogue, request, missed, at_seven)
    assert (found.today, found.cadences) == (False, ("daily",))

    yesterday = done(1, "2026-11-15", stored_range="day")
    hourly = make_plan(catalogue, request, at_seven, {"success": [*before, *yesterday]})
    assert [str(task.period) for step in hourly for task in step.tasks] == ["2026-11-16"]
    assert carried_out(catalogue, request, hourly, at_seven) == request
