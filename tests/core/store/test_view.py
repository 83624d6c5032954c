"""A domain of the store as readers saw it at an instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.engines.base import Warehouse
from core.model.records import restate
from core.model.target_changes import TargetChange
from core.store.comments import Comments
from core.store.definitions import Definitions, UsedDefinition
from core.store.series import SeriesLedger
from core.store.values import Store
from core.store.view import StoreView
from tests.core.publish.samples import FORMS
from tests.core.store.test_comments import LOW
from tests.core.store.test_series import RETIRED
from tests.rows import RUN_AT, row

LATER = RUN_AT + timedelta(days=1)
BEFORE = LATER - timedelta(seconds=1)


def test_what_was_decided_later_is_not_seen(warehouse: Warehouse) -> None:
    store = Store(warehouse)
    store.prepare(["success"])
    old, new = row(3.0), row(4.0, computed_at=LATER)
    store.write([old], (), ())
    store.write([new], (), [restate(old, new, "data")], now=LATER)
    renamed = replace(FORMS, name="Forms received")
    for definition, since in ((FORMS, RUN_AT), (renamed, LATER)):
        Definitions(warehouse).append([UsedDefinition(definition, "run", since)])
    Comments(warehouse, "success").add([replace(LOW, seen_at=LATER)])
    change = replace(RETIRED, action="target set", changed_at=LATER)
    target = TargetChange(change=change, value=7.0, since="2026-W01", unit="count")
    SeriesLedger(warehouse).add([target.recorded().change])

    before, now = StoreView(warehouse, "success", BEFORE), StoreView(warehouse, "success")
    assert [(each.value, each.target) for each in before.rows()] == [(3.0, None)]
    assert [(each.value, each.target) for each in now.rows([6])] == [(4.0, 7.0)]
    assert before.definitions()[6].name == "Forms"
    assert now.definitions()[6].name == "Forms received"
    assert (len(before.comments()), len(now.comments())) == (0, 1)
    assert (len(before.restatements(6)), len(now.restatements(6))) == (0, 1)
    assert (before.limits(), before.series_changes()) == ([], [])
