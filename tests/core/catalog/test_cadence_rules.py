"""Findings on the cadences of stored histories, and their remedies."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.kpi import Values
from tests.project import findings_of, kpi_text

HISTORY = "SELECT avg(value) AS value FROM kpi_06"
REFUSED = "a week may lie in two months, so read daily values or the KPI's sources instead"


def faults(
    root: Path, source: Values, cadence: str, other: str, range_: str = ""
) -> list[tuple[str, str]]:
    """Return the place and the message of each finding on KPI 1, which reads KPI 6."""
    stated = {"range": range_} if range_ else {}
    texts = {
        "success/kpi_01.py": kpi_text(HISTORY, cadence=cadence, sources=[source], **stated),
        "success/kpi_06.py": kpi_text(name="Other", cadence=other),
    }
    schedule = '"quarterly": "0 7 1 1,4,7,10 *", "daily": "0 6 * * *",'
    schedule += ' "weekly": "0 6 * * MON", "monthly": "0 7 1 * *"'
    runner = (
        '"""Success scorecard."""\n\nfrom core.runner import Runner\n\nRUNNER = Runner(\n'
        f'    title="Success", timezone="Europe/Berlin", schedule={{{schedule}}}\n)\n\n'
        'if __name__ == "__main__":\n    RUNNER.main()\n'
    )
    found = findings_of(root, texts, runners={"success": runner})
    return [(line.split(": ")[0], line.partition(": ")[2]) for line in found]


@pytest.mark.parametrize(
    ("cadence", "other", "read"),
    [
        ("weekly", "daily", "the days of its range"),
        ("quarterly", "monthly", "the months of its range"),
        ("weekly", "monthly", "the last month that was over before the week began"),
        ("daily", "weekly", "the last week that was over before the day began"),
    ],
)
def test_another_cadence_has_to_be_stated(
    tmp_path: Path, cadence: str, other: str, read: str
) -> None:
    ((place, message),) = faults(tmp_path, Values(6), cadence, other)
    assert place.startswith("scorecards/success/kpi_01.py:")
    assert message == (
        f'Values(6) reads success/kpi_06, which is {other}; add cadence="{other}" to read {read}'
    )
    assert faults(tmp_path, Values(6, cadence=other), cadence, other) == []


def test_a_wrong_cadence_is_refused_with_the_right_one(tmp_path: Path) -> None:
    ((_, message),) = faults(tmp_path, Values(6, cadence="monthly"), "weekly", "daily")
    assert message == (
        'Values(6) reads success/kpi_06, which is daily; add cadence="daily" to read the days of'
        " its range"
    )
    ((_, message),) = faults(tmp_path, Values(6, cadence="daily"), "weekly", "weekly")
    assert message == (
        "Values(6) reads success/kpi_06, which is weekly as this KPI is; leave out cadence="
    )


def test_a_cadence_that_does_not_exist_is_named(tmp_path: Path) -> None:
    found = [message for _, message in faults(tmp_path, Values(6, cadence="day"), "daily", "daily")]
    assert (
        "Values(6, cadence='day') names no cadence; write one of daily, weekly, monthly, quarterly"
    ) in found


@pytest.mark.parametrize("cadence", ["monthly", "quarterly"])
@pytest.mark.parametrize("stated", ["", "weekly"])
def test_weeks_fall_within_no_month_or_quarter(tmp_path: Path, cadence: str, stated: str) -> None:
    ((_, message),) = faults(tmp_path, Values(6, cadence=stated), cadence, "weekly")
    assert message.endswith(f"; {REFUSED}")


def test_the_range_says_how_many_shorter_periods_are_read(tmp_path: Path) -> None:
    ((_, message),) = faults(tmp_path, Values(6, last=28, cadence="daily"), "weekly", "daily")
    assert message == (
        "Values(6, last=28) counts days, of which a weekly KPI reads all within its range; leave"
        ' out last= and state range="28 days"'
    )
    assert faults(tmp_path, Values(6, cadence="daily"), "weekly", "daily", "28 days") == []


def test_months_are_read_within_a_range_of_months(tmp_path: Path) -> None:
    source = Values(6, cadence="monthly")
    ((_, message),) = faults(tmp_path, source, "quarterly", "monthly", "30 days")
    assert message == (
        "range '30 days' does not consist of the months that Values(6) reads; state it in months,"
        " quarters or years"
    )
    assert faults(tmp_path, source, "quarterly", "monthly", "6 months") == []
