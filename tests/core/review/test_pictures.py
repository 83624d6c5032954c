"""What the charts of a review are made from."""

from __future__ import annotations

import re
from dataclasses import replace

from core.review.movements import Movement, movements_of
from core.review.pictures import change_picture, kpi_picture
from core.store import NotedEvent
from tests.core.review.reviews import MONDAY, facts, kpi, weeks
from tests.core.review.test_north_star import CHANGE


def words(values: list[float | None], **given: object) -> str:
    """Return what the chart of KPI 6 says to those who do not see it."""
    (found,) = movements_of(facts(weeks(values), entries=[kpi(6, **given)]).lines)
    return words_of(found)


def words_of(movement: Movement) -> str:
    picture = kpi_picture(movement)
    assert picture is not None
    (found,) = re.findall(r"<desc>(.*?)</desc>", picture.svg)
    return str(found)


def test_a_chart_shows_six_weeks_and_what_is_missing() -> None:
    found = words([1, 2, None, 4, 5, 6])

    assert found.startswith("6 weeks: W41 1, W42 2, W43 no data, W44 4, W45 5, W46 6.")


def test_months_of_a_sum_are_the_sums_of_their_weeks() -> None:
    # W40 to W44 have their Thursdays in October: 1 + 2 + 3 + 4 + 5; W45 and W46 are November's.
    found = words([1, 2, 3, 4, 5, 6, 7], adds="sum")

    assert "Oct 15, Nov 13 (provisional)." in found
    assert "month to date: 13." in found


def test_months_of_what_is_not_added_up_are_their_last_weeks() -> None:
    found = words([1, 2, 3, 4, 5, 6, 7])

    assert "12 months, the last week of each" in found
    assert "Oct 5, Nov 7 (provisional)." in found


def test_a_monthly_kpi_shows_months() -> None:
    from tests.rows import row

    rows = [
        row(1.0, period="2026-09", field_name="kpi_6", range_type="month"),
        row(2.0, period="2026-10", field_name="kpi_6", range_type="month"),
    ]
    (found,) = movements_of(facts(rows, entries=[kpi(6, cadence="monthly")]).lines)

    assert "Sep 1, Oct 2." in words_of(found)


def test_events_of_the_weeks_shown_are_on_the_chart() -> None:
    event = NotedEvent(
        domain="",
        cadence="weekly",
        period="2026-W45",
        text="A fair",
        author="ana",
        noted_at=MONDAY,
        number=1,
    )
    old = replace(event, period="2026-W30", number=2)
    (found,) = movements_of(facts(weeks([1, 2, 3]), events=[event, old]).lines)

    assert "Event 1, W45: A fair." in words_of(found)
    assert "W30" not in words_of(found)


def test_there_is_no_chart_without_a_value() -> None:
    (found,) = movements_of(facts(weeks([None])).lines)

    assert kpi_picture(found) is None


def test_a_change_that_was_not_taken_apart_has_no_waterfall() -> None:
    assert change_picture(replace(CHANGE, contributions=())) is None


def test_parts_of_a_count_read_in_a_waterfall_as_in_the_words_beside_it() -> None:
    found = change_picture(CHANGE)

    assert found is not None
    assert "Clients +2.5, not explained -0.5, " in found.svg
