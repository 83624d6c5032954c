"""Names of processes for those that wait for them, and the wait itself."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

import pytest

from core.engines.access import ANNOUNCED_AFTER, Access, Wait, since
from core.errors import LockedError
from core.settings import host, user

WHO = f" by {user()}@{host()} (pid {os.getpid()})"


def test_a_short_name_keeps_who_and_where_and_cuts_the_command() -> None:
    access = Access("scorecard run success --cadence weekly --wait 3600", write=True)

    assert access.holder == f"scorecard run success --cadence weekly --wait 3600{WHO}"
    assert access.short_holder(200) == access.holder
    assert access.short_holder(len(WHO) + 13) == f"scorecard ...{WHO}"


def test_a_wait_is_announced_once_after_a_second() -> None:
    said: list[str] = []
    wait = Wait(Access("scorecard run", write=True, wait=30, on_wait=said.append))
    wait.go_on(lambda: "it is held by another")
    assert said == []

    time.sleep(ANNOUNCED_AFTER)
    for _ in range(3):
        wait.go_on(lambda: "it is held by another")

    assert said == ["it is held by another; waiting for at most 30 s"]


def test_without_a_wait_the_error_comes_at_once_and_nothing_is_announced() -> None:
    said: list[str] = []
    wait = Wait(Access("scorecard run", write=True, on_wait=said.append))
    with pytest.raises(LockedError, match="it is held; wait for it to end, or stop it"):
        wait.go_on(lambda: "it is held")

    assert said == []


def test_since_is_in_the_time_zone_of_the_process() -> None:
    instant = datetime(2026, 11, 16, 5, 0, 3, tzinfo=UTC)

    assert since(instant) == f"since {instant.astimezone():%Y-%m-%d %H:%M:%S}"
