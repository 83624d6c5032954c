"""What counts as unusual, off target, missing or crossed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.analysis import Projection, SeriesSettling, Settling, ValueExplanation
from core.review.movements import Movement, movements_of
from tests.core.review.reviews import facts, kpi, weeks
from tests.core.review.test_north_star import CHANGE

STEADY = [10, 12] * 12


def movement(values: list[float | None], **given: object) -> Movement:
    (found,) = movements_of(facts(weeks(values, **given)).lines)
    return found


def test_a_value_outside_the_process_limits_is_unusual() -> None:
    assert not movement([*STEADY, 11]).is_unusual
    unusual = movement([*STEADY, 30])
    assert unusual.is_unusual
    assert unusual.is_exception


def test_an_unusual_value_is_better_in_the_direction_of_the_kpi() -> None:
    def is_better(better: str) -> bool:
        found = facts(weeks([*STEADY, 30]), entries=[kpi(6, better=better)])
        return movements_of(found.lines)[0].is_better

    assert is_better("higher")
    assert not is_better("lower")
    assert not is_better("neutral")


def test_a_value_that_crosses_its_target_has_a_new_status() -> None:
    given = {"target": 10.0, "better": "higher"}

    assert movement([11, 2], **given).has_new_status
    assert movement([11, 2], **given).is_off_target
    assert not movement([11, 12], **given).has_new_status


def test_what_has_no_answer_is_missing_and_so_is_what_never_ran() -> None:
    failed = movement([3, None], outcome="failed", reason="timeout")
    (never,) = movements_of(facts().lines)

    assert failed.is_missing
    assert never.is_missing


def test_nothing_is_missing_before_the_first_period_of_a_kpi() -> None:
    (later,) = movements_of(facts(entries=[kpi(6, since="2027-W01")]).lines)

    assert not later.is_missing
    assert not later.is_exception


def test_a_value_that_may_still_change_says_how_far_values_like_it_move() -> None:
    rows = weeks([4, 5], provisional_until=date(2026, 11, 30))
    learnt = Settling((), None, None, (), "usually +18 % within three weeks")
    (found,) = movements_of(facts(rows, settling={6: learnt}).lines)

    assert found.finality == (
        "may still change until 30 Nov 2026; usually +18 % within three weeks"
    )


def test_a_short_week_is_usual_for_a_kpi_that_adds_up_its_days() -> None:
    steady = [100.0, 108, 95, 103, 91, 104, 99, 110, 97, 101, 93, 106, 98, 102, 96, 105]
    rows = weeks([*steady, 72])
    holidays = [date(2026, 11, 11)]
    found = movements_of(facts(rows, entries=[kpi(6, adds="sum")]).lines)[0]
    short = movements_of(facts(rows, entries=[kpi(6, adds="sum")], holidays=holidays).lines)[0]

    assert (found.is_unusual, short.is_unusual) == (True, False)


def test_a_provisional_value_is_unusual_only_if_where_it_ends_is() -> None:
    rows = weeks([*STEADY, 3], provisional_until=None)
    late = replace(rows[-1], provisional_until=date(2026, 11, 30))
    ending = Projection(
        domain="success",
        key=late.key,
        period=late.period,
        age=0,
        value=3.0,
        expected=11.0,
        low=10.0,
        high=12.0,
        expectation="expected 11",
        sentence="",
    )
    series = SeriesSettling("", projections=(ending,))
    learnt = Settling((), None, None, (series,), "")
    without, judged = (
        movements_of(facts([*rows[:-1], late], settling=settling).lines)[0]
        for settling in ({}, {6: learnt})
    )

    assert (without.is_unusual, judged.is_unusual) == (True, False)


def test_the_reasons_are_what_moved_the_value_most() -> None:
    change = replace(
        CHANGE,
        sentences=("Orders rose.", "+2.5 from Clients.", "-0.5 from X.", "+0.1 from Y."),
    )
    why = {6: ValueExplanation(change, None)}
    (found,) = movements_of(facts(weeks([4, 6]), explanations=why).lines)

    assert found.reasons == ("+2.5 from Clients.", "-0.5 from X.")
