"""Values that are the same, and what the parts of a plan say about themselves."""

from __future__ import annotations

import pytest

from core.publish.google.changes import (
    LOCKED,
    MERGED,
    THEIRS,
    TYPED_OVER,
    Insert,
    Kept,
    Plan,
    TabPlan,
    Write,
    same_value,
)
from core.publish.google.sheet import Content, Value
from tests.core.publish.google.tabs import PERIODS, ROWS, standing, wanted

PLACE = (ROWS[0], PERIODS[0])


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, 1.0, True),
        (0.1 + 0.2, 0.3, True),
        (1.0, 1.00001, False),
        (0.0, None, False),
        ("", None, True),
        ("1", 1, False),
        (True, 1, False),
        (True, True, True),
        (False, None, False),
        ("a", "a", True),
        ("a", "A", False),
    ],
)
def test_values_are_the_same_but_for_the_noise_of_floats(
    one: Value, other: Value, equal: bool
) -> None:
    assert same_value(one, other) is equal
    assert same_value(other, one) is equal


@pytest.mark.parametrize(
    ("old", "new", "sets_value", "sets_note"),
    [
        (Content(1.0), Content(2.0), True, False),
        (Content(1.0), Content(1.0, "why"), False, True),
        (Content("=1", is_formula=True), Content("=1"), True, False),
        (Content(1.0, "why"), Content(None), True, True),
    ],
)
def test_a_write_sets_what_differs(
    old: Content, new: Content, sets_value: bool, sets_note: bool
) -> None:
    write = Write(PLACE, "sc2026!G5", old, new)
    assert (write.sets_value, write.sets_note) == (sets_value, sets_note)


def test_a_kept_cell_is_a_persons_or_cannot_be_written() -> None:
    kept = [Kept(PLACE, "", 1.0, 2.0, why) for why in (TYPED_OVER, THEIRS, LOCKED, MERGED)]
    assert [cell.is_persons for cell in kept] == [True, True, False, False]


def test_a_plan_is_empty_where_nothing_has_to_be_sent() -> None:
    now = standing(wanted())
    idle = TabPlan(wanted(), now, missing=ROWS[:1], barred=ROWS[1:2])
    assert Plan((idle,)).is_empty
    for busy in (
        TabPlan(wanted(), None),
        TabPlan(wanted(), now, rows=(Insert(4, "01/new/"),)),
        TabPlan(wanted(), now, repaired_columns={6: PERIODS[0]}),
        TabPlan(wanted(), now, repaired_tab=True),
    ):
        assert not Plan((idle, busy)).is_empty
