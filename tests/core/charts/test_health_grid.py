"""The grid of KPIs and periods."""

from __future__ import annotations

from core.charts import health_grid
from tests.core.charts.samples import GRID, texts_of, words_of


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
    assert "★ exceeds ▲ needs attention ✗ critical – no value" in texts[-1].replace("   ", " ")


def test_the_words_name_each_status() -> None:
    assert words_of(health_grid(GRID)).startswith(
        "Health: Orders placed 1,092: W44 exceeds, W45 needs attention, W46 critical; "
    )
