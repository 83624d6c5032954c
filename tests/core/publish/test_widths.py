"""Widths of columns, as wide as what is in them."""

from __future__ import annotations

from core.model import format_value
from core.publish.widths import column_widths, headline_room
from tests.core.publish.samples import FORMS, REVENUE, only_tab, row


def test_seven_digits_fit_into_every_period_of_a_new_tab() -> None:
    widths = column_widths(only_tab(row(FORMS, "2026-W46", 1)))
    assert widths[""] >= len("1,234,567")
    assert widths["Latest"] >= len("1,234,567")


def test_a_wider_number_widens_its_columns_and_a_very_wide_one_does_not_fill_the_screen() -> None:
    widths = column_widths(only_tab(row(REVENUE, "2026-W46", 123_456_789)))
    assert widths[""] == widths["Latest"] == len(format_value(123_456_789, "EUR")) + 2
    assert column_widths(only_tab(row(REVENUE, "2026-W46", 1e30)))[""] == 20


def test_a_headline_has_the_room_of_the_columns_that_stay_in_view() -> None:
    tab = only_tab(row(FORMS, "2026-W46", 1))
    widths = column_widths(tab)
    in_view = sum(widths[label] for label in ("No", "KPI", "Latest", "Change"))
    assert headline_room(tab) == int(in_view * 1.35)
