"""Every number of three public scenarios of a weekly business review; see `wbr/README.md`.

Its weeks end on Saturday: with a day added to each date they are ISO weeks. Its own numbers carry
the noise of floats beyond 15 digits.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from core.model import Period, parse_period, period_of
from core.status import ValueSeries, before, to_date, year_ago, year_before
from core.status.to_date import total
from tests.core.status.rows import row, series

DAY = timedelta(days=1)
NONE = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """The last day of a scenario, the month in which its year begins, and what it expects."""

    last: str
    year_begins: int
    weeks: list[int]
    weeks_before: list[int | None]
    box: list[str]


WEEKS_2021 = [496725868, 499671126, 464148871, 457477195, 460207741, 470759324]
WEEKS_2020 = [429282793, 439825733, 453443686, 402629589, 383456304, 383306638]
# The box: last week, on the week before, on the year before, then month, quarter and year to date,
# each followed by its change on the year before; changes in per cent.
ONE = Scenario(
    "2021-09-25",
    1,
    WEEKS_2021,
    list(WEEKS_2020),
    [
        *("470759324", "2.29278694379893", "22.81533303", "1632139558", "15.34821198459484"),
        *("6114047468", "22.686371061643484", "18665110807", "31.435111159660067"),
    ],
)
TWO = Scenario(
    "2021-01-09",
    1,
    [443483878, 431021307, 435436953, 421784733, 467715742, 532485819],
    [NONE, NONE, NONE, NONE, NONE, 395917585],
    [
        *("532485819", "13.84817127", "34.49410665", "678567325", "143.24"),
        *("678567325", "143.24", "678567325", "143.24"),
    ],
)
THREE = Scenario(
    "2021-09-25",
    6,  # its year ends in May
    WEEKS_2021,
    list(WEEKS_2020),
    [
        *("470759324", "2.29278694379893", "22.82", "1632139558", "15.35"),
        *("1632139558", "15.35", "8165267400", "26.58191843"),
    ],
)
SCENARIOS = pytest.mark.parametrize("scenario", [ONE, TWO, THREE], ids=["1", "2", "3"])
MONTHS_2020 = [
    *(1487877710, 1508255989, 1665665379, 1542530033, 1546099414, 1467102281),
    *(1615446881, 1953063065, 1708890199, 1807907694, 1820822982, 1922478407),
]
MONTHS_2021 = [
    *(2318880564, 1969227848, 2117874905, 2036021000),
    *(2057839090, 2051219932, 2274329968, 2207577942),
]


@cache
def page_views() -> dict[date, float]:
    path = Path(__file__).parent / "wbr" / "page_views.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            date.fromisoformat(each["day"]): float(each["page_views"])
            for each in csv.DictReader(file)
        }


def daily(last: date) -> ValueSeries:
    rows = [
        row(period_of("daily", day), value) for day, value in page_views().items() if day <= last
    ]
    return series(*rows)


def weekly(last: date) -> ValueSeries:
    sums = Counter[Period]()
    for day, value in page_views().items():
        if day <= last:
            sums[period_of("weekly", day + DAY)] += int(value)
    return series(*(row(week, float(value)) for week, value in sums.items()))


def monthly(last: date) -> ValueSeries:
    """Return the months that were over on the last day, added up from the days."""
    days, rows, month = daily(last), [], parse_period("2020-01")
    while month.last_day <= last:
        first_day, last_day = (period_of("daily", day) for day in (month.first_day, month.last_day))
        rows.append(row(month, total(days, first_day, last_day, "sum").value))
        month = month.shift(1)
    return series(*rows)


def values(found: ValueSeries, periods: Iterable[Period]) -> list[float | None]:
    rows = [found.rows.get(period) for period in periods]
    return [each.value if each else None for each in rows]


@SCENARIOS
def test_six_weeks_of_this_year_and_last(scenario: Scenario) -> None:
    last = date.fromisoformat(scenario.last)
    found, week = weekly(last), period_of("weekly", last + DAY)
    weeks = [week.shift(-back) for back in reversed(range(6))]
    assert values(found, weeks) == scenario.weeks
    assert values(found, map(year_before, weeks)) == scenario.weeks_before


@pytest.mark.parametrize(
    ("last", "first_month", "this_year", "year_before_it"),
    [
        ("2021-09-25", "2021-01", [*MONTHS_2021, *[NONE] * 4], MONTHS_2020),
        (
            *("2021-09-25", "2020-09", [*MONTHS_2020[8:], *MONTHS_2021]),
            [*[NONE] * 4, *MONTHS_2020[:8]],
        ),
        ("2021-01-09", "2021-01", [NONE] * 12, MONTHS_2020),
        ("2021-01-09", "2020-01", MONTHS_2020, [NONE] * 12),
    ],
)
def test_twelve_months_of_this_year_and_last(
    last: str,
    first_month: str,
    this_year: list[int | None],
    year_before_it: list[int | None],
) -> None:
    found, first = monthly(date.fromisoformat(last)), parse_period(first_month)
    months = [first.shift(count) for count in range(12)]
    assert values(found, months) == this_year
    assert values(found, map(year_before, months)) == year_before_it


@SCENARIOS
def test_the_box_of_totals(scenario: Scenario) -> None:
    last = date.fromisoformat(scenario.last)
    weeks, week = weekly(last), period_of("weekly", last + DAY)
    numbers = [weeks.rows[week].value, before(weeks, week).percent, year_ago(weeks, week).percent]
    for found in to_date(daily(last), period_of("daily", last), "sum", scenario.year_begins):
        numbers += [found.now.value, found.change.percent]
    written = [as_given(number, text) for number, text in zip(numbers, scenario.box, strict=True)]
    assert written == [as_given(float(text), text) for text in scenario.box]


def as_given(number: float | None, text: str) -> str:
    """Return a number with as many digits as a text has, at most 15 in all."""
    assert number is not None
    decimals = len(text.partition(".")[2])
    whole = len(text.partition(".")[0])
    return f"{number:.{min(decimals, 15 - whole)}f}"


def test_a_year_before_that_is_missing_in_part_says_so() -> None:
    month, *_ = to_date(daily(date(2021, 1, 9)), parse_period("2021-01-09"), "sum")
    assert (month.then.there, month.then.expected) == (5, 9)
    assert month.change.remark == "a year ago 5 of 9 days"


def test_a_year_before_that_is_missing_has_a_reason_and_never_0() -> None:
    weeks = weekly(date(2020, 9, 26))
    found = year_ago(weeks, parse_period("2020-W39"))
    assert (found.percent, found.reason) == (None, "2019-W39 is not stored")
    month, *_ = to_date(daily(date(2020, 9, 26)), parse_period("2020-09-26"), "sum")
    assert month.change.percent is None
    assert month.change.reason == "2019-09-01..2019-09-26 has no value"
