"""The terms of sources, joined from all files that declare them."""

from __future__ import annotations

from core.catalog.source_terms import SourceTerms, join_terms
from core.kpi import File, Table, Values, missing, unique


def test_the_checks_of_all_declarations_of_a_source_count() -> None:
    few, one = missing("client_id", 0.05), unique("order_id")
    declared = [
        Table("stg.orders", loaded_at="_synced_at", fresh="30 hours", checks=[few]),
        Table("stg.Orders", checks=[few, one]),
        Table("stg.orders"),
        Values(6),
    ]

    terms = join_terms(declared)

    assert terms == {("table", "stg.orders"): SourceTerms("_synced_at", "30 hours", (few, one))}


def test_a_source_without_terms_is_not_judged() -> None:
    assert join_terms([Table("stg.orders", loaded_at="_synced_at"), File("deals.csv")]) == {}
