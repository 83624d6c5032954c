"""A stored series says what is stored of it."""

from __future__ import annotations

from core.model.period import parse_period
from core.model.series import SeriesExtent


def series(first: str, last: str, periods: int) -> SeriesExtent:
    begin = parse_period(first)
    return SeriesExtent(
        "success", 6, "forms", "week", begin.cadence, periods, begin, parse_period(last), ("count",)
    )


def test_it_names_its_periods_as_a_command_takes_them() -> None:
    assert series("2026-W43", "2026-W46", 4).span == "2026-W43..2026-W46"
    assert series("2026-W46", "2026-W46", 1).span == "2026-W46"


def test_it_counts_its_periods_in_their_own_unit() -> None:
    assert series("2026-W43", "2026-W46", 3).extent == "3 weeks until 2026-W46"
    assert series("2026-10", "2026-10", 1).extent == "1 month until 2026-10"


def test_its_key_has_the_cadence() -> None:
    assert series("2026-10-01", "2026-10-02", 2).key == (6, "forms", "week", "daily")
