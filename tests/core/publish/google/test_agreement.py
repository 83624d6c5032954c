"""Keys of rows and columns, which count only where their labels are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.publish.google.agreement import agree_on_columns, agree_on_rows, swapped_values
from core.publish.google.sheet import EMPTY, Content, Position, TabNow, Value
from tests.core.publish.google.tabs import PERIODS, ROWS, base, put, standing, wanted

TAB = standing(wanted())
PUBLISHED: Mapping[tuple[str, str], Value] = {
    (row, column): value for (_, row, column), value in base(wanted()).items()
}
CALLS, FORMS, LEADS = ROWS


def row_of(now: TabNow, key: str) -> dict[Position, Content]:
    """Return the cells of a row of ours."""
    index = now.rows.index(key)
    return {place: content for place, content in now.cells.items() if place[0] == index}


def at_row(cells: Mapping[Position, Content], index: int) -> dict[Position, Content]:
    return {(index, column): content for (_, column), content in cells.items()}


def without(cells: Mapping[Position, Content]) -> dict[Position, Content]:
    return dict.fromkeys(cells, EMPTY)


def keys_of(now: TabNow) -> Sequence[str]:
    return agree_on_rows(wanted(), now, PUBLISHED).keys


def test_rows_with_their_labels_keep_their_keys() -> None:
    found = agree_on_rows(wanted(), TAB, PUBLISHED)
    assert (found.keys, found.moved, found.vacated, found.doubtful) == (TAB.rows, {}, set(), {})


def test_a_row_that_was_cut_and_pasted_is_where_its_labels_are() -> None:
    calls = row_of(TAB, CALLS)
    now = put(TAB, {**without(calls), **at_row(calls, 8)})
    found = agree_on_rows(wanted(), now, PUBLISHED)
    assert (found.keys[4], found.keys[8]) == ("", CALLS)
    assert (found.moved, found.vacated) == ({8: CALLS}, {4})


def test_a_row_pasted_over_another_one_takes_its_place() -> None:
    calls = row_of(TAB, CALLS)
    now = put(TAB, {**without(calls), **at_row(calls, 5)})
    found = agree_on_rows(wanted(), now, PUBLISHED)
    assert found.keys[4:7] == ("", CALLS, LEADS)
    assert found.former == {CALLS: FORMS}
    assert found.vacated == {4, 5}


def test_a_row_pasted_over_another_one_without_its_own_mark_takes_its_place() -> None:
    calls = row_of(TAB, CALLS)
    now = replace(TAB, rows=tuple("" if key == CALLS else key for key in TAB.rows))
    found = agree_on_rows(wanted(), put(now, {**without(calls), **at_row(calls, 5)}), PUBLISHED)
    assert found.keys[4:7] == ("", CALLS, LEADS)
    assert (found.moved, found.vacated) == ({5: CALLS}, {5})


def test_rows_whose_labels_alone_were_sorted_follow_them() -> None:
    labels = {(4, 0): Content(11.0), (4, 1): Content("Forms")}
    now = put(TAB, {**labels, (5, 0): Content(2.0), (5, 1): Content("Calls")})
    found = agree_on_rows(wanted(), now, PUBLISHED)
    assert found.keys[4:7] == (FORMS, CALLS, LEADS)
    assert found.former == {FORMS: CALLS, CALLS: FORMS}


def test_a_row_that_a_person_renamed_stays_ours() -> None:
    assert keys_of(put(TAB, {(4, 1): Content("Calls, all")})) == TAB.rows


def test_a_copy_of_a_row_is_a_persons() -> None:
    assert keys_of(put(TAB, at_row(row_of(TAB, CALLS), 8))) == TAB.rows


def test_a_row_that_was_emptied_is_no_longer_ours() -> None:
    found = agree_on_rows(wanted(), put(TAB, without(row_of(TAB, CALLS))), PUBLISHED)
    assert (found.keys[4], found.vacated, found.doubtful) == ("", {4}, {})


def test_a_row_labelled_as_another_one_that_is_there_is_doubtful() -> None:
    now = put(TAB, {(4, 0): Content(11.0), (4, 1): Content("Forms")})
    found = agree_on_rows(wanted(), now, PUBLISHED)
    assert (found.keys[4], found.keys[5]) == ("", FORMS)
    assert found.doubtful == {CALLS: (4,)}


def test_a_row_whose_labels_are_at_two_other_places_is_doubtful() -> None:
    calls = row_of(TAB, CALLS)
    now = put(TAB, {**without(calls), **at_row(calls, 7), **at_row(calls, 8)})
    assert agree_on_rows(wanted(), now, PUBLISHED).doubtful == {CALLS: (7, 8)}


def test_labels_that_two_rows_share_decide_nothing() -> None:
    twin = wanted({(FORMS, "No"): 2.0, (FORMS, "KPI"): "Calls"})
    now = standing(twin)
    published = {(row, column): value for (_, row, column), value in base(twin).items()}
    assert agree_on_rows(twin, now, published).keys == now.rows


def test_a_row_is_known_by_its_name_where_the_numbers_were_deleted() -> None:
    calls = row_of(TAB, CALLS)
    now = put(TAB, {**without(calls), **at_row(calls, 8)})
    found = agree_on_rows(wanted(), replace(now, columns=("", *now.columns[1:])), PUBLISHED)
    assert (found.moved, found.vacated) == ({8: CALLS}, {4})


def test_rows_whose_numbers_stand_in_each_other_are_swapped() -> None:
    calls, forms = row_of(TAB, CALLS), row_of(TAB, FORMS)
    values = {place: content for place, content in {**calls, **forms}.items() if place[1] >= 6}
    swapped = {(9 - row, column): content for (row, column), content in values.items()}
    assert swapped_values(wanted(), put(TAB, swapped), PUBLISHED) == {CALLS: FORMS, FORMS: CALLS}


def test_a_row_of_few_numbers_is_swapped_only_with_one_that_holds_its_own() -> None:
    few = PUBLISHED | {(CALLS, PERIODS[1]): None, (CALLS, PERIODS[2]): None}
    there = {(4, 6 + month): Content(111.0 + month) for month in range(3)}
    here = {(5, 6): Content(21.0), (5, 7): EMPTY, (5, 8): EMPTY}
    assert swapped_values(wanted(), put(TAB, there | here), few) == {CALLS: FORMS, FORMS: CALLS}
    assert swapped_values(wanted(), put(TAB, here), few) == {}


def test_texts_of_states_are_no_numbers_of_another_row() -> None:
    states = {(CALLS, period): "not run" for period in PERIODS[1:]}
    here = {(5, 6): Content(21.0), (5, 7): Content("not run"), (5, 8): Content("not run")}
    assert swapped_values(wanted(), put(TAB, here), {**PUBLISHED, **states}) == {}


def test_a_week_that_was_cut_and_pasted_is_where_its_header_is() -> None:
    first = {place: content for place, content in TAB.cells.items() if place[1] == 6}
    moved = {(row, 9): content for (row, _), content in first.items()}
    now = put(replace(TAB, columns=(*TAB.columns, "")), {**without(first), **moved})
    found = agree_on_columns(wanted(), now, PUBLISHED)
    assert (found.keys[6], found.keys[9]) == ("", PERIODS[0])


def test_without_labels_and_names_nothing_is_doubted() -> None:
    bare = replace(TAB, columns=("",) * len(TAB.columns))
    assert agree_on_rows(wanted(), bare, PUBLISHED).keys == TAB.rows
    nothing = replace(TAB, rows=("",) * len(TAB.rows), cells={})
    assert agree_on_columns(wanted(), nothing, PUBLISHED).keys == TAB.columns
