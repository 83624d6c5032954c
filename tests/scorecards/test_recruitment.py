"""The recruitment domain: a few rows and the value expected. 2026-W46 is 9 to 15 November."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compute = Callable[..., list[tuple[Any, ...]]]

CANDIDATES = [
    {"candidate_id": 1, "is_test": False},
    {"candidate_id": 2, "is_test": False},
    {"candidate_id": 9, "is_test": True},
]


def application(number: int, candidate: int, job: int, applied_at: str) -> dict[str, Any]:
    return {
        "application_id": number,
        "candidate_id": candidate,
        "job_id": job,
        "applied_at": applied_at,
    }


def test_01_counts_a_candidate_once_per_job(kpi_value: Compute) -> None:
    applications = [
        application(1, 1, 100, "2026-11-10 09:00:00+01:00"),
        application(2, 1, 100, "2026-11-11 09:00:00+01:00"),
        application(3, 1, 200, "2026-11-15 23:30:00+01:00"),
        application(4, 2, 100, "2026-11-08 23:30:00+01:00"),
        application(5, 2, 100, "2026-11-09 00:30:00+01:00"),
        application(6, 9, 100, "2026-11-10 09:00:00+01:00"),
    ]
    tables = {"stg_ats.candidates": CANDIDATES, "stg_ats.applications": applications}
    assert kpi_value("recruitment", 1, "2026-W46", tables=tables) == [("", 2)]
    assert kpi_value("recruitment", 1, "2026-W45", tables=tables) == [("", 1)]
    assert kpi_value("recruitment", 1, "2026-W47", tables=tables) == [("", 0)]


def test_02_is_the_share_of_screened_applications_that_qualified(kpi_value: Compute) -> None:
    applications = [
        application(number, number, 100, "2026-11-01 09:00:00+01:00") for number in (1, 2, 3, 4, 5)
    ]
    applications.append(application(6, 1, 100, "2026-11-02 09:00:00+01:00"))
    changes = [
        (1, "qualified", "2026-11-09 09:00:00+01:00"),
        (1, "rejected", "2026-11-13 09:00:00+01:00"),
        (2, "rejected", "2026-11-10 09:00:00+01:00"),
        (3, "rejected", "2026-11-15 09:00:00+01:00"),
        (4, "rejected", "2026-11-10 09:00:00+01:00"),
        (5, "qualified", "2026-11-02 09:00:00+01:00"),
        (5, "rejected", "2026-11-10 09:00:00+01:00"),
        (6, "rejected", "2026-11-10 09:00:00+01:00"),
    ]
    tables = {
        "stg_ats.applications": applications,
        "stg_ats.stage_changes": [
            {"application_id": number, "stage": stage, "entered_at": when}
            for number, stage, when in changes
        ],
    }
    # 5 was screened the week before, and 6 is 1 sent again.
    assert kpi_value("recruitment", 2, "2026-W46", tables=tables) == [("", 0.25, 1, 4)]
    assert kpi_value("recruitment", 2, "2026-W47", tables=tables) == [("", None, 0, 0)]


def hire(application: int, hired_on: str) -> dict[str, Any]:
    return {"application_id": application, "hired_on": hired_on}


def test_03_is_the_median_of_days_to_hire_over_four_weeks(kpi_value: Compute) -> None:
    tables = {
        # The first came on 31 October in Berlin, though still on the 30th in UTC.
        "stg_ats.applications": [
            application(1, 1, 100, "2026-10-30 23:30:00+00:00"),
            application(2, 2, 100, "2026-11-01 12:00:00+01:00"),
            application(3, 3, 100, "2026-09-01 12:00:00+02:00"),
        ],
        "stg_ats.hires": [hire(1, "2026-11-10"), hire(2, "2026-11-15"), hire(3, "2026-10-18")],
    }
    assert kpi_value("recruitment", 3, "2026-W46", tables=tables) == [("", 12)]
    assert kpi_value("recruitment", 3, "2026-W30", tables=tables) == [("", None)]


def test_04_is_the_share_of_answered_offers_that_were_accepted(kpi_value: Compute) -> None:
    offers = [
        {"answered_on": "2026-08-24", "accepted": True},
        {"answered_on": "2026-11-15", "accepted": True},
        {"answered_on": "2026-10-01", "accepted": True},
        {"answered_on": "2026-10-01", "accepted": False},
        {"answered_on": "2026-08-23", "accepted": False},
        {"answered_on": None, "accepted": None},
    ]
    assert kpi_value("recruitment", 4, "2026-W46", tables={"stg_ats.offers": offers}) == [
        ("", 0.75, 3, 4)
    ]
    assert kpi_value("recruitment", 4, "2026-W20", tables={"stg_ats.offers": offers}) == [
        ("", None, 0, 0)
    ]


def test_05_is_the_share_of_the_weeks_interviews_that_took_place(kpi_value: Compute) -> None:
    interviews = [
        {"scheduled_for": "2026-11-09 00:00:00", "held": True},
        {"scheduled_for": "2026-11-15 23:30:00", "held": False},
        {"scheduled_for": "2026-11-12 10:00:00", "held": None},
        {"scheduled_for": "2026-11-08 23:59:59", "held": False},
        {"scheduled_for": "2026-11-16 00:00:00", "held": False},
    ]
    assert kpi_value("recruitment", 5, "2026-W46", tables={"stg_ats.interviews": interviews}) == [
        ("", 0.5, 1, 2)
    ]
    assert kpi_value("recruitment", 5, "2026-W40", tables={"stg_ats.interviews": interviews}) == [
        ("", None, 0, 0)
    ]


def test_06_counts_the_weeks_hires(kpi_value: Compute) -> None:
    hires = [
        hire(1, "2026-11-08"),
        hire(2, "2026-11-09"),
        hire(3, "2026-11-15"),
        hire(4, "2026-11-16"),
    ]
    assert kpi_value("recruitment", 6, "2026-W46", tables={"stg_ats.hires": hires}) == [("", 2)]
    assert kpi_value("recruitment", 6, "2026-W40", tables={"stg_ats.hires": hires}) == [("", 0)]


def test_07_begins_with_the_first_iso_week_of_the_year(kpi_value: Compute) -> None:
    hires = [
        hire(1, "2025-12-28"),
        hire(2, "2025-12-29"),
        hire(3, "2026-11-15"),
        hire(4, "2026-11-16"),
    ]
    assert kpi_value("recruitment", 7, "2026-W46", tables={"stg_ats.hires": hires}) == [("", 2)]


@pytest.mark.parametrize(
    ("month", "planned", "value"),
    [
        ("2026-10-01", "4", 0.5),
        ("10/2026", "~4", 0.5),
        ("Oct 2026 ", "8 (est.)", 0.25),
        ("2026-10", "tbd", None),
        ("2026-10", "0", None),
    ],
)
def test_08_reads_the_plan_however_it_is_written(
    kpi_value: Compute, month: str, planned: str, value: float | None
) -> None:
    hires = [
        hire(1, "2026-10-01"),
        hire(2, "2026-10-31"),
        hire(3, "2026-11-01"),
        hire(4, "2026-09-30"),
    ]
    plan = [
        {"month": "2026-09-01", "planned_hires": "9"},
        {"month": month, "planned_hires": planned},
    ]
    given = {"tables": {"stg_ats.hires": hires}, "tabs": {"hiring_plan": plan}}
    assert kpi_value("recruitment", 8, "2026-10", **given)[0][:3] == ("", value, 2)
    assert kpi_value("recruitment", 8, "2026-08", **given) == [("", None, 0, None)]


def test_09_is_three_months_of_board_fees_per_hire(kpi_value: Compute) -> None:
    spend = [
        {"booked_on": "2026-08-01", "board": "Jobs daily", "amount": "1.234,50"},
        {"booked_on": "2026-10-31", "board": "Work remote", "amount": "65,50"},
        {"booked_on": "2026-07-31", "board": "Jobs daily", "amount": "9.000,00"},
        {"booked_on": "2026-11-01", "board": "Jobs daily", "amount": "9.000,00"},
    ]
    hires = [hire(1, "2026-08-01"), hire(2, "2026-10-31"), hire(3, "2026-11-01")]
    given = {"tables": {"stg_ats.hires": hires}, "files": {"job_board_spend": spend}}
    assert kpi_value("recruitment", 9, "2026-10", **given) == [("", 650, 1300, 2)]
    assert kpi_value("recruitment", 9, "2026-07", **given) == [("", None, 9000, 0)]
