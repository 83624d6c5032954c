"""The settings' URLs: which database holds what, and one database by two names."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.engines import is_one_place, store_files
from core.engines.location import store_location, warehouse_location
from core.errors import SettingsError
from core.settings import Settings
from tests.project import settings_of, write_project


def places(root: Path, warehouse: str, store: str = "") -> Settings:
    write_project(root)
    return settings_of(root, SCORECARD_WAREHOUSE=warehouse, SCORECARD_STORE=store)


@pytest.mark.parametrize(
    ("store", "is_one"),
    [
        ("", True),
        ("duckdb:///data/w.duckdb", True),
        ("duckdb:///data/../data/w.duckdb", True),
        ("duckdb:///{root}/data/w.duckdb", True),
        ("duckdb:///linked/w.duckdb", True),
        ("duckdb:///data/s.duckdb", False),
        ("postgresql://db/w", False),
    ],
)
def test_names_of_one_file_are_one_place(tmp_path: Path, store: str, is_one: bool) -> None:
    (tmp_path / "linked").symlink_to("data")
    settings = places(tmp_path, "duckdb:///data/w.duckdb", store.format(root=tmp_path))

    assert is_one_place(settings) is is_one
    assert store_location(settings).setting == (
        "SCORECARD_WAREHOUSE" if is_one else "SCORECARD_STORE"
    )


def test_two_roles_of_one_server_are_two_places(tmp_path: Path) -> None:
    settings = places(tmp_path, "postgresql://reader@db/w", "postgresql://writer@db/w")

    assert not is_one_place(settings)
    assert (warehouse_location(settings).role, store_location(settings).role) == (
        "warehouse",
        "store",
    )


def test_only_the_stores_files_are_ours(tmp_path: Path) -> None:
    settings = places(tmp_path, "duckdb:///w.duckdb", "duckdb:///s.duckdb")
    assert [path.name for path in store_files(settings)] == ["s.duckdb", "s.duckdb.lock"]
    assert store_files(places(tmp_path, "duckdb:///w.duckdb", "postgresql://db/s")) == ()


def test_a_location_shows_no_secret_and_names_its_setting(tmp_path: Path) -> None:
    settings = places(tmp_path, "duckdb:///w.duckdb", "duckdb://me:hunter2@host")

    with pytest.raises(SettingsError, match=r"^SCORECARD_STORE is not a duckdb:/// URL") as caught:
        store_location(settings)
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(store_location(places(tmp_path, "", "postgresql://me:hunter2@h")))
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(("url", "name"), [("sc://h:1", "Spark"), ("chdb:///f", "ClickHouse")])
def test_a_remote_warehouse_cannot_hold_the_store(tmp_path: Path, url: str, name: str) -> None:
    remedy = r"set it to postgresql://… or duckdb:///var/store\.duckdb"

    for settings in (places(tmp_path, url), places(tmp_path, "duckdb:///w.duckdb", url)):
        with pytest.raises(SettingsError, match=rf"^SCORECARD_STORE .* {name} cannot .*{remedy}"):
            is_one_place(settings)
    assert warehouse_location(places(tmp_path, url)).is_remote
    assert not is_one_place(places(tmp_path, url, "duckdb:///s.duckdb"))
