"""Changes that a computed result makes to the store; computed again, it makes none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compute.changes import Changes, compare
from core.model.records import Key, Row
from tests.rows import RUN_AT, row

GONE = "the query no longer returns this field"


def failed(reason: str = "the database says no") -> Row:
    return row(None, outcome="failed", reason=reason)


def later(one: Row, **given: Any) -> Row:
    """The same row as another run computes it a week later."""
    return replace(one, run_id="run-2", computed_at=RUN_AT + timedelta(days=7), **given)


def changes(stored: list[Row], *computed: Row) -> Changes:
    return compare({each.key: each for each in stored}, computed)


def restated(found: Changes) -> list[tuple[float | None, float | None, str]]:
    return [(each.old_value, each.new_value, each.cause) for each in found.restated]


def test_a_first_value_is_written_and_restates_nothing() -> None:
    assert changes([], row(3)) == Changes((row(3),), filled=(row(3),))


def test_the_same_value_again_leaves_the_row_as_it_was() -> None:
    again = later(row(3))
    assert changes([row(3)], again) == Changes((), (), (), (again,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (0.1 + 0.2, 0.3),
        (1e12 + 1e-4, 1e12),
        (0.1 + 0.2 - 0.3, 0.0),
        (-0.0, 0.0),
        (1 / 3, 0.33333333333),
    ],
)
def test_floating_point_noise_is_not_a_change(one: float, other: float) -> None:
    for stored, computed in ((one, other), (other, one)):
        found = changes([row(stored, numerator=stored)], later(row(computed, numerator=computed)))
        assert (found.written, found.restated) == ((), ())


@pytest.mark.parametrize(
    ("one", "other"), [(3.0, 4.0), (5e9, 5e9 + 1), (0.3, 0.30000001), (0.0, 1e-6), (5.0, -5.0)]
)
def test_any_other_difference_is_a_change_of_data(one: float, other: float) -> None:
    found = changes([row(one)], later(row(other)))
    assert found.written == (later(row(other)),)
    assert restated(found) == [(one, other, "data")]


def test_another_value_of_another_definition_is_a_change_of_definition() -> None:
    found = changes([row(3)], later(row(4), definition="v2"))
    assert restated(found) == [(3, 4, "definition")]


def test_another_definition_of_the_same_value_is_written_and_restates_nothing() -> None:
    again = later(row(3), definition="v2")
    assert changes([row(3)], again) == Changes((again,), (), (), ())


@pytest.mark.parametrize(
    "given",
    [
        {"target": 5.0},
        {"sc_name": "Other"},
        {"unit": "number"},
        {"numerator": 6.0, "denominator": 2.0},
    ],
)
def test_other_columns_are_updated_without_a_restatement(
    given: dict[str, Any],
) -> None:
    found = changes([row(3)], later(row(3), **given))
    assert (len(found.written), found.restated) == (1, ())


def test_a_value_that_became_none_is_restated_and_loses_its_number() -> None:
    found = changes([row(3)], later(row(None)))
    assert [each.value for each in found.written] == [None]
    assert restated(found) == [(3, None, "data")]
    assert found.restated[0].new_reason == "the query returned NULL"


def test_a_value_where_there_was_none_is_restated() -> None:
    assert restated(changes([row(None)], later(row(3)))) == [(None, 3, "data")]


def test_another_reason_for_no_value_is_written_and_restates_nothing() -> None:
    found = changes([row(None)], later(row(None, reason="history too short")))
    assert [each.reason for each in found.written] == ["history too short"]
    assert found.restated == ()


@pytest.mark.parametrize("stored", [[row(3)], [row(None)], [row(3, "a"), row(None, "b")]])
def test_a_failure_leaves_the_stored_rows(stored: list[Row]) -> None:
    assert changes(stored, later(failed())) == Changes((), (), (), tuple(stored))


def test_a_failure_is_stored_over_nothing_or_another_failure() -> None:
    assert changes([], failed()).written == (failed(),)
    assert changes([failed()], later(failed())).written == ()
    other = later(failed("out of memory"))
    assert changes([failed()], other) == Changes((other,), (), (), ())


def test_a_value_after_a_failure_restates_nothing() -> None:
    found = later(row(3))
    assert changes([failed()], found) == Changes((found,), filled=(found,))


def test_a_breakdown_takes_the_place_of_a_failure_or_of_a_missing_value() -> None:
    for placeholder in (failed(), row(None)):
        found = changes([placeholder], later(row(3, "a")), later(row(4, "b")))
        assert [each.field_details for each in found.written] == ["a", "b"]
        assert found.obsolete == (placeholder,)
        assert found.restated == ()


def test_a_label_that_is_gone_loses_its_number_and_keeps_its_row() -> None:
    stored = [row(3, "a", numerator=3.0, denominator=1.0), row(4, "b")]
    computed = later(row(4, "b"), cut_off=RUN_AT)
    found = changes(stored, computed)
    (blanked,) = (each for each in found.written if each.field_details == "a")
    assert (blanked.outcome, blanked.value, blanked.numerator, blanked.denominator) == (
        "none",
        None,
        None,
        None,
    )
    assert (blanked.reason, blanked.run_id, blanked.cut_off) == (GONE, "run-2", RUN_AT)
    assert restated(found) == [(3, None, "data")]
    assert found.obsolete == ()


def test_a_label_that_comes_back_has_its_number_again() -> None:
    gone = row(None, "a", reason=GONE)
    found = changes([gone, row(4, "b")], later(row(3, "a")), later(row(4, "b")))
    assert restated(found) == [(None, 3, "data")]


def test_a_breakdown_that_gives_no_row_at_all_blanks_each_of_its_labels() -> None:
    found = changes(
        [row(3, "a"), row(4, "b")], later(row(None, reason="the query returned no row"))
    )
    assert [(each.field_details, each.value, each.reason) for each in found.written] == [
        ("", None, "the query returned no row"),
        ("a", None, GONE),
        ("b", None, GONE),
    ]


def test_a_single_value_that_became_a_breakdown_loses_its_number() -> None:
    found = changes(
        [row(7)], later(row(3, "a"), definition="v2"), later(row(4, "b"), definition="v2")
    )
    assert restated(found) == [(7, None, "definition")]


def test_a_final_value_after_a_partial_one_is_not_a_restatement() -> None:
    partial = row(2, partial=True, cut_off=RUN_AT - timedelta(days=3))
    found = changes([partial], later(row(3)))
    assert found.written == (later(row(3)),)
    assert found.restated == ()


def test_a_final_value_equal_to_the_partial_one_is_written_as_final() -> None:
    assert changes([row(3, partial=True)], later(row(3))).written == (later(row(3)),)


def test_a_failure_takes_the_place_of_parts_of_a_period_that_is_over() -> None:
    parts = [
        row(field_details=label, value=value, partial=True) for label, value in (("a", 1), ("b", 2))
    ]
    found = changes(parts, failed())

    assert (found.written, found.obsolete, found.restated) == ((failed(),), tuple(parts), ())
    still_open = changes(parts, replace(failed(), partial=True))
    assert (still_open.written, still_open.obsolete) == ((), ())


def test_a_partial_value_again_is_written_only_where_it_changed() -> None:
    partial = row(3, partial=True)
    now = {"cut_off": RUN_AT + timedelta(hours=1)}
    assert changes([partial], later(partial, **now)).written == ()
    assert changes([partial], later(partial, value=4.0, **now)).restated == ()


def test_a_change_of_data_is_attributed_to_its_source_and_others_keep_their_cause() -> None:
    found = changes([row(3)], later(row(4)))
    (attributed,) = found.attribute_to("definition", "kpi_06").restated
    assert (attributed.cause, attributed.note) == ("definition", "kpi_06")

    found = changes([row(3)], later(row(4), definition="v2"))
    assert found.attribute_to("by hand", "kpi_06") == found


def test_rows_with_a_manual_value_are_kept_beneath_it_and_are_not_restated() -> None:
    stored, placeholder = row(3, "a"), row(None)
    found = changes([stored, placeholder], later(row(4, "a")), later(row(5, "b")))
    assert found.keep_beneath([]) == found

    manual = found.keep_beneath([stored.key, placeholder.key])
    assert (manual.written, manual.covered) == ((later(row(5, "b")),), (later(row(4, "a")),))
    assert (manual.obsolete, manual.uncovered) == ((), (placeholder,))
    assert manual.restated == ()


# What one run of a query gives: failed, or a value or none for each label; the empty label is a
# single value.
_RESULTS = st.just("failed") | st.dictionaries(
    st.sampled_from(["", "a", "b"]), st.none() | st.sampled_from([0.0, 3.0, 4.5]), min_size=1
)


def rows_of(result: Any, run: int, definition: str) -> list[Row]:
    given: dict[str, Any] = {
        "run_id": f"run-{run}",
        "computed_at": RUN_AT + timedelta(days=run),
        "definition": definition,
    }
    if result == "failed":
        return [replace(failed(), **given)]
    return [row(value, field, **given) for field, value in result.items()]


def stored_after(stored: Mapping[Key, Row], found: Changes) -> dict[Key, Row]:
    gone = {each.key for each in found.obsolete}
    return {key: each for key, each in stored.items() if key not in gone} | {
        each.key: each for each in found.written
    }


@given(st.lists(st.tuples(_RESULTS, st.sampled_from(["v1", "v2"])), min_size=1, max_size=6))
def test_the_same_result_again_changes_nothing_whatever_came_before(
    runs: list[tuple[Any, str]],
) -> None:
    stored: dict[Key, Row] = {}
    for number, (result, definition) in enumerate(runs):
        computed = rows_of(result, number, definition)
        found = compare(stored, computed)
        before, stored = stored, stored_after(stored, found)

        again = compare(stored, rows_of(result, 100, definition))
        assert (again.written, again.obsolete, again.restated) == ((), (), ())
        numbers = {
            each.field_details: each.value for each in stored.values() if each.value is not None
        }
        if result == "failed":
            assert numbers == {
                each.field_details: each.value for each in before.values() if each.value is not None
            }
        else:
            assert numbers == {field: value for field, value in result.items() if value is not None}
        # Every number that a reader may have seen and that has changed is restated.
        lost = {
            key
            for key, each in before.items()
            if each.value is not None and stored[key].value != each.value
        }
        assert lost <= {each.key for each in found.restated}
        assert {each.field_details for each in stored.values()} >= set(
            () if result == "failed" else result
        )


def test_a_value_that_cannot_be_renewed_says_so_once() -> None:
    stored = row(3, remark="released by ann: a new shop")
    newer = row(None, outcome="withheld", reason="30 % missing")

    found = changes([stored], later(newer))

    (kept,) = found.kept
    said = "stale: a newer value is withheld: 30 % missing · released by ann: a new shop"
    assert kept == replace(stored, remark=said)
    assert (found.written, found.restated) == ((), ())
    assert changes([kept], later(newer)).kept == ()
    (worse,) = changes([kept], later(newer, reason="60 % missing")).kept
    assert worse.remark == said.replace("30", "60")
    healed = changes([kept], later(row(3)))
    assert [each.remark for each in healed.written] == [""]
    assert healed.restated == ()


def test_a_kept_value_beneath_a_manual_one_stays_there() -> None:
    stored = row(3)
    found = changes([stored], row(None, outcome="late", reason="no new rows"))

    beneath = found.keep_beneath({stored.key})

    assert beneath.kept == ()
    assert [each.remark for each in beneath.covered] == [
        "stale: a newer value is late: no new rows"
    ]


def test_a_failure_leaves_a_value_without_a_remark() -> None:
    assert changes([row(3)], failed()).kept == ()
