"""Rules for the attributes of one runner."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from core.catalog.alert_rules import (
    check_channels,
    check_escalation,
    check_runner_alerts,
    check_trouble,
)
from core.model import CADENCES, PERIOD_ORDERS, Runner

RunnerRule = Callable[[Runner], Iterator[str]]

# The expressions of Debian's cron. CronSim takes more: seconds, L, #, steps from a single value.
_CRON_ITEM = r"(?:(?:\*|\w+-\w+)(?:/\d+)?|\d+|[A-Za-z]{3})"
_CRON_FIELD = rf"{_CRON_ITEM}(?:,{_CRON_ITEM})*"
_CRON = re.compile(rf"{_CRON_FIELD}(?: +{_CRON_FIELD}){{4}}", re.ASCII)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_COUNTRY = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,4})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def timezone_fault(name: str) -> str:
    """Return the finding on a time zone's name, empty if it is an IANA name."""
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return f"timezone {name!r} is not an IANA name; write one such as Europe/Berlin"
    return ""


def check_timezone(runner: Runner) -> Iterator[str]:
    """The time zone is an IANA name."""
    fault = timezone_fault(runner.timezone)
    if fault:
        yield fault


def check_deadline(runner: Runner) -> Iterator[str]:
    """The deadline is a clock time."""
    if not _CLOCK.fullmatch(runner.deadline):
        yield f"deadline {runner.deadline!r} is not a clock time; write one such as 09:00"


def check_periods(runner: Runner) -> Iterator[str]:
    """The order of periods is one that a page can have."""
    if runner.periods not in PERIOD_ORDERS:
        choices = " or ".join(map(repr, PERIOD_ORDERS))
        yield f"periods {runner.periods!r} is not an order; write {choices}"


def check_year_begins(runner: Runner) -> Iterator[str]:
    """The business year begins with a month."""
    if runner.year_begins not in range(1, 13):
        yield f"year_begins {runner.year_begins} is not a month; write one from 1 to 12"


def check_schedule(runner: Runner) -> Iterator[str]:
    """Every schedule is a cron expression for a cadence that exists."""
    for cadence, expression in runner.schedule.items():
        if cadence not in CADENCES:
            yield f"schedule names {cadence!r}, which is not one of {', '.join(CADENCES)}"
        if not _is_cron_expression(expression):
            fault = f"schedule {expression!r} is not a cron expression"
            yield f"{fault}; write five fields such as '0 6 * * MON'"


def check_today(runner: Runner) -> Iterator[str]:
    """Today so far has a cron expression, and a daily schedule that computes the whole day."""
    if not runner.today:
        return
    if not _is_cron_expression(runner.today):
        fault = f"today {runner.today!r} is not a cron expression"
        yield f"{fault}; write five fields such as '0 8-20 * * *'"
    if "daily" not in runner.schedule:
        fault = "today is computed so far, but no schedule computes the day when it is over"
        yield f"{fault}; add a daily schedule"


def _is_cron_expression(expression: str) -> bool:
    """Return whether an expression is valid and due at some time."""
    if not _CRON.fullmatch(expression):
        return False
    try:
        next(CronSim(expression, _SOME_DAY))
    except (CronSimError, StopIteration):
        return False
    return True


def check_holidays(runner: Runner) -> Iterator[str]:
    """Holidays are those of a country, or days."""
    if isinstance(runner.holidays, str):
        if runner.holidays and not _COUNTRY.fullmatch(runner.holidays):
            remedy = "write one such as 'DE' or 'DE-BY', or a list of days"
            yield f"holidays {runner.holidays!r} is not a country; {remedy}"
        return
    for day in runner.holidays:
        if not _DAY.fullmatch(day) or not _is_day(day):
            yield f"holidays: {day!r} is not a day; write one such as 2026-12-25"


def _is_day(text: str) -> bool:
    """Return whether the calendar has a day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


RUNNER_RULES: Mapping[str, RunnerRule] = {
    "timezone": check_timezone,
    "deadline": check_deadline,
    "schedule": check_schedule,
    "today": check_today,
    "periods": check_periods,
    "year_begins": check_year_begins,
    "holidays": check_holidays,
    "alerts": check_runner_alerts,
    "channels": check_channels,
    "escalation": check_escalation,
    "trouble": check_trouble,
}
