"""What is copied of a table, and what is due."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.engines.table_copies import TableCopies, TableCopy
from core.query import ALL_ROWS, RowSet
from core.query.row_set import DaySpan, unite

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def within(first: date | None, last: date | None, column: str = "day") -> RowSet:
    return RowSet((((column, DaySpan(first, last)),),))


DAYS = st.none() | st.integers(0, 9).map(lambda days: MAY + timedelta(days))
SPANS = st.dictionaries(st.sampled_from("abc"), st.builds(DaySpan, DAYS, DAYS), max_size=2)
BOXES = SPANS.map(lambda spans: tuple(sorted(pair for pair in spans.items() if any(pair[1]))))
COPIES = st.builds(
    TableCopy,
    st.frozensets(st.sampled_from("abc*")),
    st.lists(BOXES, min_size=1, max_size=3).map(unite),
)
ROWS = st.lists(st.integers(0, 9), min_size=3, max_size=3)


def has(rows: RowSet, row: list[int]) -> bool:
    days = {column: MAY + timedelta(day) for column, day in zip("abc", row, strict=True)}
    return any(
        all(
            (span.first is None or span.first <= days[column])
            and (span.last is None or days[column] <= span.last)
            for column, span in box
        )
        for box in rows.boxes
    )


@given(st.lists(COPIES, max_size=6), ROWS)
def test_a_copy_holds_every_row_that_was_ever_wanted(
    wanted: list[TableCopy], row: list[int]
) -> None:
    copies, held = TableCopies(), TableCopy(frozenset(), RowSet(()))
    for each in wanted:
        due = copies.find_due("s.t", each)
        if due is not None:
            copies.add("s.t", due)
            held = due
        assert "*" in held.columns or each.columns <= held.columns
        assert has(held.rows, row) or not has(each.rows, row)
        assert copies.find_due("s.t", each) is None


def test_other_rows_are_copied_with_those_that_are_there() -> None:
    copies = TableCopies()
    may = TableCopy(frozenset({"id"}), within(MAY, MAY))
    june = TableCopy(frozenset({"day"}), within(JUNE, JUNE))

    assert copies.find_due("s.t", may) == may
    copies.add("s.t", may)
    assert copies.find_due("s.t", may) is None
    assert copies.find_due("s.t", june) == TableCopy(frozenset({"id", "day"}), within(MAY, JUNE))
    assert copies.find_due("s.u", june) == june


def test_each_query_has_a_copy_of_its_own_where_one_for_all_is_too_large() -> None:
    copies = TableCopies()
    may = TableCopy(frozenset({"id"}), within(MAY, MAY))
    june = TableCopy(frozenset({"day"}), within(JUNE, JUNE))
    copies.add("s.t", may)
    copies.separate("s.t")

    assert copies.find_due("s.t", may) == may
    copies.add("s.t", may)
    assert copies.find_due("s.t", may) is None
    assert copies.find_due("s.t", june) == june


def test_a_copy_is_bounded_by_the_columns_that_hold_times() -> None:
    types = {"id": "bigint", "day": "date", "name": "text"}
    wanted = TableCopy(frozenset({"id", "of_another"}), within(MAY, JUNE))

    assert wanted.of_table(types) == TableCopy(frozenset({"id"}), within(MAY, JUNE))
    assert TableCopy(frozenset("*"), within(MAY, JUNE, "name")).of_table(types) == TableCopy(
        frozenset(types), ALL_ROWS
    )


def test_tables_on_which_queries_run_are_copied_with_all_rows() -> None:
    copies = TableCopies()
    assert not copies.are_expected
    copies.expect({"s.t": frozenset({"price"})})

    assert copies.are_expected
    due = copies.find_due("s.t", TableCopy(frozenset({"id"}), within(MAY, JUNE)))
    assert due == TableCopy(frozenset({"id", "price"}), ALL_ROWS)
    assert copies.find_due("s.u", TableCopy(frozenset({"id"}))) == TableCopy(frozenset({"id"}))
