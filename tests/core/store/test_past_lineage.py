"""Values are stale at an instant if they were not made from what was stored then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.engines.base import Warehouse
from core.model.freshness import fingerprint, period_text
from core.store.series import SeriesLedger
from core.store.values import Store
from core.store.view import StoreView
from tests.core.store.test_lineage import AVERAGE, READ, W46
from tests.core.store.test_past_values import renamed_at
from tests.core.store.test_series import RETIRED
from tests.rows import RUN_AT, row

LATER, LAST = RUN_AT + timedelta(days=1), RUN_AT + timedelta(days=2)
MOMENT = timedelta(seconds=1)
DERIVED = replace(
    AVERAGE, made_from=fingerprint(["", "", "", period_text(W46.first_day, {"": 3.0})])
)


@pytest.fixture
def store(warehouse: Warehouse) -> Store:
    """Return a store in which a value that another was made from changed a day later."""
    found = Store(warehouse)
    found.prepare(["success"])
    found.write([row(3.0), DERIVED], [], [], inputs=[READ])
    found.write([row(4.0, computed_at=LATER)], [], [], now=LATER)
    return found


def remarks(store: Store, instant: datetime) -> list[str]:
    (average,) = StoreView(store.database, "success", instant).rows([5])
    return [average.remark]


def test_a_value_is_stale_from_the_change_of_its_source_on(store: Store) -> None:
    assert remarks(store, LATER - MOMENT) == [""]
    assert remarks(store, LATER) == ["stale: computed before values of success/kpi_06 changed"]
    (now,) = StoreView(store.database, "success").rows([5])
    assert remarks(store, LATER) == [now.remark]


def test_a_source_that_was_renamed_since_is_found_under_its_old_name(store: Store) -> None:
    renamed_at(store.database, LAST)

    assert remarks(store, LATER - MOMENT) == [""]
    assert remarks(store, LAST) == ["stale: computed before values of success/kpi_06 changed"]


def test_a_series_that_a_person_had_retired_is_not_stale(store: Store) -> None:
    average = {"kpi_number": 5, "field_name": "average", "new_number": 5, "new_field": "average"}
    SeriesLedger(store.database).add([replace(RETIRED, changed_at=LAST, **average)])

    assert remarks(store, LAST) == [""]
    assert remarks(store, LAST - MOMENT)[0].startswith("stale: ")
