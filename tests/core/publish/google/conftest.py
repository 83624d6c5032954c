"""The emulator and an office for every test of this folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.core.publish.google.weeks import TWO, weeks
from tests.sheets_emulator import Emulator
from tests.sheets_emulator.model import Workbook
from tests.spreadsheets import Office, emulator, office, sheets, waits

__all__ = ["emulator", "office", "sheets", "waits"]


@pytest.fixture(scope="session")
def first_publish(
    emulator: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Workbook]:
    """Return a store of two KPIs over 46 weeks, and the spreadsheet that they were published to."""
    office = Office(emulator, tmp_path_factory.mktemp("published"))
    office.store(weeks(TWO), TWO)
    office.publish()
    return office.root / "warehouse.duckdb", emulator.workbook(office.book).copy()


@pytest.fixture
def published(office: Office, first_publish: tuple[Path, Workbook]) -> Office:
    """Return an office whose two KPIs are published for 46 weeks: a copy of the first such one."""
    store, workbook = first_publish
    shutil.copyfile(store, office.root / store.name)
    office.move_to(workbook.copy())
    office.numbers = frozenset(each.kpi_number for each in TWO)
    office.asked()
    return office
