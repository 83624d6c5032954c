"""Signs that a process changed, and whether for better or worse."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from core.model import Better, parse_period
from core.status.limits import ProcessLimits, limits_at
from core.status.series import ValueSeries, series_by_line
from core.status.variation import Variation, find_sign, variation_at
from tests.core.model.test_limits import BASE as RECORDED
from tests.core.status.rows import row, run_of, series

WHOLE: dict[str, Any] = {"kpi_number": 1, "field_name": "deals", "field_details": ""}
LIMITS = ProcessLimits(mean=10, lower=4, upper=16)
BASE = [9, 11] * 10  # mean 10, moving range 2, limits 4.68 and 15.32


def variation(found: ValueSeries, period: str, better: Better = "higher") -> Variation | None:
    last = parse_period(period)
    return variation_at(found, last, better, limits_at(found, last))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([9, 11, 16], ("", "")),  # the limit itself is inside
        ([9, 11, 16.1], ("high", "above the upper limit")),
        ([9, 11, 3.9], ("low", "below the lower limit")),
        ([11, 12, 11, 12, 11, 12, 11], ("", "")),  # seven
        ([11, 12, 11, 12, 11, 12, 11, 12], ("high", "8 in a row above the mean")),
        ([11, 12, 11, 10, 11, 12, 11, 12], ("", "")),  # one on the mean
        ([9, 8, 9, 8, 9, 8, 9, 8], ("low", "8 in a row below the mean")),
        ([8, 9, 10, 11, 12], ("", "")),  # five
        ([7, 8, 9, 10, 11, 12], ("high", "6 in a row rising")),
        ([7, 8, 9, 9, 11, 12], ("", "")),
        ([13, 12, 11, 10, 9, 8], ("low", "6 in a row falling")),
        ([15, 14, 13, 12, 11, 10.5, 10.4, 10.3], ("high", "8 in a row above the mean")),
    ],
)
def test_a_sign_is_one_outside_eight_on_a_side_or_six_in_a_direction(
    values: list[float], expected: tuple[str, str]
) -> None:
    assert find_sign(values, LIMITS) == expected


@pytest.mark.parametrize(
    ("better", "value", "kind"),
    [
        ("higher", 20, "improvement"),
        ("higher", 1, "concern"),
        ("lower", 20, "concern"),
        ("lower", 1, "improvement"),
        ("neutral", 20, "unusual"),
        ("within", 1, "unusual"),
        ("higher", 12, "common cause"),
    ],
)
def test_a_sign_is_good_or_bad_by_the_direction_that_is_good(
    better: Better, value: float, kind: str
) -> None:
    found = variation(series(*run_of("2026-W01", *BASE, value)), "2026-W21", better)
    assert found
    assert found.kind == kind


def test_a_gap_does_not_end_a_row_and_a_new_definition_does() -> None:
    rows = run_of("2026-W01", *BASE, 11, 12, None, 11, 12, 11, 12, 11, 12)
    found = variation(series(*rows), "2026-W29")
    assert found
    assert (found.kind, found.sign) == ("improvement", "8 in a row above the mean")
    broken = series(*rows, broken="2026-W22")
    assert variation(broken, "2026-W29") is None


def test_without_limits_or_a_value_there_is_no_variation() -> None:
    few = series(*run_of("2026-W01", 9, 11))
    assert variation(few, "2026-W02") is None
    rows = [*run_of("2026-W01", *BASE), row("2026-W21", 20, partial=True)]
    assert variation(series(*rows), "2026-W21") is None


def test_values_that_never_change_show_no_sign() -> None:
    rows = run_of("2026-W01", *([0.1] * 21))
    found = variation(series(*rows), "2026-W21")
    assert found
    assert found.kind == "common cause"


def test_periods_before_a_recorded_base_are_judged_by_it() -> None:
    rows = run_of("2026-W01", 9, 30, *BASE)
    values = {str(each.period): each.value for each in rows[2:]}
    base = replace(RECORDED, **WHOLE, base_values=json.dumps(values))
    (found,) = series_by_line(rows, (), [base]).values()
    first, second = variation(found, "2026-W01"), variation(found, "2026-W02")
    assert first
    assert second
    assert (first.kind, second.kind) == ("common cause", "improvement")
    assert str(second.base.first) == "2026-W03"
