"""Rules over series, worked out with a pencil."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.alerts.rules import holds, rule_text, speaking_rule, values_needed
from core.model.alerts import (
    AlertRule,
    above,
    above_target,
    below,
    below_target,
    off_target,
    trend_down,
    trend_up,
    unusual,
)
from tests.core.alerts.series import points

STEADY = (10, 11, 10, 9, 10, 11, 10, 9, 10, 11, 10, 9)


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        (above(5), (5,), False),
        (above(5), (5.1,), True),
        (above(0.3), (0.1 + 0.2,), False),  # 0.30000000000000004
        (below(5), (5,), False),
        (below(5), (4.9,), True),
        (below(-5), (-6,), True),
        (above(5, for_=2), (6,), False),
        (above(5, for_=2), (6, 6), True),
        (above(5, for_=2), (6, None, 6), True),
        (above(5, for_=2), (6, 4, 6), False),
        (above(5, clear=3), (6, 4), True),
        (above(5, clear=3), (4, 4), False),
        (above(5, clear=3), (6, 3, 4), False),
        (below(5, clear=7), (4, 6), True),
        (below(5, clear=7), (4, 7), False),
        (trend_down(15, over=4), (100, 50, 50, 50, 85), False),
        (trend_down(15, over=4), (100, 50, 50, 50, 84), True),
        (trend_up(15, over=1), (100, 116), True),
        (trend_up(15, over=4), (100, 116), False),  # four weeks ago has no value
        (trend_up(15, over=2), (100, None, 116), True),
        (trend_up(15, over=1), (0, 5), False),  # no per cent of nothing
        (trend_down(15, over=1), (-10, -20), False),
        (unusual(), (*STEADY, 12), False),
        (unusual(), (*STEADY, 14), True),
        (unusual(), (*STEADY[4:], 99), False),  # too few for limits
    ],
)
def test_a_rule_holds(rule: AlertRule, values: tuple[float | None, ...], expected: bool) -> None:
    assert holds(rule, points(*values)) is expected


@pytest.mark.parametrize(
    ("rule", "value", "target", "expected"),
    [
        (below_target(20), 8, 10, False),
        (below_target(20), 7.9, 10, True),
        (below_target(), 9.9, 10, True),
        (above_target(10), 11, 10, False),
        (above_target(10), 11.5, 10, True),
        (below_target(20), -12, -10, False),
        (below_target(20), -12.5, -10, True),
        (below_target(20), -1, 0, True),
        (below_target(20), 0, 0, False),
        (above_target(20), 1, 0, True),
        (below_target(20), 0, None, False),
    ],
)
def test_a_rule_holds_by_the_target(
    rule: AlertRule, value: float, target: float | None, expected: bool
) -> None:
    assert holds(rule, points(value, target=target)) is expected


def test_a_band_is_left_on_either_side() -> None:
    (point,) = points(11.5, target=8)
    above_band, within = replace(point, target_high=10), replace(point, target_high=12)

    assert holds(above_target(10), [above_band])
    assert not holds(above_target(20), [above_band])
    assert not holds(above_target(), [within])
    assert not holds(below_target(), [within])
    assert holds(below_target(10), [replace(within, value=7)])


@pytest.mark.parametrize(
    ("better", "value", "expected"),
    [
        ("higher", 8.9, True),
        ("higher", 9.0, False),
        ("higher", 20.0, False),
        ("lower", 11.1, True),
        ("lower", 11.0, False),
        ("lower", 1.0, False),
        ("within", 8.9, True),
        ("within", 11.1, True),
        ("within", 10.9, False),
    ],
)
def test_a_target_is_missed_on_its_wrong_side(better: str, value: float, expected: bool) -> None:
    (point,) = points(value, target=10)

    assert holds(off_target(10), [replace(point, better=better)]) is expected


def test_a_band_is_missed_on_either_side() -> None:
    band = [
        replace(point, target_high=10.0, better="within")
        for point in points(7.1, 7.3, 10.9, 11.1, target=8)
    ]

    assert [holds(off_target(10), [point]) for point in band] == [True, False, False, True]


def test_limits_begin_where_the_author_wants_them() -> None:
    # Since 2026-W48 the mean is 20.2 with 22; with 30 it is 20.9 and the limits are 18.2 and 23.6,
    # since the moving range of 9.5 is left out.
    series = points(*[10, 11] * 4, *[19.5, 20.5] * 5, 22, first="2026-W40")
    rebased = replace(unusual(), since="2026-W48")

    assert holds(unusual(), series)
    assert not holds(rebased, series)
    assert holds(rebased, [*series[:-1], replace(series[-1], value=30)])
    assert not holds(rebased, series[:10])  # two values since then
    assert not holds(replace(unusual(), since="2027-W20"), points(*STEADY, 12))


def test_a_series_that_never_leaves_the_band_stays_as_it_was() -> None:
    rule = above(5, clear=3)

    assert holds(rule, points(4, 4, 4), was_on=True)
    assert not holds(rule, points(4, 4, 4), was_on=False)


def test_the_most_severe_rule_speaks_and_of_equals_the_first() -> None:
    first, second = above(3, "warning"), above(4, "warning")

    assert speaking_rule([first, above(5, "critical")], points(6)) == above(5, "critical")
    assert speaking_rule([first, second, above(1, "info")], points(6)) == first
    assert speaking_rule([above(2, "good"), above(1, "info")], points(6)) == above(1, "info")
    assert speaking_rule([first], points(2)) is None


def test_a_rule_needs_as_many_values_as_it_looks_at() -> None:
    assert values_needed(above(5)) == 2
    assert values_needed(trend_down(5, over=4, for_=2)) == 7
    assert values_needed(above(5, clear=3)) == 28
    assert values_needed(unusual()) == 4002


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (above(0.05), "above 5.0%"),
        (below(0.25), "below 25.0%"),
        (below_target(20), "more than 20 % below target"),
        (above_target(), "above target"),
        (off_target(), "off target"),
        (off_target(10), "more than 10 % off target"),
        (trend_down(15, over=4), "down more than 15 % over 4 periods"),
        (trend_up(15, over=1), "up more than 15 % on the period before"),
        (unusual(), "outside its usual variation"),
    ],
)
def test_a_rule_in_words(rule: AlertRule, text: str) -> None:
    assert rule_text(rule, "percent") == text
