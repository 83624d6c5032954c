"""Findings on the attributes of a runner, with a runner that breaks each rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog import runner_rules
from core.catalog.runner_rules import RUNNER_RULES
from tests.project import findings_of, kpi_text, runner_text


@pytest.mark.parametrize(
    "timezone", ["", "CEST", "Europe", "Europe/Berlln", "europe/berlin", "../Berlin", "+01:00"]
)
def test_a_time_zone_is_an_iana_name(tmp_path: Path, timezone: str) -> None:
    runners = {"success": runner_text("success", timezone=timezone)}
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners=runners) == [
        f"runners/success.py:7: timezone {timezone!r} is not an IANA name; write one such as"
        " Europe/Berlin"
    ]


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "every Monday",
        "@weekly",
        "0 6 * *",
        "60 6 * * MON",
        "0 6 * * MO",
        "0 6 30 2 *",
        "0 6 * * MON; rm -r x",
        "0 6 * *\nMON",
        # CronSim takes these, Debian's cron does not, or takes the last word for the command.
        "0 0 6 * * MON",
        "5/15 6 * * MON",
        "0 6 L * *",
        "0 6 * * 5L",
        "0 6 * * MON#1",
    ],
)
def test_a_schedule_is_an_expression_that_debians_cron_takes(
    tmp_path: Path, expression: str
) -> None:
    runners = {"success": runner_text("success", schedule={"weekly": expression})}
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners=runners) == [
        f"runners/success.py:8: schedule {expression!r} is not a cron expression; write five fields"
        " such as '0 6 * * MON'"
    ]


@pytest.mark.parametrize(
    "expression", ["0 6 * * MON", "*/15 6-8 1,15 * mon-fri", "0 6 */2 JAN-MAR 1-7/2", "00 06 * * 7"]
)
def test_a_schedule_may_be_anything_that_debians_cron_takes(
    tmp_path: Path, expression: str
) -> None:
    runners = {"success": runner_text("success", schedule={"weekly": expression})}
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners=runners) == []


@pytest.mark.parametrize(
    "deadline",
    ["", "9", "9:00", "25:00", "24:00", "09:60", "09:00:00", "09.00", "٠٩:٠٠", "09:00\n"],
)
def test_a_deadline_is_a_clock_time(tmp_path: Path, deadline: str) -> None:
    text = runner_text("success").replace("    sheet=", f"    deadline={deadline!r},\n    sheet=")
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners={"success": text}) == [
        f"runners/success.py:9: deadline {deadline!r} is not a clock time; write one such as 09:00"
    ]


def test_the_order_of_periods_is_one_of_two(tmp_path: Path) -> None:
    text = runner_text("success").replace("    sheet=", "    periods='newest',\n    sheet=")
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners={"success": text}) == [
        "runners/success.py:9: periods 'newest' is not an order; write 'oldest first' or"
        " 'newest first'"
    ]


def test_a_schedule_is_for_a_cadence_that_exists(tmp_path: Path) -> None:
    runners = {
        "success": runner_text("success", schedule={"weekly": "0 6 * * MON", "yearly": "0 6 1 1 *"})
    }
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners=runners) == [
        "runners/success.py:8: schedule names 'yearly', which is not one of daily, weekly, monthly,"
        " quarterly"
    ]


def test_today_so_far_has_an_expression_and_a_daily_schedule(tmp_path: Path) -> None:
    text = runner_text("success", schedule={"weekly": "0 6 * * MON"})
    runners = {"success": text.replace("    sheet=", '    today="hourly",\n    sheet=')}
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners=runners) == [
        "runners/success.py:9: today 'hourly' is not a cron expression; write five fields such as"
        " '0 8-20 * * *'",
        "runners/success.py:9: today is computed so far, but no schedule computes the day when it"
        " is over; add a daily schedule",
    ]


def test_every_rule_is_applied() -> None:
    written = {name for name in vars(runner_rules) if name.startswith("check_")}
    assert {rule.__name__ for rule in RUNNER_RULES.values()} == written


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_business_year_begins_with_a_month(tmp_path: Path, month: int) -> None:
    text = runner_text("success").replace("    sheet=", f"    year_begins={month},\n    sheet=")
    found = findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners={"success": text})
    assert found == [
        f"runners/success.py:9: year_begins {month} is not a month; write one from 1 to 12"
    ]


@pytest.mark.parametrize(
    ("holidays", "fault"),
    [
        (
            "Germany",
            "holidays 'Germany' is not a country; write one such as 'DE' or 'DE-BY', or a list of"
            " days",
        ),
        (["25.12.2026"], "holidays: '25.12.2026' is not a day; write one such as 2026-12-25"),
        (["2026-02-30"], "holidays: '2026-02-30' is not a day; write one such as 2026-12-25"),
        ("DE-BY", ""),
        (["2026-12-25"], ""),
    ],
)
def test_holidays_are_a_country_or_days(
    tmp_path: Path, holidays: str | list[str], fault: str
) -> None:
    text = runner_text("success").replace("    sheet=", f"    holidays={holidays!r},\n    sheet=")
    found = findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners={"success": text})
    assert found == ([f"runners/success.py:9: {fault}"] if fault else [])
