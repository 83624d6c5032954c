"""Values drawn as a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.dictionary.pages import SeriesPart, ShownValue
from core.dictionary.sparkline import sparkline_svg
from core.model.period import parse_period


def series(*numbers: float | None) -> SeriesPart:
    first = parse_period("2026-W01")
    values = []
    for index, number in enumerate(numbers):
        text = "no data" if number is None else str(number)
        values.append(ShownValue(first.shift(index), number, text, "value"))
    return SeriesPart("", tuple(values))


def drawn(numbers: Sequence[float | None], *breaks: str) -> str:
    return sparkline_svg(series(*numbers), {parse_period(each) for each in breaks}, "<Forms>")


def test_greater_values_are_higher() -> None:
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)"', drawn([1, 3, 2]))]

    assert heights[1] < heights[2] < heights[0]


def test_a_gap_and_a_break_interrupt_the_line() -> None:
    assert drawn([1, 2, 3, 4]).count("<polyline") == 1
    assert drawn([1, 2, None, 3, 4]).count("<polyline") == 2
    broken = drawn([1, 2, 3, 4], "2026-W03")
    assert broken.count("<polyline") == 2
    assert "new definition from 2026-W03</text>" in broken


def test_equal_values_and_a_single_one_are_drawn() -> None:
    assert drawn([5, 5]).count("<circle") == 2
    assert drawn([5]).count("<circle") == 1


def test_without_a_number_nothing_is_drawn() -> None:
    assert drawn([None, None]) == ""


def test_least_greatest_and_newest_are_written_and_texts_escaped() -> None:
    svg = drawn([3, 1, 9, 4])

    assert re.findall(r'class="num".*?>([^<]+)<', svg) == ["1", "9", "4"]
    assert 'aria-label="&lt;Forms&gt;"' in svg
