"""Bounds cut time into cells, and spans hold whole cells."""

from __future__ import annotations

from datetime import date

from core.query.spans import Cut, CutSpan, cell_of, cuts_of, limits_of, span_params

MONDAY, THURSDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 8)
WEEK = CutSpan(Cut(MONDAY, after=False), Cut(SUNDAY, after=True))
SO_FAR = CutSpan(None, Cut(THURSDAY, after=False))


def name(number: int) -> str:
    return f"c{number}"


def test_bounds_are_in_order_and_each_comes_once() -> None:
    assert cuts_of([WEEK, SO_FAR, WEEK]) == [
        Cut(MONDAY, after=False),
        Cut(THURSDAY, after=False),
        Cut(SUNDAY, after=True),
    ]


def test_a_span_holds_the_cells_between_its_bounds() -> None:
    cuts = cuts_of([WEEK, SO_FAR])

    assert span_params([WEEK, SO_FAR], cuts) == {
        "spans": [0, 1],
        "since": [0, -1],
        "until": [2, 1],
    }


def test_the_cell_of_a_time_is_found_by_halving() -> None:
    cuts = cuts_of([WEEK, SO_FAR])

    assert cell_of("t", cuts, name) == (
        "CASE WHEN t >= c1 THEN CASE WHEN t > c2 THEN 3 ELSE 2 END"
        " ELSE CASE WHEN t >= c0 THEN 1 ELSE 0 END END"
    )


def test_rows_before_the_first_bound_count_if_a_span_has_no_beginning() -> None:
    assert limits_of("t", cuts_of([WEEK]), [WEEK], name) == "t <= c1 AND t >= c0"
    assert limits_of("t", cuts_of([WEEK, SO_FAR]), [WEEK, SO_FAR], name) == "t <= c2"
