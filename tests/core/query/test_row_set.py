"""Rows of a table, bounded by days."""

from __future__ import annotations

from datetime import date

from core.query.row_set import ALL_ROWS, DaySpan, DaySpans, RowSet, unite

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def box(column: str, first: date | None, last: date | None) -> DaySpans:
    return ((column, DaySpan(first, last)),)


def rows(*boxes: DaySpans) -> RowSet:
    return RowSet(boxes)


def test_rows_over_the_same_column_are_united_to_their_hull() -> None:
    may, june = rows(box("day", MAY, JUNE)), rows(box("day", JUNE, JULY))

    assert may.union(june) == june.union(may) == rows(box("day", MAY, JULY))
    assert may.union(rows(box("day", None, MAY))) == rows(box("day", None, JUNE))
    assert may.union(rows(box("day", JUNE, None))) == rows(box("day", MAY, None))


def test_rows_over_other_columns_stay_beside_each_other() -> None:
    paid, made = rows(box("paid", MAY, JUNE)), rows(box("made", MAY, JUNE))

    assert set(paid.union(made).boxes) == {*paid.boxes, *made.boxes}
    assert paid.union(ALL_ROWS) == ALL_ROWS


def test_a_column_without_an_end_on_either_side_bounds_nothing() -> None:
    since, until = rows(box("day", MAY, None)), rows(box("day", None, JUNE))
    paid = ("paid", DaySpan(MAY, JUNE))

    assert since.union(until) == ALL_ROWS
    assert rows((*since.boxes[0], paid)).union(rows((*until.boxes[0], paid))) == rows((paid,))


def test_rows_contain_those_of_shorter_spans_and_of_more_conditions() -> None:
    may = rows(box("day", MAY, JUNE))
    stricter = rows((("day", DaySpan(MAY, MAY)), ("paid", DaySpan(None, JULY))))

    assert may.contain(may)
    assert may.contain(stricter)
    assert not stricter.contain(may)
    assert not may.contain(rows(box("day", MAY, None)))
    assert not may.contain(rows(box("day", None, MAY)))
    assert not may.contain(rows(box("day", MAY, JULY)))
    assert not may.contain(rows(box("paid", MAY, JUNE)))
    assert not may.contain(may.union(rows(box("paid", MAY, JUNE))))
    assert ALL_ROWS.contain(may)
    assert not may.contain(ALL_ROWS)


def test_rows_are_bounded_by_the_columns_that_can_be_compared() -> None:
    both = rows((("day", DaySpan(MAY, JUNE)), ("paid", DaySpan(None, JULY))))

    assert both.bounded_by({"day"}) == rows(box("day", MAY, JUNE))
    assert both.bounded_by({"other"}) == ALL_ROWS
    assert both.union(rows(box("other", MAY, JUNE))).bounded_by({"day"}).are_all


def test_rows_are_shown_by_their_days() -> None:
    beside = unite([box("day", MAY, JUNE), box("paid", None, JULY)])

    assert (
        str(beside) == "rows with day from 2026-05-01 to 2026-06-01 or with paid up to 2026-07-01"
    )
    assert str(rows(box("day", MAY, None))) == "rows with day from 2026-05-01 on"
    assert str(ALL_ROWS) == "all rows"
