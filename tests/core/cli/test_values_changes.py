"""`diff` and `history` for programs, and the filters of `diff`."""

from __future__ import annotations

import json

import pytest

from tests.core.cli.commands import Command, fill, one_sentence
from tests.warehouses import execute


@pytest.fixture
def changed(scorecard: Command, filled: str) -> str:
    """Return a warehouse in which data changed two values, and a person set one."""
    execute(filled, "INSERT INTO stg.forms VALUES ('2026-11-12')")
    scorecard("run", "success", "--week", "2026-W46", "--no-publish", url=filled)
    scorecard(
        "set", "success", "6", "2026-W45", "9", "--note", "by post", "--no-publish", url=filled
    )
    return filled


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--kpi", "6"), [(6, "data"), (6, "by hand")]),
        (("--cause", "by hand", "--kpi", "6"), [(6, "by hand")]),
        (("--cause", "definition"), []),
        (("--kpi", "7"), []),
    ],
)
def test_diff_lists_the_changes_of_some_kpis_or_of_one_cause(
    scorecard: Command, changed: str, options: tuple[str, ...], expected: list[tuple[int, str]]
) -> None:
    found = scorecard("diff", *options, "--format", "json", url=changed)

    shown = [(change["kpi_number"], change["cause"]) for change in json.loads(found.out)]
    assert (found.code, found.err) == (0, "")
    assert sorted(shown) == sorted(expected)


def test_diff_as_a_table_is_filtered_too(scorecard: Command, changed: str) -> None:
    found = scorecard("diff", "--kpi", "6", "--cause", "by hand", url=changed)
    assert len(found.out.splitlines()) == 3

    found = scorecard("diff", "--cause", "definition", url=changed)
    assert found.out.startswith("nothing has changed since ")


def test_history_as_json_lists_the_changes_of_a_period(scorecard: Command, changed: str) -> None:
    found = scorecard(
        "history", "success", "6", "--period", "2026-W46", "--format", "json", url=changed
    )

    (change,) = json.loads(found.out)
    assert (change["old_value"], change["new_value"], change["cause"]) == (5.0, 6.0, "data")


def test_the_history_of_a_kpi_that_nothing_knows_is_refused(
    scorecard: Command, warehouse_url: str
) -> None:
    fill(warehouse_url)
    assert scorecard("run", "--period", "2026-W46", url=warehouse_url).code == 0
    found = scorecard("history", "success", "66", url=warehouse_url)

    assert found.code == 2
    assert one_sentence(found) == (
        "nothing of success/kpi_66 is stored; see scorecard list success"
    )
