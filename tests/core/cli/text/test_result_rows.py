"""The rows of results, and how much work listing them is."""

from __future__ import annotations

import pytest

from core.cli.text.result_rows import result_rows
from core.cli.text.runs import restated_lines, results_json, results_text, summary
from core.model import Key, Row
from tests.core.cli.text.results import FAILED, result, row


@pytest.mark.parametrize(
    ("before", "computed", "expected"),
    [
        ((), row(3), "new"),
        ((row(3),), row(3), "unchanged"),
        ((row(3),), row(4), "changed"),
        ((row(3),), row(3, definition="other"), "updated"),
        ((row(2, partial=True),), row(3), "updated"),
        ((), row(None), "none"),
        ((row(None),), row(None), "unchanged"),
        ((row(3),), row(None), "changed"),
        ((), FAILED, "failed"),
        ((row(3),), FAILED, "failed"),
        ((FAILED,), row(3), "new"),
    ],
)
def test_the_change_of_a_row_is_one_word(
    before: tuple[Row, ...], computed: Row, expected: str
) -> None:
    (found,) = result_rows([result(computed, before=before)])
    assert found.change == expected


def test_a_field_that_is_not_returned_any_more_comes_behind_the_others() -> None:
    rows = result_rows([result(row(3, "b"), before=(row(4, "a"), row(3, "b")))])
    assert [(each.row.field_details, each.change) for each in rows] == [
        ("b", "unchanged"),
        ("a", "changed"),
    ]
    assert [each.before.value for each in rows if each.before] == [3, 4]


def count_keys(labels: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many keys are made to print a run after which half of the labels are others."""
    before = tuple(row(1, f"part {number}") for number in range(labels))
    found = result(*(row(2, f"part {number}") for number in range(0, labels * 2, 2)), before=before)
    key, calls = Row.key, []

    def counting(each: Row) -> Key:
        calls.append(each)
        return key.__get__(each)

    with monkeypatch.context() as patch:
        patch.setattr(Row, "key", property(counting))
        results_text([found])
        results_json([found])
        summary([found], dry_run=False)
        restated_lines([found])
    return len(calls)


def test_twice_the_labels_are_twice_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    assert count_keys(400, monkeypatch) == 2 * count_keys(200, monkeypatch)
