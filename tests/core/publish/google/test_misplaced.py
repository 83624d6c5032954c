"""Values that landed elsewhere, by the keys in the answer."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.changes import Kept, Plan, TabPlan, Write
from core.publish.google.misplaced import Misplaced, find_misplaced
from core.publish.google.sheet import EMPTY, Content
from core.publish.google.wanted import RowLook
from tests.core.publish.google.tabs import KEY, PERIODS, ROWS, book, put, standing, wanted

PLACE = (ROWS[0], PERIODS[0])
NOW = standing(wanted())
PLAN = TabPlan(wanted(), NOW, writes=(Write(PLACE, "sc2026!G5", EMPTY, Content(5.0)),))


def test_nothing_has_moved() -> None:
    assert find_misplaced(Plan((PLAN,)), book(NOW)) == ()


def test_a_value_in_another_row_of_ours_has_both_places() -> None:
    rows = (*NOW.rows[:4], ROWS[1], ROWS[0], *NOW.rows[6:])
    (astray,) = find_misplaced(Plan((PLAN,)), book(replace(NOW, rows=rows)))
    assert astray == Misplaced(KEY, PLACE, (ROWS[1], PERIODS[0]), "sc2026!G5", 5.0, "5")
    assert astray.notice == ""


def test_a_value_in_a_persons_row_is_reported_with_its_cell() -> None:
    rows = (*NOW.rows[:4], "", *NOW.rows[4:])
    (astray,) = find_misplaced(Plan((PLAN,)), book(replace(NOW, rows=rows, title="Ours")))
    assert astray.landed is None
    assert astray.notice == (
        "Ours!G5: rows or columns were moved while it was published; see whether 5 belongs there"
    )


def test_a_value_that_replaced_a_typed_one_names_that() -> None:
    kept = Kept((ROWS[1], PERIODS[0]), "sc2026!G6", "mail", 1.0, "a person typed over it")
    rows = (*NOW.rows[:4], ROWS[1], ROWS[0], *NOW.rows[6:])
    (astray,) = find_misplaced(Plan((replace(PLAN, kept=(kept,)),)), book(replace(NOW, rows=rows)))
    assert (
        astray.notice
        == "sc2026!G5: rows or columns were moved while it was published, and 'mail' was lost"
        " there; enter it again if you need it"
    )


def test_a_value_in_a_row_that_is_no_longer_filled_is_reported_with_what_was_there() -> None:
    rows = (*NOW.rows[:4], "07/old/", *NOW.rows[4:])
    old = {(4, 6): Content(7.0)}
    plan = replace(
        PLAN, now=put(replace(NOW, rows=(*NOW.rows[:7], "07/old/")), {(7, 6): old[4, 6]})
    )
    (astray,) = find_misplaced(Plan((plan,)), book(replace(NOW, rows=rows)))
    assert astray.landed is None
    assert astray.notice == (
        "sc2026!G5: rows or columns were moved while it was published, and 7 was lost there;"
        " see whether 5 belongs there"
    )


def test_shares_are_named_as_their_cells_show_them() -> None:
    made = wanted()
    tab = replace(made, rows=dict.fromkeys(made.rows, RowLook(unit="percent")))
    kept = Kept((ROWS[1], PERIODS[0]), "sc2026!G6", 0.0125, 1.0, "a person typed over it")
    write = Write(PLACE, "sc2026!G5", EMPTY, Content(0.5))
    rows = (*NOW.rows[:4], ROWS[1], ROWS[0], *NOW.rows[6:])
    plan = TabPlan(tab, NOW, writes=(write,), kept=(kept,))
    (astray,) = find_misplaced(Plan((plan,)), book(replace(NOW, rows=rows)))
    assert (astray.shown, astray.lost) == ("50.0%", ("1.25%",))


def test_a_row_that_was_marked_again_is_known_by_its_labels() -> None:
    plan = replace(PLAN, repaired_rows={4: ROWS[0]})
    assert find_misplaced(Plan((plan,)), book(NOW)) == ()
    labels = {(4, 0): Content(11.0), (4, 1): Content("Forms")}
    swapped = put(NOW, {**labels, (5, 0): Content(2.0), (5, 1): Content("Calls")})
    (astray,) = find_misplaced(Plan((plan,)), book(swapped))
    assert astray.landed == (ROWS[1], PERIODS[0])


def test_a_new_tab_and_an_answer_without_keys_show_nothing_misplaced() -> None:
    assert find_misplaced(Plan((replace(PLAN, now=None),)), book(NOW)) == ()
    assert find_misplaced(Plan((PLAN,)), book(replace(NOW, rows=("",) * 9))) == ()
    assert find_misplaced(Plan((PLAN,)), book()) == ()
