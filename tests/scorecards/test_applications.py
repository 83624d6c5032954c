"""The applications domain: a few rows and the value expected. 2026-W46 is 9 to 15 November."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compute = Callable[..., list[tuple[Any, ...]]]


def application(
    received_at: str,
    decided_at: str | None = None,
    decision: str | None = None,
    *,
    checked_at: str | None = None,
    channel: str | None = "web",
    is_test: bool = False,
) -> dict[str, Any]:
    return {
        "received_at": received_at,
        "checked_at": checked_at,
        "decided_at": decided_at,
        "decision": decision,
        "channel": channel,
        "is_test": is_test,
    }


def value(
    kpi_value: Compute, number: int, rows: list[dict[str, Any]], period: str = "2026-W46"
) -> list[tuple[Any, ...]]:
    return kpi_value("applications", number, period, tables={"stg_desk.applications": rows})


def test_01_counts_applications_received_in_the_desks_local_time(kpi_value: Compute) -> None:
    rows = [
        application("2026-11-08 23:59:59"),
        application("2026-11-09 00:00:00"),
        application("2026-11-15 23:59:59"),
        application("2026-11-16 00:00:00"),
        application("2026-11-10 10:00:00", is_test=True),
    ]
    assert value(kpi_value, 1, rows) == [("", 2)]
    assert value(kpi_value, 1, rows, "2026-W40") == [("", 0)]


def test_02_counts_the_decisions_of_the_week(kpi_value: Compute) -> None:
    rows = [
        application("2026-11-01 10:00:00", "2026-11-09 00:00:00", "accepted"),
        application("2026-11-01 10:00:00", "2026-11-15 23:59:59", "rejected"),
        application("2026-11-01 10:00:00", "2026-11-12 10:00:00", "withdrawn"),
        application("2026-11-01 10:00:00", "2026-11-16 00:00:00", "accepted"),
        application("2026-11-01 10:00:00", "2026-11-12 10:00:00", "accepted", is_test=True),
    ]
    assert value(kpi_value, 2, rows) == [("", 2)]


def test_03_counts_an_unchecked_application_with_the_hours_it_has_waited(
    kpi_value: Compute,
) -> None:
    rows = [
        application("2026-11-10 10:00:00", checked_at="2026-11-10 13:00:00"),
        application("2026-11-15 20:00:00"),
        application("2026-11-15 19:00:00", checked_at="2026-11-17 10:00:00"),
        application("2026-11-10 10:00:00", checked_at="2026-11-10 10:01:00", is_test=True),
    ]
    # 3, 10 and 11 hours: the week is published on Monday at 06:00.
    assert value(kpi_value, 3, rows) == [("", 10)]
    assert value(kpi_value, 3, rows, "2026-W40") == [("", None)]


def test_04_is_the_share_of_decisions_within_five_days(kpi_value: Compute) -> None:
    rows = [
        application("2026-11-05 09:00:00", "2026-11-10 18:00:00", "accepted"),
        application("2026-11-04 18:00:00", "2026-11-10 09:00:00", "rejected"),
        application("2026-11-09 09:00:00", "2026-11-09 18:00:00", "rejected"),
        application("2026-11-10 09:00:00", "2026-11-11 18:00:00", "accepted"),
        application("2026-11-10 09:00:00", "2026-11-11 18:00:00", "withdrawn"),
        application("2026-11-10 09:00:00", "2026-11-11 18:00:00", "accepted", is_test=True),
    ]
    assert value(kpi_value, 4, rows) == [("", 0.75, 3, 4)]
    assert value(kpi_value, 4, rows, "2026-W40") == [("", None, 0, 0)]


def test_05_counts_applications_still_waiting_at_the_end_of_the_week(kpi_value: Compute) -> None:
    rows = [
        application("2026-10-01 09:00:00"),
        application("2026-11-15 23:59:59", "2026-11-16 00:00:00", "accepted"),
        application("2026-11-10 09:00:00", "2026-11-15 23:59:59", "accepted"),
        application("2026-11-16 00:00:00"),
        application("2026-11-10 09:00:00", is_test=True),
    ]
    assert value(kpi_value, 5, rows) == [("", 2)]


def test_06_counts_by_channel_and_calls_none_unknown(kpi_value: Compute) -> None:
    rows = [
        application("2026-11-10 09:00:00"),
        application("2026-11-10 09:00:00"),
        application("2026-11-10 09:00:00", channel=None),
        application("2026-11-10 09:00:00", channel="phone", is_test=True),
    ]
    assert value(kpi_value, 6, rows) == [("unknown", 1), ("web", 2)]


def test_07_is_the_share_of_forms_begun_on_the_web_that_were_sent(kpi_value: Compute) -> None:
    sessions = [
        {"day": "2026-10-19", "channel": "web", "visits": 20, "forms_started": 3},
        {"day": "2026-11-15", "channel": "web", "visits": 20, "forms_started": 5},
        {"day": "2026-11-15", "channel": "phone", "visits": 20, "forms_started": 50},
        {"day": "2026-10-18", "channel": "web", "visits": 20, "forms_started": 50},
    ]
    rows = [
        application("2026-10-19 00:30:00"),
        application("2026-11-15 23:30:00"),
        application("2026-11-10 09:00:00", channel="phone"),
        application("2026-11-10 09:00:00", channel=None),
        application("2026-11-10 09:00:00", is_test=True),
    ]
    given = {"tables": {"stg_desk.applications": rows}, "files": {"form_sessions": sessions}}
    assert kpi_value("applications", 7, "2026-W46", **given) == [("", 0.25, 2, 8)]
    assert kpi_value("applications", 7, "2026-W30", **given) == [("", None, 0, None)]


def capacity(week_of: str, team: str, hours: str | None) -> dict[str, Any]:
    return {"week_of": week_of, "team": team, "hours_planned": hours}


def test_08_fills_a_teams_missing_week_with_the_mean_of_its_others(kpi_value: Compute) -> None:
    rows = [
        capacity("2026-10-19", "North", "40"),
        capacity("26.10.2026", "north", "~36"),
        capacity("Nov 2, 2026", "NORTH ", "44 (est.)"),
        capacity("9 Nov 2026", "North", "tbd"),
        *(
            capacity(day, "South", "20")
            for day in ("2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09")
        ),
        capacity("2026-10-12", "North", "400"),
        capacity("2026-11-16", "North", "400"),
    ]
    given = {"tabs": {"desk_capacity": rows}, "values": {"kpi_02": [30, 30, 30, 30]}}
    # North 4 x 40 hours and South 4 x 20, for 120 decisions.
    assert kpi_value("applications", 8, "2026-W46", **given) == [("", 2, 240, 120)]


@pytest.mark.parametrize("hours", ["tbd", None])
def test_08_has_no_value_if_a_team_gave_no_hours_at_all(
    kpi_value: Compute, hours: str | None
) -> None:
    rows = [capacity("2026-11-09", "North", "40"), capacity("2026-11-09", "South", hours)]
    given = {"tabs": {"desk_capacity": rows}, "values": {"kpi_02": [30, 30, 30, 30]}}
    assert kpi_value("applications", 8, "2026-W46", **given) == [("", None, None, 120)]


def test_10_is_the_backlog_divided_by_the_mean_pace(kpi_value: Compute) -> None:
    values = {"kpi_05": [60], "kpi_02": [30, 50, 40, 40]}
    assert kpi_value("applications", 10, "2026-W46", values=values) == [("", 1.5, 60, 40)]
    values = {"kpi_05": [60], "kpi_02": [0, 0, 0, 0]}
    assert kpi_value("applications", 10, "2026-W46", values=values) == [("", None, 60, 0)]
