"""Rows and columns of a tab, matched with those that it should have."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from core.publish.google.changes import Insert
from core.publish.google.keys import Keys, match_keys
from core.publish.google.sheet import Box, Lock, TabNow
from tests.core.publish.google.tabs import PERIODS, ROWS, standing, wanted

TAB = standing(wanted())


def lose(rows: Collection[str] = (), columns: Collection[str] = ()) -> TabNow:
    """Return the tab without the keys of some rows and columns, and without their cells."""
    return replace(
        TAB,
        rows=tuple("" if key in rows else key for key in TAB.rows),
        columns=tuple("" if key in columns else key for key in TAB.columns),
        cells={},
    )


def match(now: TabNow, published: Collection[str] = (), *, restore: bool = False) -> Keys:
    cells = {(key, PERIODS[0]): 1.0 for key in published}
    return match_keys(wanted(), now, cells, restore=restore)


def test_rows_and_columns_that_are_there_are_neither_new_nor_gone() -> None:
    keys = match(TAB)
    assert (keys.new, keys.gone, keys.barred) == (frozenset(), (), ())
    assert keys.position((ROWS[0], PERIODS[0])) == (4, 6)
    assert not keys.is_new((ROWS[0], PERIODS[0]))


def test_a_key_that_was_never_published_goes_behind_the_one_before_it() -> None:
    keys = match(lose(ROWS[1:2], PERIODS[:1]))
    assert keys.new_rows == (Insert(5, ROWS[1]),)
    assert keys.new_columns == (Insert(6, PERIODS[0]),)
    assert keys.is_new((ROWS[1], PERIODS[2]))
    assert keys.position((ROWS[1], PERIODS[2])) is None


def test_a_key_without_one_before_it_goes_before_the_first_or_to_the_end() -> None:
    assert match(lose(columns=("No",))).new_columns == (Insert(1, "No"),)
    keys = match(lose(columns=wanted().columns))
    assert {insert.index for insert in keys.new_columns} == {len(TAB.columns)}


def test_a_key_that_was_published_is_gone_until_it_is_restored() -> None:
    now = lose(ROWS[1:2])
    assert match(now, ROWS).gone == ROWS[1:2]
    assert match(now, ROWS).new == frozenset()
    assert not match(now, ROWS).is_new((ROWS[1], PERIODS[0]))
    assert match(now, ROWS, restore=True).new == {ROWS[1]}


def test_a_key_that_a_protected_range_forbids_is_barred() -> None:
    now = replace(lose(ROWS[1:2]), locked=(Lock(Box(4, 0, 6, 3)),))
    keys = match(now)
    assert (keys.barred, keys.new) == (ROWS[1:2], frozenset())


def test_keys_that_are_recognised_by_their_texts_are_repaired() -> None:
    now = replace(TAB, rows=("",) * len(TAB.rows), columns=("",) * len(TAB.columns))
    keys = match(now, ROWS)
    assert (keys.tab.rows, keys.tab.columns) == (TAB.rows, TAB.columns)
    assert keys.repaired_rows == dict(enumerate(wanted().rows))
    assert keys.repaired_columns == dict(enumerate(wanted().columns))
