"""Another store, or an almost empty one, does not overwrite a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import PublishError
from core.publish.xlsx.render import write_workbook
from core.publish.xlsx.state import read_state
from tests.core.publish.google.weeks import TWO, weeks
from tests.core.publish.samples import grid_of
from tests.sheets_emulator import Emulator
from tests.spreadsheets import Office

FOREIGN = r"^out/success\.xlsx: it was filled from another store, and nothing was written; check"
EMPTIED = r"^out/success\.xlsx: only 2 of the 92 numbers shown would remain, and nothing was"


def fill(office: Office) -> Office:
    """Publish a scorecard of 92 numbers to a workbook."""
    office.environment["SUCCESS_SHEET"] = "out/success.xlsx"
    office.store(weeks(TWO), TWO)
    office.publish()
    return office


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    """Return a server that is asked nothing."""
    with Emulator() as running:
        yield running


@pytest.fixture
def office(emulator: Emulator, tmp_path: Path, warehouse_url: str) -> Office:
    """Return a published workbook and its store, on either engine."""
    return fill(Office(emulator, tmp_path, url=warehouse_url))


def other_store(office: Office) -> Office:
    """Return the same workbook, published to from a store of one week."""
    other = replace(office, url=f"duckdb:///{office.root / 'other.duckdb'}")
    other.environment["SUCCESS_SHEET"] = "out/success.xlsx"
    other.store(weeks(TWO, first=46), TWO)
    return other


def test_another_store_is_refused_until_force(office: Office) -> None:
    path = office.root / "out" / "success.xlsx"
    other, before = other_store(office), path.read_bytes()

    with pytest.raises(PublishError, match=FOREIGN):
        other.publish()

    assert path.read_bytes() == before
    assert other.stored("count(*)", "scorecard_success", "1") == [(2,)]
    assert other.publish(force=True).written
    assert read_state(path).numbers == 2
    with pytest.raises(PublishError, match=FOREIGN):
        office.publish()


def test_a_plan_says_that_the_publish_would_be_refused(office: Office) -> None:
    (fault,) = other_store(office).publish(plan_only=True).faults

    assert fault.startswith("out/success.xlsx: it was filled from another store")
    assert office.publish(plan_only=True).faults == ()


def test_a_store_that_has_lost_most_values_is_refused(office: Office) -> None:
    with office.opened() as warehouse:
        warehouse.execute("DELETE FROM vl_analytics.scorecard_success WHERE period < '2026-W46'")

    with pytest.raises(PublishError, match=EMPTIED):
        office.publish()
    assert office.publish(force=True).written


def test_a_workbook_of_an_earlier_version_takes_on_the_store(office: Office) -> None:
    path = office.root / "out" / "success.xlsx"
    identity = read_state(path).identity
    write_workbook(grid_of(*weeks(TWO)), path)

    assert read_state(path).identity == ""
    assert office.publish().written
    assert read_state(path).identity == identity


def test_a_workbook_of_an_earlier_version_is_not_emptied(office: Office) -> None:
    write_workbook(grid_of(*weeks(TWO)), office.root / "out" / "success.xlsx")

    with pytest.raises(PublishError, match="only 2 of the 46 numbers"):
        other_store(office).publish()


def test_a_copy_of_the_store_may_publish(emulator: Emulator, tmp_path: Path) -> None:
    office = fill(Office(emulator, tmp_path))
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes((tmp_path / "warehouse.duckdb").read_bytes())
    other = replace(office, url=f"duckdb:///{copy}")
    other.environment["SUCCESS_SHEET"] = "out/success.xlsx"

    other.store(weeks(TWO, first=46, plus=1))

    assert other.publish().written
