"""The rows that a query needs of a table, for its parameters."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.query.row_set import ALL_ROWS, DaySpan, RowSet
from core.query.table_reads import DayLimit, RowLimit, TableRead, find_rows

BERLIN = ZoneInfo("Europe/Berlin")
SINCE = RowLimit("made", DayLimit("start"), None)
UNTIL = RowLimit("made", None, DayLimit("end"))


def params(first: date, last: date) -> dict[str, date]:
    return {
        "start": datetime(first.year, first.month, first.day, tzinfo=BERLIN),
        "end": datetime(last.year, last.month, last.day, tzinfo=BERLIN),
        "first_day": first,
    }


WEEK = params(date(2026, 11, 16), date(2026, 11, 23))
NEXT = params(date(2026, 11, 23), date(2026, 11, 30))


def found(*limits: RowLimit) -> RowSet:
    return find_rows([TableRead("s.t", limits)], "s.t", [WEEK])


def test_days_are_those_of_utc_and_two_more_on_each_side() -> None:
    # 16 November begins on the 15th in UTC; 23 November begins after the 22nd has begun there.
    wanted = RowSet(((("made", DaySpan(date(2026, 11, 13), date(2026, 11, 25))),),))

    assert found(SINCE, UNTIL) == wanted
    assert find_rows([TableRead("s.t", (SINCE, UNTIL))], "s.t", [WEEK, NEXT]) == RowSet(
        ((("made", DaySpan(date(2026, 11, 13), date(2026, 12, 2))),),)
    )


def test_the_narrowest_of_several_limits_counts_as_far_as_it_is_certain() -> None:
    shifted = RowLimit("made", DayLimit("first_day", -9, -5), None)
    fixed = RowLimit("made", DayLimit("2026-11-20"), None)

    assert found(shifted).boxes == ((("made", DaySpan(date(2026, 11, 5), None)),),)
    assert found(shifted, SINCE, fixed).boxes == ((("made", DaySpan(date(2026, 11, 18), None)),),)


def test_a_table_that_is_read_twice_needs_the_rows_of_both() -> None:
    other = RowLimit("paid", DayLimit("first_day"), None)
    reads = [TableRead("s.t", (SINCE,)), TableRead("s.t", (other,)), TableRead("s.u")]

    assert len(find_rows(reads, "s.t", [WEEK]).boxes) == 2
    assert find_rows([*reads, TableRead("s.t")], "s.t", [WEEK]) == ALL_ROWS
    assert find_rows(reads, "s.u", [WEEK]) == ALL_ROWS


def test_all_rows_are_needed_where_nothing_is_known() -> None:
    assert find_rows([], "s.t", [WEEK]) == ALL_ROWS
    assert find_rows([TableRead("s.t", (SINCE,))], "s.t", []) == ALL_ROWS


def test_days_that_an_engine_may_not_know_bound_nothing() -> None:
    for shift in (-4_000_000, 4_000_000, -60_000, 400_000):
        assert found(RowLimit("made", DayLimit("first_day", shift, shift), None)) == ALL_ROWS
