"""`verify` on the command line."""

from __future__ import annotations

import json

from tests.core.cli.commands import Command, one_sentence
from tests.warehouses import execute


def test_values_that_are_true_take_one_line(scorecard: Command, filled: str) -> None:
    found = scorecard("verify", "success", url=filled)
    assert (found.code, found.err) == (0, "")
    assert found.out == "2 values verified: 2 same\n"

    every = scorecard("verify", "--period", "2026-W45..2026-W46", url=filled)
    assert every.out == "4 values verified: 4 same\n"


def test_a_value_that_is_not_true_is_shown_and_the_exit_code_says_so(
    scorecard: Command, filled: str
) -> None:
    execute(filled, "UPDATE vl_analytics.scorecard_success SET value = 6 WHERE kpi_number = 6")
    found = scorecard("verify", "success", "--kpi", "6", url=filled)

    assert found.code == 1
    assert "DIFFERENT, UNEXPLAINED" in found.out
    assert found.out.endswith("1 value verified: 1 different without a change on record\n")
    as_json = scorecard("verify", "success", "--kpi", "6", "--format", "json", url=filled)
    (value,) = json.loads(as_json.out)
    assert (value["stored"], value["computed"], value["result"]) == (6.0, 5.0, "unexplained")


def test_a_period_without_values_is_said(scorecard: Command, filled: str) -> None:
    found = scorecard("verify", "success", "--period", "2026-W02", url=filled)

    assert found.code == 0
    assert one_sentence(found) == "no stored values found; see scorecard values"
