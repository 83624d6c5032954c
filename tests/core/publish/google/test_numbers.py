"""The numbers that a tab shows, and those that a plan takes out."""

from __future__ import annotations

from core.publish.google.numbers import count_numbers
from core.publish.google.plan import make_plan
from tests.core.publish.google.tabs import PERIODS, ROWS, base, book, standing, wanted


def test_the_values_of_our_rows_and_periods_count_but_no_label() -> None:
    plan = make_plan(book(standing(wanted())), [wanted()], base(wanted()))

    assert count_numbers(plan) == (9, 0)


def test_a_value_that_goes_is_lost_and_one_that_changes_is_not() -> None:
    then = wanted({(ROWS[0], PERIODS[0]): None, (ROWS[1], PERIODS[0]): 5.0})
    plan = make_plan(book(standing(wanted())), [then], base(wanted()))

    assert count_numbers(plan) == (9, 1)


def test_a_new_tab_shows_no_number_yet() -> None:
    assert count_numbers(make_plan(book(), [wanted()], {})) == (0, 0)
