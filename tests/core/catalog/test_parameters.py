"""Values of a query's parameters: instants in business time, days, and the cut-off."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.catalog.parameters import parameters, parameters_of
from core.model.period import parse_period
from core.model.ranges import parse_range
from tests.project import catalogue_of, kpi_text, runner_text

BERLIN = ZoneInfo("Europe/Berlin")


def params(
    root: Path, period: str, now: str = "2027-06-01T00:00Z", **attributes: Any
) -> dict[str, Any]:
    catalogue = catalogue_of(root, {"success/kpi_01.py": kpi_text(**attributes)})
    return parameters(
        catalogue.entry("success", 1), parse_period(period), catalogue, datetime.fromisoformat(now)
    )


def test_a_week_is_from_monday_to_monday_in_business_time(tmp_path: Path) -> None:
    assert params(tmp_path, "2026-W46") == {
        "start": datetime(2026, 11, 9, tzinfo=BERLIN),
        "end": datetime(2026, 11, 16, tzinfo=BERLIN),
        "first_day": date(2026, 11, 9),
        "last_day": date(2026, 11, 15),
        "period_start": datetime(2026, 11, 9, tzinfo=BERLIN),
        "period_end": datetime(2026, 11, 16, tzinfo=BERLIN),
        "cut_off": datetime(2026, 11, 16, 6, tzinfo=BERLIN),
    }


def test_a_longer_range_begins_earlier_and_ends_with_the_period(tmp_path: Path) -> None:
    found = params(tmp_path, "2027-W01", range="4 weeks")

    assert (found["first_day"], found["last_day"]) == (date(2026, 12, 14), date(2027, 1, 10))
    assert found["start"] == datetime(2026, 12, 14, tzinfo=BERLIN)
    assert found["period_start"] == datetime(2027, 1, 4, tzinfo=BERLIN)
    assert found["end"] == found["period_end"]


def test_a_month_range_may_cross_years(tmp_path: Path) -> None:
    found = params(tmp_path, "2027-01", cadence="monthly", range="3 months")

    assert (found["first_day"], found["last_day"]) == (date(2026, 11, 1), date(2027, 1, 31))


@pytest.mark.parametrize(
    ("period", "hours"), [("2026-W13", 167), ("2026-W43", 169), ("2026-W46", 168)]
)
def test_a_week_has_as_many_hours_as_the_clock_gave_it(
    tmp_path: Path, period: str, hours: int
) -> None:
    found = params(tmp_path, period)

    assert found["end"].timestamp() - found["start"].timestamp() == hours * 3600


def test_data_count_until_the_schedule_publishes_or_until_now_while_the_period_lasts(
    tmp_path: Path,
) -> None:
    assert params(tmp_path, "2026-W46", "2026-11-11T12:00Z")["cut_off"] == datetime(
        2026, 11, 11, 13, tzinfo=BERLIN
    )
    assert params(tmp_path, "2026-W46", "2026-11-16T05:30Z")["cut_off"] == datetime(
        2026, 11, 16, 6, tzinfo=BERLIN
    )


def test_a_cadence_without_a_schedule_is_cut_off_at_its_end(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        {"success/kpi_01.py": kpi_text()},
        runners={"success": runner_text("success", schedule={})},
    )
    entry = catalogue.entry("success", 1)
    found = parameters(
        entry, parse_period("2026-W46"), catalogue, datetime.fromisoformat("2027-01-01T00:00Z")
    )

    assert found["cut_off"] == datetime(2026, 11, 16, tzinfo=BERLIN)


def test_parameters_of_a_stored_value_need_no_catalogue(tmp_path: Path) -> None:
    week = parse_period("2026-W46")
    cut_off = datetime(2026, 11, 16, 5, tzinfo=UTC)
    found = parameters_of(parse_range("4 weeks"), week, BERLIN, cut_off)

    assert found == params(tmp_path, "2026-W46", range="4 weeks")
    assert found["cut_off"].tzinfo == BERLIN
