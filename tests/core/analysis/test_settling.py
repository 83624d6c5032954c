"""How the values of a KPI settle, by what runs stored of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledgers import FIRST, Ledger, filled

GROWTH = (100, 110, 114, 114, 114)


def grows(period: int, age: int) -> float:
    """Return a tenth more after a week, and some more after two."""
    return float(GROWTH[min(age, 4)] * (1 + period % 5))


def ratio(period: int, age: int) -> tuple[float, float]:
    """Return a rate of which only the numerator grows."""
    return GROWTH[min(age, 4)] * (1 + period % 3), 1000 * (1 + period % 3)


def test_growth_is_learnt_and_what_is_to_come_projected() -> None:
    settling = filled(20, grows).learn(19)

    (series,) = settling.series
    assert settling.sentence == "usually +14 % within two weeks"
    assert (settling.settled_after, settling.span) == (2, 3)
    assert [each.factor for each in series.factors] == pytest.approx([1.1, 114 / 110])
    assert series.change == pytest.approx(0.14)
    assert [(each.period.label, each.age) for each in settling.projections] == [
        (FIRST.shift(18).label, 1),
        (FIRST.shift(19).label, 0),
    ]
    assert [each.expected for each in settling.projections] == pytest.approx([114 * 4, 114 * 5])


def test_a_projection_names_the_stored_value() -> None:
    ledger = filled(20, grows)

    *_, newest = ledger.learn(19).projections

    assert newest.key == ledger.rows["", FIRST.shift(19)].key
    assert newest.value == 500
    assert newest.sentence.startswith("2026-W21: 500 so far, expected 570 (")


def test_a_ratio_is_learnt_by_its_numerator_and_denominator() -> None:
    settling = filled(20, ratio, unit="percent").learn(19)

    (series,) = settling.series
    assert settling.sentence == "usually +14 % within two weeks"
    assert [each.factor for each in series.denominators] == [1, 1]
    assert settling.projections[-1].expected == pytest.approx(0.114)


def test_a_share_without_its_parts_is_not_projected() -> None:
    settling = filled(20, lambda period, age: grows(period, age) / 1000, unit="percent").learn(19)

    assert settling.projections == ()
    assert settling.series[0].reason == (
        "a ratio settles by its numerator and denominator, which are not stored"
    )
    assert settling.span == 3  # how long it moves is known all the same


def test_values_that_stay_need_one_week_to_show_it() -> None:
    settling = filled(20, lambda period, age: 100.0 + period).learn(19)

    assert settling.sentence == "usually final when first published"
    assert (settling.settled_after, settling.span, settling.projections) == (0, 1, ())


def test_values_that_still_move_at_the_end_of_their_span_need_a_longer_one() -> None:
    settling = filled(20, lambda period, age: 100.0 + 10 * age, span=3).learn(19)

    assert settling.sentence == "usually +30 % within three weeks, and still moves then"
    assert (settling.settled_after, settling.span) == (None, 7)


def test_too_few_weeks_give_no_projection() -> None:
    settling = filled(6, grows).learn(5)

    assert settling.span is None
    assert settling.series[0].reason == "too few periods were computed again: 0 of 6"
    assert settling.sentence == "not known: fewer than 6 weeks were computed again on schedule"


def test_small_numbers_give_no_projection() -> None:
    settling = filled(20, lambda period, age: float(min(age, 1) + period % 3)).learn(19)

    assert settling.projections == ()
    assert settling.series[0].reason == "its numbers are too small: 2.0 on average, of 5"


def test_values_below_zero_give_no_projection() -> None:
    settling = filled(20, lambda period, age: grows(period, age) - 250).learn(19)

    assert settling.series[0].reason == "values below zero have no factors"


@pytest.mark.parametrize("outcome", ["late", "withheld", "failed"])
def test_a_newest_value_that_is_late_or_kept_back_gives_no_projection(outcome: str) -> None:
    ledger = filled(20, grows)
    ledger.run(20, lambda period, age: None, outcome=outcome, reason="orders ends on Friday")

    settling = ledger.learn(20)

    assert settling.projections == ()
    assert settling.series[0].reason == f"2026-W22 is {outcome}: orders ends on Friday"
    assert settling.sentence == "usually +14 % within two weeks"  # known from before


def test_a_source_that_brought_nothing_gives_no_projection() -> None:
    ledger = filled(20, lambda period, age: grows(0, age) + period * 7 % 5)
    ledger.run(20, lambda period, age: 9.0 if age == 0 else grows(0, age - 1) + period * 7 % 5)

    settling = ledger.learn(20)

    assert settling.projections == ()
    assert settling.series[0].reason == (
        "its source seems late: far less came in since the last run than usual"
    )


def test_a_value_that_changed_since_the_last_look_is_not_projected() -> None:
    ledger = filled(20, grows)
    ledger.rows["", FIRST.shift(19)] = ledger.rows["", FIRST.shift(18)]

    assert [each.period for each in ledger.learn(19).projections] == [FIRST.shift(18)]


def test_each_label_of_a_breakdown_is_learnt_by_itself() -> None:
    ledger = Ledger()
    for week in range(20):
        ledger.run(week, grows, "north")
        ledger.run(week, lambda period, age: 300.0, "south")

    north, south = ledger.learn(19).series

    assert (north.label, north.change) == ("north", pytest.approx(0.14))
    assert (south.label, south.change) == ("south", 0)


def test_nothing_stored_is_nothing_learnt() -> None:
    settling = Ledger().learn(19)

    assert (settling.series, settling.span, settling.settled_after) == ((), None, None)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_run_that_is_missed_changes_no_factor_of_steady_growth(data: st.DataObject) -> None:
    missed = data.draw(st.sets(st.integers(3, 18), max_size=3))

    settling = filled(20, grows, missed=sorted(missed)).learn(19)

    assert [each.factor for each in settling.series[0].factors] == pytest.approx([1.1, 114 / 110])
    for each in settling.projections:
        assert each.low <= each.expected <= each.high
        assert each.value <= each.low
