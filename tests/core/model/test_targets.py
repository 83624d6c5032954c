"""Targets as KPI files declare them."""

from __future__ import annotations

import pytest

from core.kpi import Band, Target, Thresholds
from core.model.targets import list_targets, require_target


def test_a_target_is_a_number_a_band_or_a_list_of_targets() -> None:
    first, second = Target(5, until="2026-W26"), Target(6, since="2026-W27")

    assert list_targets(None) == ()
    assert list_targets(5) == (Target(5),)
    assert list_targets(Band(2, 5)) == (Target(Band(2, 5)),)
    assert list_targets(first) == (first,)
    assert list_targets([first, second]) == (first, second)


@pytest.mark.parametrize("target", ["5", True, [5], {"value": 5}])
def test_a_target_of_another_type_is_refused(target: object) -> None:
    with pytest.raises(TypeError, match="must be a"):
        require_target(target)


def test_parts_of_a_target_have_a_type() -> None:
    with pytest.raises(TypeError, match="since must be text, not 27"):
        Target(5, since=27)  # type: ignore[arg-type]  # as an author without a type checker
    with pytest.raises(TypeError, match="the low end of a Band must be a number"):
        Band("2", 5)  # type: ignore[arg-type]  # the same
    with pytest.raises(TypeError, match="on_track of Thresholds must be a number"):
        Thresholds(100, "80")  # type: ignore[arg-type]  # the same
