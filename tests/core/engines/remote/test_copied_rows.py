"""The rows that are copied of a remote table, on each engine that runs here."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from core.engines import Snapshot, TableCopy
from core.engines.remote.copied_rows import limit_error, select_rows_of
from core.errors import CopyLimitError
from core.query import ALL_ROWS, REMOTE_DIALECTS, RowSet
from core.query.row_set import DaySpan, unite

NEW_YEAR, JULY = date(2026, 1, 1), date(2026, 7, 1)
TYPES = {
    "day": "date",
    "local_at": "timestamp without time zone",
    "sent_at": "timestamp with time zone",
}


def within(column: str, first: date | None, last: date | None) -> RowSet:
    return RowSet((((column, DaySpan(first, last)),),))


def copied(snapshot: Snapshot, rows: RowSet) -> list[int]:
    """Return the ids of the rows that a copy has once these are wanted."""
    snapshot.extract("shop.orders", TableCopy(frozenset({"id"}), rows))
    found = snapshot.local().execute("SELECT id FROM shop.orders ORDER BY id").rows
    return [row[0] for row in found]


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        (within("sent_at", JULY, JULY), [1]),
        (within("sent_at", None, NEW_YEAR), [2]),
        (within("local_at", NEW_YEAR, NEW_YEAR), [3]),
        (within("local_at", JULY, None), [1]),
        (within("day", JULY, JULY), [2]),
        (within("day", date(1960, 2, 29), date(1960, 2, 29)), [1]),
        (within("sent_at", date(2026, 7, 2), None), []),
        (within("day", JULY, None).union(within("local_at", None, NEW_YEAR)), [2, 3]),
        (within("name", JULY, None), [1, 2, 3]),
        (within("nope", JULY, None), [1, 2, 3]),
    ],
)
def test_only_the_rows_of_the_days_are_copied(
    snapshot: Snapshot, rows: RowSet, ids: list[int]
) -> None:
    assert copied(snapshot, rows) == ids


def test_a_copy_grows_by_other_rows(snapshot: Snapshot) -> None:
    assert copied(snapshot, within("sent_at", JULY, JULY)) == [1]
    snapshot.local().execute("DELETE FROM shop.orders WHERE id = 1")
    assert copied(snapshot, within("sent_at", JULY, date(2026, 6, 30))) == []  # not copied anew

    assert copied(snapshot, within("sent_at", NEW_YEAR, NEW_YEAR)) == [1, 2]
    assert copied(snapshot, ALL_ROWS) == [1, 2, 3]


def test_a_table_with_too_many_rows_is_copied_where_the_days_hold_few(snapshot: Snapshot) -> None:
    snapshot._most_extracted = 1  # type: ignore[attr-defined]

    assert copied(snapshot, within("sent_at", JULY, None)) == [1]
    assert copied(snapshot, within("sent_at", NEW_YEAR, NEW_YEAR)) == [2]
    with pytest.raises(CopyLimitError, match=r"more than 1 rows with sent_at from 2026-01-01 on"):
        copied(snapshot, within("sent_at", NEW_YEAR, None))
    assert copied(snapshot, within("sent_at", JULY, None)) == [1]


def test_the_refusal_says_what_bounds_the_rows() -> None:
    week = within("made_at", date(2026, 11, 14), date(2026, 11, 25))

    assert str(limit_error("stg.orders", ALL_ROWS, 2_000_000)) == (
        "stg.orders has more than 2,000,000 rows that the query may need; bound a column of time by"
        " :start and :end, let the query read a view that holds fewer, or raise"
        " SCORECARD_COPIED_ROWS"
    )
    assert str(limit_error("stg.orders", week, 2_000_000)) == (
        "stg.orders has more than 2,000,000 rows with made_at from 2026-11-14 to 2026-11-25, which"
        " the query may need; compute fewer periods at a time, let the query read a view that holds"
        " fewer, or raise SCORECARD_COPIED_ROWS"
    )


@pytest.mark.parametrize(("dialect", "column"), list(product(REMOTE_DIALECTS, TYPES)))
def test_each_engine_takes_the_condition(dialect: str, column: str) -> None:
    rows = unite([*within(column, NEW_YEAR, JULY).boxes, *within("day", NEW_YEAR, None).boxes])
    made = select_rows_of(dialect, "SELECT id FROM t", rows, TYPES)  # type: ignore[arg-type]

    assert made.sql.startswith("SELECT id FROM t WHERE ")
    texts = {"2026-01-01", "2026-07-02", "2026-01-01 00:00:00.000000", "2026-07-02 00:00:00.000000"}
    assert set(made.params.values()) < texts
