"""The decisions of a publish, cell by cell, with every case spelled out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.publish.google.changes import Insert, Plan, TabPlan
from core.publish.google.plan import make_plan
from core.publish.google.sheet import Box, Content, Lock, TabNow, Value
from tests.core.publish.google.tabs import PERIODS, ROWS, base, book, put, standing, wanted

FORMS_JAN = (5, 6)  # where Forms and January meet
PLACE = (ROWS[1], PERIODS[0])
NEW = {PLACE: 500.0}


def plan_of(
    now: TabNow | None, *, new: dict[tuple[str, str], Value] | None = None, **asked: bool
) -> TabPlan:
    (tab,) = whole_plan(now, new=new, **asked).tabs
    return tab


def whole_plan(
    now: TabNow | None, *, new: dict[tuple[str, str], Value] | None = None, **asked: bool
) -> Plan:
    return make_plan(book(*([now] if now else [])), [wanted(new)], base(wanted()), **asked)


def test_a_tab_that_is_as_it_should_be_needs_nothing() -> None:
    plan = whole_plan(standing(wanted()))
    assert plan.is_empty
    assert plan.tabs[0].writes == plan.tabs[0].kept == plan.tabs[0].adopted == ()


def test_a_changed_value_is_written_over_ours() -> None:
    (write,) = plan_of(standing(wanted()), new=NEW).writes
    assert (write.place, write.cell) == (PLACE, "sc2026!G6")
    assert (write.old.value, write.new.value) == (111.0, 500.0)


@pytest.mark.parametrize(
    ("there", "ours", "outcome"),
    [
        (111.0, 500.0, "written"),
        (111.0000000000001, 500.0, "written"),
        (7.0, 500.0, "kept"),
        ("see mail", 500.0, "kept"),
        (None, 500.0, "kept"),
        (True, 500.0, "kept"),
        ("111", 500.0, "kept"),
        (500.0, 500.0, "adopted"),
        (7.0, 111.0, "kept"),
        (111.0, 111.0, "nothing"),
        (111.0, None, "written"),
        ("", None, "adopted"),
    ],
)
def test_three_values_decide_about_a_cell(there: Value, ours: Value, outcome: str) -> None:
    """What was published is 111."""
    plan = plan_of(put(standing(wanted()), {FORMS_JAN: Content(there)}), new={PLACE: ours})
    found = {
        "written": [write.place for write in plan.writes if write.is_ours],
        "kept": [kept.place for kept in plan.kept],
        "adopted": [cell.place for cell in plan.adopted],
    }
    assert found == {"written": [], "kept": [], "adopted": []} | (
        {outcome: [PLACE]} if outcome in found else {}
    )


def test_a_cell_that_we_never_wrote_is_ours_where_it_is_empty_and_a_persons_where_not() -> None:
    for there, kept in ((None, ()), (7.0, (PLACE,))):
        now = put(standing(wanted()), {FORMS_JAN: Content(there)})
        known = {key: value for key, value in base(wanted()).items() if key[1:] != PLACE}
        (tab,) = make_plan(book(now), [wanted()], known).tabs
        assert tuple(each.place for each in tab.kept) == kept
        assert [write.place for write in tab.writes if write.is_ours] == ([] if kept else [PLACE])


def test_a_formula_is_a_persons_even_where_its_text_is_ours() -> None:
    now = put(standing(wanted()), {FORMS_JAN: Content("=1", is_formula=True)})
    (kept,) = plan_of(now).kept
    assert (kept.theirs, kept.reason) == ("=1", "a person typed over it")


def test_overwrite_takes_a_value_back() -> None:
    now = put(
        standing(wanted()), {FORMS_JAN: Content("see mail", "why\n\nScorecard: kept as typed")}
    )
    plan = plan_of(now, overwrite=True)
    (write,) = plan.writes
    assert (write.overwrites, write.new) == (True, Content(111.0, "why"))
    assert plan.kept == ()


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        ({"locked": (Lock(Box(5, 6, 6, 7)),)}, "it is in a protected range"),
        (
            {"locked": (Lock(Box(0, 0, float("inf"), float("inf"))),)},
            "it is in a protected range",
        ),
        ({"merged": (Box(4, 6, 6, 7),)}, "a merged cell covers it"),
    ],
)
def test_cells_that_cannot_be_written_are_kept_even_with_overwrite(
    box: dict[str, object], reason: str
) -> None:
    plan = plan_of(replace(standing(wanted()), **box), new=NEW, overwrite=True)  # type: ignore[arg-type]  # either field
    assert [(kept.place, kept.reason) for kept in plan.kept] == [(PLACE, reason)]
    assert plan.writes == ()


def test_a_hole_in_a_protected_range_is_open() -> None:
    locked = (Lock(Box(0, 0, 99, 99), (Box(5, 6, 6, 7),)),)
    assert [
        write.place for write in plan_of(standing(wanted(), locked=locked), new=NEW).writes
    ] == [PLACE]


def test_rows_and_columns_are_found_wherever_they_were_moved() -> None:
    tab = wanted()
    order = [0, 1, 2, 3, 6, 4, 5, 7]
    now = standing(tab)
    moved = replace(
        now,
        rows=tuple(now.rows[index] for index in order),
        cells={
            (order.index(row), column): content
            for (row, column), content in now.cells.items()
            if row in order
        },
    )
    (write,) = plan_of(moved, new=NEW).writes
    assert write.cell == "sc2026!G7"


def without(rows: tuple[str, ...] = (), columns: tuple[str, ...] = ()) -> TabNow:
    """Return the tab after a person deleted rows and columns."""
    now = standing(wanted())
    keep_rows = [index for index, key in enumerate(now.rows) if key not in rows]
    keep_columns = [index for index, key in enumerate(now.columns) if key not in columns]
    return replace(
        now,
        rows=tuple(now.rows[index] for index in keep_rows),
        columns=tuple(now.columns[index] for index in keep_columns),
        cells={
            (keep_rows.index(row), keep_columns.index(column)): content
            for (row, column), content in now.cells.items()
            if row in keep_rows and column in keep_columns
        },
    )


def test_deleted_rows_and_columns_stay_away_and_are_reported() -> None:
    plan = plan_of(without(rows=ROWS[:1], columns=PERIODS[1:2]))
    assert plan.missing == (ROWS[0], PERIODS[1])
    assert (plan.rows, plan.columns, plan.writes) == ((), (), ())


def test_restore_makes_it_again_in_its_old_place_with_all_its_cells() -> None:
    plan = plan_of(without(rows=ROWS[:1], columns=PERIODS[1:2]), restore=True)
    assert (plan.rows, plan.columns) == ((Insert(4, ROWS[0]),), (Insert(7, PERIODS[1]),))
    assert {write.place for write in plan.writes} == {
        place for place in wanted().cells if place[0] == ROWS[0] or place[1] == PERIODS[1]
    }


def test_a_row_that_was_never_published_is_inserted_behind_the_one_before_it() -> None:
    now = without(rows=ROWS[1:2])
    known = {key: value for key, value in base(wanted()).items() if key[1] != ROWS[1]}
    (tab,) = make_plan(book(now), [wanted()], known).tabs
    assert tab.rows == (Insert(5, ROWS[1]),)


@pytest.mark.parametrize(
    ("box", "is_barred"),
    [(Box(4, 0, 6, 3), True), (Box(5, 0, 9, 3), False), (Box(0, 0, 5, 3), False)],
)
def test_a_row_is_not_inserted_into_a_protected_range(box: Box, is_barred: bool) -> None:
    now = replace(without(rows=ROWS[1:2]), locked=(Lock(box),))
    known = {key: value for key, value in base(wanted()).items() if key[1] != ROWS[1]}
    (tab,) = make_plan(book(now), [wanted()], known).tabs
    assert tab.barred == ((ROWS[1],) if is_barred else ())
    assert any(write.place[0] == ROWS[1] for write in tab.writes) is not is_barred


def test_a_deleted_tab_stays_away_until_restore() -> None:
    assert whole_plan(None) == Plan((), ("sc2026",))
    plan = whole_plan(None, restore=True)
    assert plan.missing == ()
    assert plan.tabs[0].now is None


def test_a_title_that_is_taken_gets_the_domain_behind_it() -> None:
    theirs = TabNow(1, 0, "SC2026", "", ("",), ("",), {})
    other = TabNow(2, 1, "sc2026 success", "", ("",), ("",), {})
    assert make_plan(book(theirs), [wanted()], {}).tabs[0].title == "sc2026 success"
    assert make_plan(book(theirs, other), [wanted()], {}).tabs[0].title == "sc2026 success 2"


def test_periods_outside_the_scope_are_left_as_they_are() -> None:
    tab = wanted({(ROWS[0], PERIODS[1]): 1.0}, scope=frozenset(PERIODS[:1]))
    cells = {
        place: content
        for place, content in tab.cells.items()
        if place[1] not in PERIODS[1:] or place[0] in ("labels", "days")
    }
    cells |= {("labels", period): Content(cells["labels", period].value) for period in PERIODS[1:]}
    plan = make_plan(book(standing(wanted())), [replace(tab, cells=cells)], base(wanted()))
    assert plan.is_empty


def test_a_value_that_the_store_no_longer_has_is_removed() -> None:
    tab = wanted()
    cells = {place: content for place, content in tab.cells.items() if place != PLACE}
    (planned,) = make_plan(book(standing(tab)), [replace(tab, cells=cells)], base(tab)).tabs
    assert [(write.place, write.new.value) for write in planned.writes] == [(PLACE, None)]


def test_a_row_that_the_scorecard_no_longer_has_is_retired_once() -> None:
    tab = wanted()
    fewer = replace(
        tab,
        rows={key: look for key, look in tab.rows.items() if key != ROWS[2]},
        cells={place: content for place, content in tab.cells.items() if place[0] != ROWS[2]},
    )
    now = standing(tab)
    (planned,) = make_plan(book(now), [fewer], base(tab)).tabs
    assert planned.retired == (ROWS[2],)
    (write,) = planned.writes
    assert write.new.note.startswith("Scorecard: retired: ")
    assert (write.new.value, write.is_ours) == ("Leads", False)
    again = make_plan(book(put(now, {(6, 1): write.new})), [fewer], base(tab))
    assert again.is_empty
