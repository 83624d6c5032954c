"""The public holidays of a runner: its own days, or those of its country."""

from __future__ import annotations

from datetime import date

from core.errors import SettingsError
from core.model import Runner


def holidays_of(runner: Runner, first: date, last: date) -> frozenset[date]:
    """Return a runner's public holidays from one day to another, both inclusive.

    Raises:
        SettingsError: The package `holidays` is not installed, or does not know the country.
    """
    if isinstance(runner.holidays, str):
        days = _of_country(runner.holidays, first, last) if runner.holidays else ()
    else:
        days = tuple(map(date.fromisoformat, runner.holidays))
    return frozenset(day for day in days if first <= day <= last)


def _of_country(code: str, first: date, last: date) -> tuple[date, ...]:
    country, _, part = code.partition("-")
    years = range(first.year, last.year + 1)
    try:
        import holidays
    except ImportError:
        remedy = "install scorecard-framework[holidays], or list the days in the runner"
        raise SettingsError(f"holidays={code!r} needs the package holidays; {remedy}") from None
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=years)
    except NotImplementedError:
        remedy = "write a country or part that the package holidays has, or list the days"
        raise SettingsError(f"holidays={code!r} is not known; {remedy}") from None
    return tuple(found)
