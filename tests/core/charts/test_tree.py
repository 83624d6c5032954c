"""Metric trees."""

from __future__ import annotations

from core.charts import metric_tree
from tests.core.charts.samples import TREE, shapes_of, texts_of, words_of


def test_a_tree_says_what_each_kpi_is_made_from() -> None:
    assert words_of(metric_tree("Orders", TREE)) == (
        "Orders: Orders placed 1,092 (north star · +79 · ✓ on track), made from "
        "Orders per client × Active clients × Complaints; Orders per client 4.00 (driver · +0.25); "
        "Active clients 273 (✗ critical); Complaints no value (guardrail)."
    )


def test_a_kpi_stands_left_of_its_parts_and_in_their_middle() -> None:
    boxes = [
        (float(each.get("x", "")), float(each.get("y", "")))
        for each in shapes_of(metric_tree("a", TREE), "rect")
    ]
    root, *parts = boxes

    assert {x for x, _ in parts} == {root[0] + 210}
    assert root[1] == parts[1][1]


def test_the_operator_stands_where_the_parts_join() -> None:
    assert "×" in [each.text for each in texts_of(metric_tree("a", TREE))]
