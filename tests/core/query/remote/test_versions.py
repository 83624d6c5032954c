"""The version of a table as a value."""

from __future__ import annotations

from core.query import TableVersion


def test_a_version_has_a_number_or_a_time() -> None:
    assert TableVersion("delta", 17) == TableVersion("delta", 17, None)
    assert TableVersion("delta", 17) != TableVersion("iceberg", 17)
