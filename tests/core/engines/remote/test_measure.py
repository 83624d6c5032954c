"""The newest time of a column as an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.engines.base import Measured
from core.engines.remote.measure import measured, time_column_fault, unmeasured
from core.errors import QueryError
from core.query import TableVersion

LOCAL, INSTANT = "timestamp without time zone", "timestamp with time zone"


@pytest.mark.parametrize(
    ("newest", "kind", "expected"),
    [
        (datetime(2026, 7, 1, 12), LOCAL, datetime(2026, 7, 1, 10, tzinfo=UTC)),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), LOCAL, datetime(2026, 7, 1, 10, tzinfo=UTC)),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), INSTANT, datetime(2026, 7, 1, 12, tzinfo=UTC)),
        (
            datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("America/New_York")),
            INSTANT,
            datetime(2026, 7, 1, 16, tzinfo=UTC),
        ),
        (date(2026, 7, 1), "date", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        (None, LOCAL, None),
    ],
)
def test_a_time_without_an_offset_is_local(
    newest: object, kind: str, expected: datetime | None
) -> None:
    assert measured(4, newest, kind, "Europe/Berlin", "", None) == Measured(4, newest=expected)


def test_a_column_that_holds_no_times_is_a_fault() -> None:
    assert time_column_fault("at", {"at": INSTANT}) == ""
    assert time_column_fault("at", {"at": "text"}) == "has text in its column at, not times"
    assert time_column_fault("at", {}) == "has no column at"


def test_a_table_that_is_gone_keeps_the_version_that_was_read() -> None:
    version = TableVersion("delta", 17)

    assert unmeasured(QueryError("gone"), version) == Measured(
        fault="could not be measured: gone", version=version
    )
    with pytest.raises(QueryError):
        unmeasured(QueryError("gone"), None)
    with pytest.raises(QueryError):
        unmeasured(QueryError("lost", transient=True), version)
