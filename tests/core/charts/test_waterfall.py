"""Waterfalls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.charts import waterfall
from core.colours import PAPER
from tests.core.charts.samples import WATERFALL, shapes_of, texts_of, words_of


def test_each_step_begins_where_the_one_before_ended() -> None:
    bars = shapes_of(waterfall(WATERFALL), "rect")
    ends = [
        (float(bar.get("x", "")), float(bar.get("x", "")) + float(bar.get("width", "")))
        for bar in bars
    ]
    before, orders, clients, restated, unexplained, after = ends

    assert before == (orders[0] - 2, orders[0] + 2)  # a mark: zero is not on the scale
    assert abs(orders[1] - clients[1]) < 0.2
    assert abs(clients[0] - restated[0]) < 0.2
    assert abs(restated[1] - unexplained[1]) < 0.2
    assert sum(after) / 2 == pytest.approx(unexplained[0], abs=0.2)


def test_what_no_part_explains_is_an_outline() -> None:
    fills = [bar.get("fill") == PAPER for bar in shapes_of(waterfall(WATERFALL), "rect")]

    assert fills == [False, False, False, False, True, False]


def test_amounts_have_signs() -> None:
    texts = [each.text for each in texts_of(waterfall(WATERFALL))]

    assert [text for text in texts if text[0] in "+-"] == ["+112", "-41", "+14", "-6"]
    assert words_of(waterfall(WATERFALL)).endswith(
        "W45 1,013, orders per client +112, active clients -41, restated since +14, "
        "not explained -6, W46 1,092."
    )


def test_totals_are_bars_from_zero_if_zero_is_on_the_scale() -> None:
    chart = replace(WATERFALL, before=10, after=89)
    before, *_, after = shapes_of(waterfall(chart), "rect")

    assert before.get("x") == after.get("x")
    assert float(after.get("width", "")) > 5 * float(before.get("width", ""))
