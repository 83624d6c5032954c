"""Keys of tabs and rows."""

from __future__ import annotations

from core.model import parse_period
from core.publish.keys import series_of, series_row_key, tab_key, whole_row_key


def test_a_row_has_the_number_the_field_and_the_label_of_its_series() -> None:
    assert series_row_key(7, "region") + "north/east" == "07/region/north/east"
    assert series_of("07/region/north/east") == (7, "region", "north/east")


def test_the_whole_of_a_part_is_the_row_without_a_label() -> None:
    assert whole_row_key("07/region/north/east") == "07/region/"


def test_a_period_is_in_the_tab_of_its_cadence_and_its_iso_year() -> None:
    assert tab_key("sales", parse_period("2027-W01")) == "sales/weekly/2027"
    assert tab_key("sales", parse_period("2027-01-03")) == "sales/daily/2027"
