"""Six weeks and twelve months in one chart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.charts import ChartEvent, six_weeks_and_twelve_months
from tests.core.charts.samples import WEEKS_AND_MONTHS, texts_of, words_of


def test_all_values_are_said_also_those_for_which_there_is_no_room() -> None:
    words = words_of(six_weeks_and_twelve_months(WEEKS_AND_MONTHS))

    assert words.startswith(
        "Orders placed: 6 weeks: W41 1,120, W42 1,184, W43 1,162, W44 1,240, W45 1,013, "
        "W46 1,092 (provisional). A year ago: W41 980,"
    )
    assert "Target 1,200. Usual range 960 to 1,280." in words
    assert "Event 1, W45: the form was down." in words
    assert words.endswith("quarter to date: 8,145. year to date: 48,210.")


def test_an_event_is_a_number_at_its_period_and_a_line_below() -> None:
    texts = [each.text for each in texts_of(six_weeks_and_twelve_months(WEEKS_AND_MONTHS))]

    assert {"1", "2", "1 W45: the form was down", "2 Mar: new prices"} <= set(texts)


@pytest.mark.parametrize("width", [320, 480, 720])
def test_the_newest_week_and_month_are_named_at_any_width(width: int) -> None:
    texts = [each.text for each in texts_of(six_weeks_and_twelve_months(WEEKS_AND_MONTHS, width))]

    assert "W46" in texts
    assert "Nov" in texts


def test_without_events_and_facts_the_chart_is_smaller() -> None:
    plain = six_weeks_and_twelve_months(replace(WEEKS_AND_MONTHS, events=(), facts=()))

    assert 'height="198"' in plain


def test_events_of_one_period_share_its_mark() -> None:
    events = (ChartEvent("W45", 1, "the form was down"), ChartEvent("W45", 2, "a holiday"))
    svg = six_weeks_and_twelve_months(replace(WEEKS_AND_MONTHS, events=events))

    texts = [each.text for each in texts_of(svg)]
    assert "1·2" in texts
    assert {"1 W45: the form was down", "2 W45: a holiday"} <= set(texts)
