"""The tabs of a scorecard are kept as the newest publish saw them."""

from __future__ import annotations

from core.engines.base import Database
from core.store.published_tabs import PublishedTab, PublishedTabs
from core.store.schema import migrate

OLD = PublishedTab("success/weekly/2025", 7, "sc2025")
NEW = PublishedTab("success/weekly/2026", 0, "Ours")


def test_tabs_are_replaced_for_one_scorecard_and_spreadsheet(warehouse: Database) -> None:
    migrate(warehouse, ["success"])
    ours = PublishedTabs(warehouse, "success", "book")
    elsewhere = PublishedTabs(warehouse, "success", "other")
    assert ours.read() == ()

    elsewhere.replace([OLD])
    ours.replace([NEW, OLD])
    assert ours.read() == (OLD, NEW)

    ours.replace([NEW])
    assert ours.read() == (NEW,)
    assert elsewhere.read() == (OLD,)
