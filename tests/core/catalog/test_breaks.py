"""Breaks: where the values of a series begin to follow another definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.catalog.breaks import Break, find_breaks
from core.model import Definition, Period, Row, parse_period
from tests.core.publish.samples import FORMS, row

BERLIN = replace(FORMS, version="berlin", timezone="Europe/Berlin")
TOKYO = replace(FORMS, version="tokyo", timezone="Asia/Tokyo")
DOUBLED = replace(TOKYO, version="doubled", query="SELECT 2 AS value")
OLD = replace(FORMS, version="old")  # of an earlier release, which kept no time zone
NEWEST_FIRST = [DOUBLED, TOKYO, BERLIN, OLD]
MOVED = "time zone from Europe/Berlin to Asia/Tokyo"


def weeks(*definitions: Definition, first: int = 40) -> list[Row]:
    """Return one row of each definition, in consecutive weeks."""
    return [row(each, f"2026-W{first + index}") for index, each in enumerate(definitions)]


def found(rows: Sequence[Row]) -> dict[Period, tuple[str, ...]]:
    breaks = find_breaks(rows, lambda: NEWEST_FIRST)
    return {each.period: each.changes for each in breaks.values()}


def week(number: int) -> Period:
    return parse_period(f"2026-W{number}")


def test_a_break_is_at_the_first_value_of_a_new_definition_and_names_what_changed() -> None:
    rows = weeks(BERLIN, BERLIN, TOKYO, TOKYO, DOUBLED)

    assert found(rows) == {week(42): (MOVED,), week(44): ("query",)}


def test_a_break_is_found_by_the_key_of_its_row() -> None:
    rows = weeks(BERLIN, TOKYO)

    expected = {rows[1].key: Break(week(41), (MOVED,))}
    assert find_breaks(reversed(rows), lambda: NEWEST_FIRST) == expected


def test_all_that_changed_at_once_is_named() -> None:
    assert found(weeks(BERLIN, DOUBLED)) == {week(41): ("query", MOVED)}


def test_another_version_of_the_same_content_is_no_break() -> None:
    assert found(weeks(OLD, BERLIN)) == {}
    assert found(weeks(OLD, TOKYO)) == {}


def test_a_break_goes_when_the_older_values_are_computed_anew() -> None:
    assert found(weeks(TOKYO, TOKYO, TOKYO)) == {}


def test_a_break_lies_across_a_new_year_and_a_gap() -> None:
    rows = [row(BERLIN, "2025-W52"), row(TOKYO, "2026-W03")]

    assert found(rows) == {parse_period("2026-W03"): (MOVED,)}


def test_manual_values_and_failures_follow_no_definition() -> None:
    before, manual, unanswered, after = weeks(BERLIN, TOKYO, TOKYO, BERLIN)
    for outcome in ("failed", "withheld", "late"):
        without = replace(unanswered, outcome=outcome)
        rows = [before, replace(manual, by_hand=True), without, after]

        assert found(rows) == {}


def test_each_part_of_a_breakdown_is_a_series_of_its_own() -> None:
    north, south = row(BERLIN, "2026-W40", details="north"), row(TOKYO, "2026-W41", details="south")

    assert found([north, south]) == {}


def test_a_definition_that_the_store_lost_is_named_by_its_version() -> None:
    lost = replace(row(BERLIN, "2026-W40"), definition="lost")

    assert found([lost, row(BERLIN, "2026-W41")]) == {week(41): ("version from lost to berlin",)}


def test_definitions_are_read_only_if_versions_differ() -> None:
    def read() -> list[Definition]:
        raise AssertionError

    assert find_breaks(weeks(BERLIN, BERLIN), read) == {}


@given(st.lists(st.sampled_from([BERLIN, TOKYO, DOUBLED]), min_size=1, max_size=12))
def test_breaks_are_exactly_where_known_contents_change(definitions: list[Definition]) -> None:
    rows = weeks(*definitions, first=10)

    changed = {
        week(10 + index)
        for index in range(1, len(definitions))
        if definitions[index] != definitions[index - 1]
    }
    assert set(found(rows)) == changed
