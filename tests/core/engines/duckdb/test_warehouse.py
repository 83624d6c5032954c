"""The DuckDB file: who holds it, and what is not one."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from core.engines import store_files
from core.engines.access import Access
from core.errors import LockedError, SettingsError
from tests.processes import another_process_holding
from tests.warehouses import open_for, settings_for


def test_a_reader_of_a_duckdb_file_is_told_who_writes_it(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'w.duckdb'}"
    with (
        another_process_holding(tmp_path, url) as holder,
        pytest.raises(LockedError, match=rf"\(pid {holder.pid}\)"),
    ):
        open_for(settings_for(tmp_path, url), write=False)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("notes, " * 5000)

    with pytest.raises(SettingsError, match="not a valid DuckDB database"):
        open_for(settings_for(tmp_path, f"duckdb:///{path}"))


def test_a_reader_of_a_duckdb_file_that_is_not_there_finds_an_empty_warehouse_and_makes_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "w.duckdb"
    warehouse = open_for(settings_for(tmp_path, f"duckdb:///{path}"), write=False)

    assert warehouse.execute("SELECT count(*) FROM information_schema.tables").rows == [(0,)]
    warehouse.close()
    assert not path.exists()


def test_the_folder_of_a_new_file_is_created(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "w.duckdb"
    warehouse = open_for(settings_for(tmp_path, f"duckdb:///{path}"))

    assert warehouse.place == str(path)
    assert warehouse.engine.startswith("DuckDB ")
    warehouse.close()
    assert path.exists()


def test_a_folder_that_cannot_be_created_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "var").touch()

    with pytest.raises(SettingsError, match="var/deep cannot be created"):
        open_for(settings_for(tmp_path, f"duckdb:///{tmp_path / 'var' / 'deep' / 'w.duckdb'}"))


def test_a_lock_names_its_holder_in_a_file_beside_and_clears_it(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    warehouse = open_for(settings_for(tmp_path, f"duckdb:///{path}"))
    lock = path.with_name("w.duckdb.lock")
    access = Access("scorecard run", write=True)
    with warehouse.lock(["success"], access), warehouse.lock(["success"], access):
        assert lock.read_text() == access.holder

    assert lock.read_text() == ""
    warehouse.close()


@pytest.mark.parametrize("umask", [0, 0o022, 0o777])
def test_new_files_are_readable_by_their_owner_alone(tmp_path: Path, umask: int) -> None:
    settings = settings_for(tmp_path, f"duckdb:///{tmp_path / 'w.duckdb'}")
    before = os.umask(umask)
    try:
        warehouse = open_for(settings)
        with warehouse.lock(["success"], Access("scorecard run", write=True)):
            modes = [path.stat().st_mode & 0o777 for path in store_files(settings)]
        warehouse.close()
        assert os.umask(umask) == umask
    finally:
        os.umask(before)

    assert modes == [0o600, 0o600]


@pytest.mark.parametrize("mode", [0o600, 0o660])
def test_a_write_ahead_log_is_as_private_as_its_file(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "w.duckdb"
    settings = settings_for(tmp_path, f"duckdb:///{path}")
    open_for(settings).close()
    path.chmod(mode)
    warehouse = open_for(settings)
    with warehouse.transaction():
        warehouse.script("CREATE TABLE t (n int)")
    assert (tmp_path / "w.duckdb.wal").stat().st_mode & 0o777 == mode
    warehouse.close()


def test_a_lock_that_cannot_be_written_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "w.duckdb.lock").mkdir()
    settings = settings_for(tmp_path, f"duckdb:///{tmp_path / 'w.duckdb'}")

    with (
        closing(open_for(settings)) as warehouse,
        pytest.raises(SettingsError, match=r"w\.duckdb\.lock cannot be written: Is a dir"),
        warehouse.lock(["scorecard_success"], Access("scorecard run", write=True)),
    ):
        pass
