"""Changes and their parts as sentences."""

from __future__ import annotations

from dataclasses import replace

from core.analysis.attribution import attribute
from core.analysis.attribution_text import attribution_sentences
from core.analysis.tree import Metric
from tests.core.analysis.metrics import metric, tree


def sentences(top: Metric, restated: float = 0.0) -> tuple[str, ...]:
    found = attribute(top, period="2026-W46", against="2026-W45", restated=restated)
    return found.sentences


def test_drivers_are_in_order_of_their_part_and_those_below_are_named() -> None:
    inner = tree("rate", "b + c", metric("b", 1, 3), metric("c", 2, 2), values=(3, 6))
    top = tree("top", "a + rate", metric("a", 5, 6), inner, values=(8, 12.5))

    assert sentences(top) == (
        "top rose by 4.50 (+56.2%) to 12.50 in 2026-W46, against 2026-W45.",
        "+3.00 from rate, which went from 3.00 to 6.00 (b +2.00, not explained +1.00).",
        "+1.00 from a, which went from 5.00 to 6.00.",
        "+0.50 is not explained by the tree.",
    )


def test_a_value_that_did_not_move_stayed() -> None:
    assert sentences(tree("top", "a", metric("a", 5, 5)))[0] == (
        "top stayed at 5.00 in 2026-W46, against 2026-W45."
    )


def test_a_restatement_is_said_before_the_parts() -> None:
    assert sentences(tree("top", "a", metric("a", 5, 6)), restated=2)[1] == (
        "2026-W45 was restated by +2.00 since it was first stored, 3.00 to 5.00."
    )


def test_a_driver_that_could_not_be_taken_apart_says_why() -> None:
    driver = replace(metric("a", 5, 6), obstacle="of b, 2026-W45 is not stored")

    assert sentences(tree("top", "a", driver))[-1] == (
        "a was not taken apart: of b, 2026-W45 is not stored."
    )


def test_a_kpi_without_a_tree_says_so() -> None:
    assert sentences(metric("top", 1, 2))[-1] == (
        "The change was not taken apart: its KPI file has no tree of drivers."
    )


def test_a_missing_value_is_the_only_thing_said() -> None:
    found = attribute(metric("top", 1, 2), period="2026-W46", against="2026-W45")
    missing = replace(found, before=None, reason="2026-W45 is not stored")

    assert [*attribution_sentences(missing)] == [
        "top cannot be compared with 2026-W45: 2026-W45 is not stored."
    ]
