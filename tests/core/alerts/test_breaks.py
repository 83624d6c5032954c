"""A series is judged since its last break."""

from __future__ import annotations

from dataclasses import replace

from core.alerts.breaks import comparable_starts, since_break
from tests.core.alerts.series import SUBJECT, points


def test_values_before_another_definition_are_left_out() -> None:
    series = [
        replace(point, definition=version)
        for point, version in zip(points(1, 2, 3, 4), ("v1", "v2", "", "v3"), strict=True)
    ]
    equal = {("risk", 1, "v2"): "v3"}

    assert list(comparable_starts(series, SUBJECT, {})) == [0, 1, 1, 2]
    assert list(comparable_starts(series, SUBJECT, equal)) == [0, 1, 1, 1]
    assert since_break(series, SUBJECT, {}) == series[2:]  # a manual value follows none
    assert since_break(series, SUBJECT, equal) == series[1:]
    assert since_break([], SUBJECT, {}) == []
