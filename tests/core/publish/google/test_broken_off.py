"""A new tab whose structure takes several requests, and a process that dies between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.core.publish.google.test_trouble_between import AFTER, TAB
from tests.core.publish.google.wire import Memory, Wire, publish
from tests.sheets_emulator import Emulator
from tests.spreadsheets import entered, picture, team_book

DIES_AFTER = range(1, 40, 3)


@dataclass
class Dying(Wire):
    """A wire to a process that dies after so many requests."""

    left: int = 10**6

    def batch_update(self, requests: Sequence[Mapping[str, Any]], after: str = "") -> Any:
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        return super().batch_update(requests, after)


@pytest.fixture
def in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Split tabs, rows and columns over many requests, too."""
    monkeypatch.setattr("core.publish.google.delivery.LARGEST_PAYLOAD", 1_500)
    monkeypatch.setattr("core.publish.google.updates.ROWS_PER_REQUEST", 1)


def sheets_of(wire: Wire) -> list[dict[str, Any]]:
    """Return what our tab is like."""
    found = wire.emulator.workbook(wire.book).by_title(TAB)
    assert found is not None
    values = {
        (row, column): entered(found, row, column)
        for row, cells in found.cells.items()
        for column in cells
    }
    assert sum(str(value).startswith("=SPARKLINE") for value in values.values()) == 4
    return picture([found])


@pytest.fixture
def whole(sheets: Emulator) -> list[dict[str, Any]]:
    """Return our tab as one request makes it."""
    wire = Wire(sheets, team_book(sheets, "Whole"))
    publish(wire, Memory(), AFTER)
    return sheets_of(wire)


@pytest.mark.parametrize("count", DIES_AFTER)
def test_a_new_tab_that_broke_off_is_completed_by_the_next_publish(
    sheets: Emulator, whole: list[dict[str, Any]], in_small_parts: None, count: int
) -> None:
    wire, memory = Dying(sheets, team_book(sheets, "Success"), left=count), Memory()
    try:
        publish(wire, memory, AFTER)
    except KeyboardInterrupt:
        wire.left = 10**6
        publish(wire, memory, AFTER)

    assert sheets_of(wire) == whole
    assert not publish(wire, memory, AFTER).batches
