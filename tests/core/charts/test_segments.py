"""Segments before and after."""

from __future__ import annotations

from core.charts import segment_comparison
from tests.core.charts.samples import SEGMENTS, texts_of, words_of


def test_a_new_and_a_gone_segment_say_so() -> None:
    texts = [each.text for each in texts_of(segment_comparison(SEGMENTS))]

    assert {"10.2% → 12.1%", "new → 20.0%", "10.0% → gone"} <= set(texts)


def test_an_interval_is_said() -> None:
    assert "Enterprise 5.0% → 7.0% (interval 2.0% to 17.0%)" in words_of(
        segment_comparison(SEGMENTS)
    )
    assert "Basic 14.0% → 13.1%, of 900" in words_of(segment_comparison(SEGMENTS))


def test_a_remark_stands_beside_the_name_if_there_is_room() -> None:
    narrow = [each.text for each in texts_of(segment_comparison(SEGMENTS, width=200))]

    assert "of 900" in [each.text for each in texts_of(segment_comparison(SEGMENTS))]
    assert "of 900" not in narrow
