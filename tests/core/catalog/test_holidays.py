"""Public holidays: days of a runner's own, or those of its country."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from core.catalog.holidays import holidays_of
from core.errors import SettingsError
from core.model import Runner

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def runner(holidays: str | list[str]) -> Runner:
    schedule = {"weekly": "0 6 * * MON"}
    return Runner(title="S", timezone="UTC", schedule=schedule, holidays=holidays)  # type: ignore[arg-type]


def test_days_of_a_runner_are_those_within_the_time() -> None:
    found = holidays_of(runner(["2025-12-25", "2026-12-25"]), FIRST, LAST)
    assert found == {date(2026, 12, 25)}
    assert holidays_of(runner(""), FIRST, LAST) == frozenset()


def test_a_country_and_its_part_have_theirs() -> None:
    pytest.importorskip("holidays")
    germany, bavaria = (holidays_of(runner(code), FIRST, LAST) for code in ("DE", "DE-BY"))
    assert date(2026, 10, 3) in germany
    assert date(2026, 1, 6) in bavaria - germany


def test_an_unknown_country_is_refused() -> None:
    pytest.importorskip("holidays")
    with pytest.raises(SettingsError, match="'DE-QQ' is not known; write a country or part"):
        holidays_of(runner("DE-QQ"), FIRST, LAST)


def test_without_the_package_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(SettingsError, match=r"needs the package holidays; install scorecard"):
        holidays_of(runner("DE"), FIRST, LAST)
    assert holidays_of(runner(["2026-12-25"]), FIRST, LAST) == {date(2026, 12, 25)}
