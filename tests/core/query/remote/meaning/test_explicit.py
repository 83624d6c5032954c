"""Silent conversions are written out."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings, text_of


def test_an_instant_beside_local_time_becomes_local_time() -> None:
    assert text_of("ts >= :start", "spark") == "ts >= TO_TIMESTAMP_NTZ(:start_local)"
    assert text_of("ts >= :start", "clickhouse") == ("ts >= toDateTime64({start_local: String}, 6)")


def test_a_shifted_parameter_is_shifted_as_local_time() -> None:
    assert text_of("ts >= :start - INTERVAL '7 days'", "spark") == (
        "ts >= TO_TIMESTAMP_NTZ(:start_local) - MAKE_DT_INTERVAL(((1) * (7)))"
    )


def test_an_instant_beside_an_instant_stays_one() -> None:
    assert ":start_local" not in text_of("tz >= :start", "spark")


def test_text_beside_a_day_is_a_day() -> None:
    assert text_of("d = '2026-01-01'", "spark") == "d = CAST('2026-01-01' AS DATE)"


@pytest.mark.parametrize("interval", ["1.5 days", "soon"])
def test_an_interval_is_a_whole_number_and_a_unit(interval: str) -> None:
    [found] = findings(f"d + INTERVAL '{interval}'")

    assert found.startswith("the interval INTERVAL")
