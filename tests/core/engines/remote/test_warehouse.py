"""Remote warehouses: what they hold, what they refuse, and those that cannot be reached."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.engines import Access, Warehouse, open_store, open_warehouse
from core.engines.remote.warehouse import RemoteWarehouse, _place
from core.errors import SettingsError
from tests.core.engines.remote.conftest import TYPES
from tests.project import settings_of, write_project
from tests.warehouses import settings_for

READING = Access("scorecard run", write=False)


def test_relations_have_their_columns(warehouse: Warehouse) -> None:
    numbers, found = warehouse.relations()

    assert numbers.columns == (("n", "bigint"),)
    assert (found.full_name, found.kind) == ("shop.orders", "table")
    assert dict(found.columns) == TYPES
    assert found.rows in (None, 3)


def test_its_name_and_version_are_known(warehouse: Warehouse) -> None:
    assert warehouse.engine.startswith(("Spark 4", "ClickHouse 2"))


def test_a_user_who_may_write_is_noticed_and_nothing_stays(warehouse: Warehouse) -> None:
    assert isinstance(warehouse, RemoteWarehouse)
    assert warehouse.refuses_writes() is None
    assert [table.schema for table in warehouse.relations()] == ["shop", "shop"]


@pytest.mark.parametrize(
    "url",
    [
        "sc://127.0.0.1:1/;token=s3cret",
        "clickhouse://me:s3cret@127.0.0.1:1/shop",
        "chdb:///scorecards/success/kpi_01.py",
    ],
)
def test_one_that_cannot_be_reached_is_one_sentence_without_a_secret(
    url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, url)

    unreachable = r"^SCORECARD_WAREHOUSE: \w+( at 127\.0\.0\.1:1)? cannot be reached: "
    with pytest.raises(SettingsError, match=unreachable) as caught:
        open_warehouse(settings, READING)
    assert "\n" not in str(caught.value)
    assert "cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("sc://me:pass@host:15002/;token=abc", " at host:15002"),
        ("spark://local-cluster[2,1,1024]?spark.executor.memory=4g", " at local-cluster[2,1,1024]"),
        ("chdb:///folder", ""),
    ],
)
def test_a_place_is_a_server_without_what_follows_it(url: str, place: str) -> None:
    assert _place(url) == place


@pytest.mark.parametrize(("scheme", "extra"), [("sc", "spark"), ("clickhouse", "clickhouse")])
def test_an_extra_that_is_missing_is_named(
    scheme: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, f"core.engines.remote.{extra}", raising=False)
    for module in ("ibis", "ibis.backends.sql.datatypes"):
        monkeypatch.setitem(sys.modules, module, None)  # type: ignore[arg-type]  # not to be imported

    with pytest.raises(SettingsError, match=rf"pip install 'scorecard-framework\[{extra}\]'"):
        open_warehouse(settings_for(tmp_path, f"{scheme}://there"), READING)


def test_the_store_needs_a_place_of_its_own(tmp_path: Path) -> None:
    write_project(tmp_path)
    settings = settings_of(tmp_path, SCORECARD_WAREHOUSE="sc://there")

    with pytest.raises(SettingsError, match=r"^SCORECARD_STORE .* Spark cannot hold; set it to"):
        open_store(settings, READING)
