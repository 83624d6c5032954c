"""Scorecards that are too large for one request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.errors import PublishError
from core.model.records import Row
from tests.core.publish.google.weeks import (
    weeks,
)
from tests.core.publish.samples import FORMS
from tests.sheets_emulator import Emulator
from tests.spreadsheets import Office, Waits, picture

MANY = tuple(
    replace(FORMS, kpi_number=number, field_name=f"f{number}", name=f"Forms {number}")
    for number in range(9)
)


def long_rows(plus: float = 0) -> list[Row]:
    """Return rows of nine KPIs whose every cell has a note."""
    return [replace(row, partial=True, remark="late data " * 6) for row in weeks(MANY, plus=plus)]


@pytest.fixture
def in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send in several requests what is one otherwise."""
    monkeypatch.setattr("core.publish.google.delivery.LARGEST_PAYLOAD", 58_000)
    monkeypatch.setattr("core.publish.google.updates.ROWS_PER_REQUEST", 2)


@pytest.fixture(scope="module")
def sent_whole(
    emulator: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> list[list[dict[str, Any]]]:
    """Return pictures of those KPIs' sheet before and after a change, sent in one request each."""
    office = Office(emulator, tmp_path_factory.mktemp("whole"))
    pictures = []
    for plus in (0, 1):
        office.store(long_rows(plus), MANY)
        office.publish()
        pictures.append(picture([office.sheet()]))
    return pictures


def test_a_payload_beyond_the_limit_is_sent_in_parts_and_ends_in_the_same_sheet(
    office: Office, sent_whole: list[list[dict[str, Any]]], in_small_parts: None
) -> None:
    office.store(long_rows(), MANY)
    office.publish()
    assert office.asked() == (1, 4)
    assert picture([office.sheet()]) == sent_whole[0]


@pytest.mark.parametrize("after", [1, 2, 3])
def test_parts_broken_off_in_between_are_completed_by_the_next_publish(
    office: Office,
    sent_whole: list[list[dict[str, Any]]],
    in_small_parts: None,
    waits: Waits,
    after: int,
) -> None:
    office.store(long_rows(), MANY)
    office.emulator.faults.add("quota", path="*:batchUpdate", skip=after, count=9)
    with pytest.raises(PublishError):
        office.publish()
    office.store(long_rows(plus=1))
    office.publish()
    assert picture([office.sheet()]) == sent_whole[1]
