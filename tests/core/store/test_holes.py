"""Holes are found by one query of a domain, and by a second one only where there are some."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.engines.base import Database
from core.store.holes import read_holes
from core.store.schema import migrate
from core.store.values import Store
from tests.catalogues import catalogue_with, entry
from tests.rows import row

NOW = datetime.fromisoformat("2026-11-16T06:00+01:00")
FORMS = entry(6, name="forms")


@pytest.fixture
def store(warehouse: Database) -> Store:
    migrate(warehouse, ["success"])
    return Store(warehouse)


def holes(store: Store) -> list[list[str]]:
    found = read_holes(store.database, catalogue_with(FORMS), [FORMS], NOW)
    return [[period.label for period in hole.periods] for hole in found]


def test_a_store_without_rows_has_no_holes(warehouse: Database) -> None:
    assert read_holes(warehouse, catalogue_with(FORMS), [FORMS], NOW) == ()


def test_missing_failed_and_partial_periods_are_holes(store: Store) -> None:
    weeks = {week: row(period=f"2026-W{week}") for week in range(36, 47)}
    del weeks[38]
    weeks[39] = row(None, period="2026-W39", outcome="failed")
    weeks[40] = row(period="2026-W40", partial=True)
    weeks[41] = row(None, period="2026-W41")  # no value is an answer
    store.write(list(weeks.values()), [], [])

    assert holes(store) == [["2026-W38", "2026-W39", "2026-W40"]]


def test_a_series_without_gaps_has_none(store: Store) -> None:
    store.write([row(period=f"2026-W{week}") for week in range(30, 47)], [], [])

    assert holes(store) == []
