"""A scheduled run names the periods that it cannot heal, a run of some periods does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runs import catch_up, run, values_of

AFTER_AN_OUTAGE = "2026-12-28T06:00+01:00"  # W52 has ended


@pytest.fixture
def outage(root: Path, url: str) -> Path:
    """Return a project whose last stored week is W43."""
    run(root, url, "2026-W43")
    return root


def test_a_scheduled_run_heals_four_weeks_and_names_the_older_ones(outage: Path, url: str) -> None:
    report = run(outage, url, now=AFTER_AN_OUTAGE)

    assert [(hole.entry.id, *map(str, hole.periods)) for hole in report.holes] == [
        ("success/kpi_05", "2026-W44", "2026-W45", "2026-W46", "2026-W47"),
        ("success/kpi_06", "2026-W44", "2026-W45", "2026-W46", "2026-W47"),
    ]
    assert not report.ok


def test_after_catching_up_nothing_is_left(outage: Path, url: str) -> None:
    assert run(outage, url, now=AFTER_AN_OUTAGE).holes
    assert catch_up(outage, url, now=AFTER_AN_OUTAGE).ok
    report = run(outage, url, now=AFTER_AN_OUTAGE)

    assert report.ok
    assert values_of(outage, url, 6)["2026-W46"] == 7


def test_a_run_of_a_period_or_of_some_kpis_names_no_holes(outage: Path, url: str) -> None:
    assert run(outage, url, "2026-W52", now=AFTER_AN_OUTAGE).ok
    assert run(outage, url, kpis=[6], now=AFTER_AN_OUTAGE).ok


def test_a_new_kpi_is_not_missing_before_its_first_run(root: Path, url: str) -> None:
    assert run(root, url, now=AFTER_AN_OUTAGE).holes == ()
