"""Totals of breakdowns are among the series that alerts judge, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.alerts.totals import read_series
from core.engines.base import Warehouse
from core.store.definitions import Definitions, UsedDefinition
from core.store.values import Store
from tests.core.publish.samples import FORMS
from tests.core.store.conftest import warehouse
from tests.rows import RUN_AT, row

__all__ = ["warehouse"]

SINCE = {6: date(2026, 1, 5)}
PARTS = [row(2.0, "mail"), row(3.0, "web"), row(4.0, "mail", "2026-W45")]


@pytest.fixture
def store(warehouse: Warehouse) -> Store:
    found = Store(warehouse)
    found.prepare(["success"])
    found.write([*PARTS, row(5.0, "web", "2026-W45")], (), ())
    return found


def define(store: Store, adds: str) -> None:
    definition = replace(FORMS, range_type="week", adds=adds)  # type: ignore[arg-type]
    Definitions(store.database).append([UsedDefinition(definition, "run-1", RUN_AT)])


def points(store: Store, since: dict[int, date] = SINCE) -> dict[str, list[tuple[str, float]]]:
    series = read_series(store.database, "success", since)
    return {
        subject.field_details: [(point.period.label, point.value) for point in found]
        for subject, found in series.items()
    }


def test_the_sum_of_the_parts_is_a_series_of_its_own(store: Store) -> None:
    define(store, "sum")

    assert points(store)[""] == [("2026-W45", 9.0), ("2026-W46", 5.0)]
    assert points(store)["web"] == [("2026-W45", 5.0), ("2026-W46", 3.0)]
    assert points(store, {6: date(2026, 11, 9)})[""] == [("2026-W46", 5.0)]


def test_a_kpi_whose_parts_are_not_added_up_has_no_total(store: Store) -> None:
    define(store, "no")

    assert set(points(store)) == {"mail", "web"}


def test_a_total_that_is_not_whole_or_not_final_is_not_judged(store: Store) -> None:
    define(store, "sum")
    partial = row(1.0, "mail", "2026-W47", partial=True)
    failed = row(None, "mail", "2026-W48", outcome="failed")
    late = row(1.0, "mail", "2026-W49", provisional_until=date(2026, 12, 14))
    others = [row(1.0, "web", week) for week in ("2026-W47", "2026-W48", "2026-W49")]
    store.write([partial, failed, late, *others], (), ())

    assert [week for week, _ in points(store)[""]] == ["2026-W45", "2026-W46"]


def test_a_stored_row_of_the_kpi_itself_comes_before_a_total(store: Store) -> None:
    define(store, "sum")
    store.write([row(100.0, period="2026-W44")], (), ())

    assert points(store)[""] == [("2026-W44", 100.0), ("2026-W45", 9.0), ("2026-W46", 5.0)]
