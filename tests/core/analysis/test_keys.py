"""Keys of stored values."""

from __future__ import annotations

from core.analysis.keys import ValueKey, key_of
from tests.core.status.rows import row


def test_a_key_names_the_stored_value() -> None:
    key = key_of(row("2026-W46", 3, field_details="Enterprise"))

    assert key == ValueKey("success", 1, "deals", "Enterprise", "2026-W46")
    assert str(key) == "success/kpi_01 Enterprise 2026-W46"


def test_a_key_without_a_label_is_kpi_and_period() -> None:
    assert str(key_of(row("2026-W46", 3))) == "success/kpi_01 2026-W46"
