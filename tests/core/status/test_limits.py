"""Process limits, against published test vectors of NHSRplotthedots (MIT), and their base."""

from __future__ import annotations

from datetime import date

import pytest

from core.model import Better, Goal, parse_period
from core.status.limits import ProcessLimits, limits_at, process_limits
from tests.core.status.rows import row, run_of, series

# The series `y` of its snapshot tests.
# fmt: off
Y = [
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621,
    -1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272,
    -0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141,
]
# fmt: on
OUTLIER = [*Y[:14], 10.0, *Y[15:]]
W46 = parse_period("2026-W46")


@pytest.mark.parametrize(
    ("values", "screened", "mean", "lower", "upper"),
    [
        (Y, True, 0.1416238, -3.01138, 3.294627),
        (Y, False, 0.1416238, -3.01138, 3.294627),
        (OUTLIER, True, 0.6694159, -2.383666, 3.722497),
        (OUTLIER, False, 0.6694159, -4.596625, 5.935457),
    ],
)
def test_limits_are_those_that_others_published(
    values: list[float], screened: bool, mean: float, lower: float, upper: float
) -> None:
    found = process_limits(values, screened=screened)
    assert f"{found.mean:.7f}" == f"{mean:.7f}"
    assert f"{found.lower:.7g}" == f"{lower:.7g}"
    assert f"{found.upper:.7g}" == f"{upper:.7g}"


def test_values_that_never_change_have_limits_without_width() -> None:
    found = process_limits([0.1, 0.1, 0.1])
    assert (found.lower, found.upper) == (pytest.approx(0.1), pytest.approx(0.1))


@pytest.mark.parametrize(
    ("better", "target", "high", "expected"),
    [
        ("higher", 9, None, "always"),
        ("higher", 10, None, "sometimes"),
        ("higher", 15, None, "sometimes"),
        ("higher", 20, None, "sometimes"),
        ("higher", 21, None, "never"),
        ("lower", 9, None, "never"),
        ("lower", 15, None, "sometimes"),
        ("lower", 21, None, "always"),
        ("within", 9, 21, "always"),
        ("within", 12, 25, "sometimes"),
        ("within", 21, 25, "never"),
        ("within", 2, 9, "never"),
    ],
)
def test_a_process_reaches_a_target_that_lies_beyond_its_limits_always_or_never(
    better: Better, target: float, high: float | None, expected: str
) -> None:
    assert ProcessLimits(15, 10, 20).reach(Goal(target, high, better)) == expected


def test_limits_are_locked_on_the_first_twenty_values() -> None:
    rows = [*run_of("2026-W01", *Y), *run_of("2026-W21", *([100.0] * 10))]
    found = limits_at(series(*rows), parse_period("2026-W30"))
    assert found
    assert found.limits == process_limits(Y)
    assert (str(found.first), str(found.last), found.count) == ("2026-W01", "2026-W20", 20)
    assert found.is_locked


def test_limits_of_fewer_values_are_not_locked_and_of_too_few_there_are_none() -> None:
    found = limits_at(series(*run_of("2026-W01", *Y[:10])), W46)
    assert found
    assert (found.limits, found.is_locked) == (process_limits(Y[:10]), False)
    few = limits_at(series(*run_of("2026-W01", *Y[:9])), W46)
    assert few
    assert (few.limits, few.reason) == (
        None,
        "limits need 10 final values, and there are 9 since 2026-W01",
    )
    assert limits_at(series(row("2026-W46", None)), W46) is None


def test_values_that_overlap_have_no_limits() -> None:
    found = limits_at(series(*run_of("2026-W01", *Y, range_type="4 weeks")), W46)
    assert found
    assert found.limits is None
    assert found.reason == "values of 4 weeks overlap, so they have no limits"


def test_a_new_definition_and_the_author_begin_a_new_base() -> None:
    rows = run_of("2026-W01", *Y, *OUTLIER)
    broken = limits_at(series(*rows, broken="2026-W21"), parse_period("2026-W40"))
    since = limits_at(series(*rows), parse_period("2026-W40"), parse_period("2026-W21"))
    assert broken
    assert broken == since
    assert broken.limits == process_limits(OUTLIER)


def test_earlier_periods_keep_the_limits_of_then() -> None:
    found = series(*run_of("2026-W01", *Y, *OUTLIER), broken="2026-W21")
    before = limits_at(found, parse_period("2026-W20"), parse_period("2026-W30"))
    assert before
    assert before.limits == process_limits(Y)


def test_the_base_is_of_final_values_only() -> None:
    rows = run_of("2026-W01", *Y)
    rows[3] = row("2026-W04", None)
    rows[4] = row("2026-W05", 50, provisional_until=date(2026, 12, 7))
    rows[5] = row("2026-W06", 50, partial=True)
    found = limits_at(series(*rows), W46)
    assert found
    assert found.limits == process_limits([*Y[:3], *Y[6:]])
