"""The emulator and an office for every test of this folder."""

from __future__ import annotations

import pytest

from tests.core.publish.google.weeks import TWO, weeks
from tests.spreadsheets import Office, emulator, office, sheets, waits

__all__ = ["emulator", "office", "sheets", "waits"]


@pytest.fixture
def published(office: Office) -> Office:
    """Return an office whose two KPIs are published for 46 weeks."""
    office.store(weeks(TWO), TWO)
    office.publish()
    office.asked()
    return office
