"""All values as dots."""

from __future__ import annotations

from dataclasses import replace

from core.charts import distribution
from tests.core.charts.samples import DISTRIBUTION, shapes_of, texts_of, words_of


def test_each_value_is_a_dot_and_equal_values_are_stacked() -> None:
    dots = shapes_of(distribution(DISTRIBUTION), "circle")
    places = [(dot.get("cx"), dot.get("cy")) for dot in dots]

    assert len(set(places)) == 6
    assert len({x for x, _ in places}) == 5


def test_the_marked_value_and_both_ends_are_written() -> None:
    texts = [each.text for each in texts_of(distribution(DISTRIBUTION))]

    assert texts == [
        "W46 among the last weeks",
        "W46 913",
        "1,240",
        "usual range 960 to 1,280",
    ]


def test_without_values_nothing_is_drawn() -> None:
    svg = distribution(replace(DISTRIBUTION, points=(), limits=None))

    assert [each.text for each in texts_of(svg)] == ["W46 among the last weeks"]
    assert words_of(svg) == "W46 among the last weeks: no values."
