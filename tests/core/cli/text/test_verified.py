"""Verified values as text and as JSON."""

from __future__ import annotations

from core.cli.text.verified import summary_line, verified_record, verified_text
from core.explain import Verified
from tests.rows import row

SAME = Verified(row(3.0), "same", computed=3.0)
CHANGED = Verified(row(4.0, period="2026-W45"), "changed", "stg.forms has 9 rows", 5.0)
NAMES = {("success", 6): "Forms"}


def test_values_that_are_the_same_are_counted_and_others_are_shown() -> None:
    text = verified_text([SAME, CHANGED, SAME], NAMES)

    assert "2026-W46" not in text
    (line,) = [line for line in text.splitlines() if "2026-W45" in line]
    assert line.split("  ")[-1] == "stg.forms has 9 rows"
    assert text.endswith("\n\n3 values verified: 2 same, 1 different because data changed since")


def test_a_single_value_is_in_the_singular() -> None:
    assert summary_line([SAME]) == "1 value verified: 1 same"


def test_a_record_has_both_numbers_and_the_result() -> None:
    record = verified_record(CHANGED)

    assert (record["stored"], record["computed"], record["result"]) == (4.0, 5.0, "changed")
    assert (record["why"], record["period"]) == ("stg.forms has 9 rows", "2026-W45")
