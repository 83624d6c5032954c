"""Derived values as the store has them, with the values that they read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.engines.base import Warehouse
from core.model import Input, SourceRead, find_stale
from core.model.freshness import fingerprint, period_text
from core.model.period import parse_period
from core.store.lineage import read_lineage
from core.store.schema import migrate
from core.store.values import Store
from tests.rows import row

W46 = parse_period("2026-W46")
FORMS = ("success", 6, "forms", "week")
READ = Input(
    run_id="run-1",
    domain="success",
    kpi_number=5,
    source="kpi_06",
    kind="values",
    place="success/kpi_06",
    field_name="forms",
    range_type="week",
    periods=4,
)
AVERAGE = row(2.5, kpi_number=5, field_name="average", made_from="abc")


@pytest.fixture
def store(warehouse: Warehouse) -> Store:
    migrate(warehouse, ["success", "leadership"])
    return Store(warehouse)


def test_a_store_without_tables_has_no_derived_values(warehouse: Warehouse) -> None:
    assert read_lineage(warehouse).derived == ()


def test_a_derived_value_names_its_sources_and_comes_with_their_values(store: Store) -> None:
    forms, other = row(3.0), row(7.0, kpi_number=7)
    store.write([forms, other, AVERAGE], [], [], inputs=[READ])
    lineage = read_lineage(store.database)

    (derived,) = lineage.derived
    assert derived.key == (("success", 5, "average", "week"), W46.first_day)
    assert derived.sources == (SourceRead(FORMS, 4),)
    assert lineage.texts[FORMS] == {W46.first_day: period_text(W46.first_day, {"": 3.0})}
    assert ("success", 7, "forms", "week") not in lineage.texts
    assert [value.kpi for value in find_stale(lineage).values()] == ["success/kpi_05"]


def test_the_fields_of_a_breakdown_are_one_derived_value_and_one_text(store: Store) -> None:
    parts = [row(1.0, "web"), row(2.0, "shop")]
    texts = [period_text(W46.first_day, {"web": 1.0, "shop": 2.0})]
    made_from = fingerprint(texts)
    derived = [replace(AVERAGE, field_details=each, made_from=made_from) for each in ("web", "")]
    store.write([*parts, *derived], [], [], inputs=[READ])
    lineage = read_lineage(store.database)

    assert len(lineage.derived) == 1
    assert list(lineage.texts[FORMS].values()) == texts
    assert find_stale(lineage) == {}


def test_a_manual_value_is_not_derived(store: Store) -> None:
    store.write([replace(AVERAGE, by_hand=True, made_from="")], [], [], inputs=[READ])

    assert read_lineage(store.database).derived == []
