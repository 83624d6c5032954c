"""One process at a time writes a domain."""

from __future__ import annotations

import re
import time
from datetime import datetime
from pathlib import Path

import pytest

from core.engines.access import Access
from core.errors import LockedError
from core.run.context import open_locked
from core.settings import Settings, host, user
from tests.conftest import NewDatabase
from tests.processes import another_process_holding
from tests.warehouses import HOLDER, settings_for


def hold(settings: Settings, wait: float, domain: str = "success") -> float:
    """Take the lock and return how long that took."""
    began = time.monotonic()
    with open_locked(settings, Access(HOLDER, write=True, wait=wait), [domain]) as warehouse:
        warehouse.execute("SELECT 1")
        return time.monotonic() - began


def test_who_comes_second_waits_and_is_then_told_who_holds_the_lock(
    settings: Settings, warehouse_url: str, tmp_path: Path
) -> None:
    with another_process_holding(tmp_path, warehouse_url) as holder:
        began = time.monotonic()
        with pytest.raises(LockedError) as caught:
            hold(settings, wait=0.4)
        took = time.monotonic() - began

    assert 0.4 <= took < 3
    assert caught.value.exit_code == 4
    assert "scorecard run success --week 2026-W46 by " in str(caught.value)
    assert f"(pid {holder.pid})" in str(caught.value)


def test_a_wait_is_announced_once_with_who_holds_the_lock_and_since_when(
    settings: Settings, warehouse_url: str, tmp_path: Path
) -> None:
    said: list[str] = []
    access = Access(HOLDER, write=True, wait=1.5, on_wait=said.append)
    with another_process_holding(tmp_path, warehouse_url) as holder:
        with pytest.raises(LockedError) as caught, open_locked(settings, access, ["success"]):
            pass
        with pytest.raises(LockedError):
            hold(settings, wait=0)

    (sentence,) = said
    who = re.fullmatch(
        r".+ scorecard run success --week 2026-W46 by (.+)@(.+) \(pid (\d+)\),"
        r" since (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d); waiting for at most 1.5 s",
        sentence,
    )
    assert who
    assert (who[1], who[2], int(who[3])) == (user(), host(), holder.pid)
    age = datetime.now() - datetime.fromisoformat(who[4])
    assert -1 <= age.total_seconds() < 30
    assert str(caught.value) == sentence.replace(
        "waiting for at most 1.5 s", "wait for it to end, or stop it"
    )


def test_the_lock_is_free_once_its_holder_has_ended(
    settings: Settings, warehouse_url: str, tmp_path: Path
) -> None:
    with another_process_holding(tmp_path, warehouse_url, seconds=0.5):
        assert 0.1 < hold(settings, wait=20) < 10


def test_the_lock_is_free_once_its_holder_is_killed(
    settings: Settings, warehouse_url: str, tmp_path: Path
) -> None:
    with another_process_holding(tmp_path, warehouse_url) as holder:
        holder.kill()
        holder.wait()
        assert hold(settings, wait=5) < 5


def test_runs_of_two_domains_go_side_by_side_on_postgresql(
    postgres_url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, postgres_url)

    with another_process_holding(tmp_path, postgres_url, domain="recruitment"):
        assert hold(settings, wait=0) < 3


def test_a_lock_in_another_database_of_the_same_server_is_not_ours(
    new_database: NewDatabase, postgres_url: str, tmp_path: Path
) -> None:
    with (
        new_database() as beside,
        another_process_holding(tmp_path, beside),
        another_process_holding(tmp_path, postgres_url) as holder,
        pytest.raises(LockedError, match=rf"\(pid {holder.pid}\)"),
    ):
        hold(settings_for(tmp_path, postgres_url), wait=0)
