"""The warehouse of a run, locked for its domains."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.engines.access import Access
from core.errors import LockedError
from core.run.context import Options, open_locked
from core.store.values import Store
from tests.processes import another_process_holding
from tests.project import settings_of
from tests.runs import rows_of, run
from tests.warehouses import HOLDER


def test_a_run_waits_for_another_one_to_end(root: Path, url: str) -> None:
    with another_process_holding(root, url, seconds=0.5):
        report = run(root, url, "2026-W46", wait=20)

    assert report.ok


def test_a_run_that_must_not_wait_names_the_other_one_and_stores_nothing(
    root: Path, url: str
) -> None:
    with (
        another_process_holding(root, url) as holder,
        pytest.raises(LockedError, match=rf"\(pid {holder.pid}\)"),
    ):
        run(root, url, "2026-W46", wait=0.1)

    assert rows_of(root, url) == []


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_dry_run_only_reads_the_warehouse(dry_run: bool) -> None:
    access = Options(HOLDER, dry_run=dry_run, wait=5.0).access

    assert (access.command, access.write, access.wait) == (HOLDER, not dry_run, 5.0)


def test_reading_needs_no_lock(root: Path, url: str) -> None:
    run(root, url, "2026-W46")
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    reading = Access(HOLDER, write=False)

    with (
        open_locked(settings, reading, ["success"]) as one,
        open_locked(settings, reading, ["success"]) as other,
    ):
        assert len(Store(one).rows("success")) == len(Store(other).rows("success")) == 2
