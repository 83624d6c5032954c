"""The grid of KPIs and periods."""

from __future__ import annotations

from xml.etree import ElementTree

from core.charts import HealthGrid, HealthRow, health_grid
from tests.core.charts.samples import BAD, GRID, texts_of, words_of


def test_each_cell_has_a_sign_and_the_signs_are_explained() -> None:
    texts = [each.text for each in texts_of(health_grid(GRID))]

    assert [text for text in texts if text in ("★", "▲", "✗", "–")] == [
        "★",
        "▲",
        "✗",
        "–",
        "★",
        "★",
    ]
    assert texts[-1] == "★ exceeds · ▲ needs attention · ✗ critical · – no value"


def test_the_words_name_each_status() -> None:
    assert words_of(health_grid(GRID)).startswith(
        "Health: Orders placed 1,092: W44 exceeds, W45 needs attention, W46 critical; "
    )


def test_a_grid_of_many_weeks_is_wider_and_keeps_its_signs() -> None:
    weeks = tuple(f"W{week:02}" for week in range(1, 53))
    svg = health_grid(HealthGrid(title="a", periods=weeks, rows=(HealthRow("b", (BAD,) * 52),)))

    assert [each.text for each in texts_of(svg)].count("✗") == 52
    assert float(ElementTree.fromstring(svg).get("width", "")) > 52 * 14
