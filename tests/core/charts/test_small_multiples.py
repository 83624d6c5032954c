"""Many small charts with one scale."""

from __future__ import annotations

from dataclasses import replace

from core.charts import SmallPanel, small_multiples
from tests.core.charts.samples import MULTIPLES, shapes_of, texts_of, weeks


def test_all_panels_have_one_scale() -> None:
    low = SmallPanel("low", weeks((10, 10)))
    high = SmallPanel("high", weeks((90, 90)))
    svg = small_multiples(replace(MULTIPLES, panels=(low, high)))
    heights = [(each.get("points") or "").split(",")[-1] for each in shapes_of(svg, "polyline")]

    assert float(heights[0]) > float(heights[1]) + 20


def test_the_newest_value_is_written_with_its_period_if_a_later_one_has_none() -> None:
    panel = SmallPanel("North", weeks((10, 12, None)))
    texts = [each.text for each in texts_of(small_multiples(replace(MULTIPLES, panels=(panel,))))]

    assert texts == ["Orders by region", "North", "12 in W42", "W41", "W43"]


def test_a_panel_without_values_says_so() -> None:
    panel = SmallPanel("North", weeks((None,)))

    assert "no value" in [
        each.text for each in texts_of(small_multiples(replace(MULTIPLES, panels=(panel,))))
    ]
