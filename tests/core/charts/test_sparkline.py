"""Lines of the size of a word."""

from __future__ import annotations

from core.charts import sparkline
from core.colours import PAPER
from tests.core.charts.samples import shapes_of, texts_of, weeks, words_of


def test_a_sparkline_has_no_text_but_says_its_values() -> None:
    svg = sparkline("Orders", weeks((1, 2, None, 3)), "count")

    assert texts_of(svg) == []
    assert words_of(svg) == "Orders: W41 1, W42 2, W43 no value, W44 3 (provisional)."


def test_the_newest_value_is_a_dot_that_is_hollow_while_provisional() -> None:
    newest = shapes_of(sparkline("Orders", weeks((1, 2)), "count"), "circle")[-1]

    assert newest.get("fill") == PAPER


def test_without_values_there_is_an_empty_drawing() -> None:
    assert shapes_of(sparkline("Orders", (), "count"), "circle") == []
