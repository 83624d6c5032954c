"""Sources then and now, compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.explain.source_changes import SourceState
from core.model.records import Input

BERLIN = ZoneInfo("Europe/Berlin")
THEN = datetime(2026, 11, 15, 20, tzinfo=UTC)
TABLE = Input(
    run_id="run-1",
    domain="success",
    kpi_number=6,
    source="stg.forms",
    kind="table",
    rows=7,
    newest=THEN,
)
FILE = replace(TABLE, source="deals.csv", kind="file", checksum="a1", bytes=5, modified=THEN)
DAY = timedelta(days=1)


def state(before: Input | None, now: Input) -> SourceState:
    return SourceState(now.source, before, now)


@pytest.mark.parametrize(
    ("before", "now", "sentence"),
    [
        (TABLE, TABLE, ""),
        (TABLE, replace(TABLE, rows=9), "stg.forms has 9 rows, 7 when it was read"),
        (TABLE, replace(TABLE, rows=1), "stg.forms has 1 row, 7 when it was read"),
        (
            TABLE,
            replace(TABLE, newest=THEN + DAY),
            "stg.forms has a newest row of 2026-11-16 21:00 CET, then 2026-11-15 21:00 CET",
        ),
        (replace(TABLE, is_estimate=True), replace(TABLE, rows=9), ""),
        (None, TABLE, ""),
        (replace(TABLE, version="17"), replace(TABLE, version="17"), ""),
        (replace(TABLE, version="17"), TABLE, ""),
        (
            replace(TABLE, version="17"),
            replace(TABLE, version="19"),
            "stg.forms is at version 19 now, 17 when it was read",
        ),
        (
            replace(TABLE, version="17"),
            replace(TABLE, version="19", rows=9),
            "stg.forms is at version 19 now, 17 when it was read, and has 9 rows, 7 when it was "
            "read",
        ),
        (replace(TABLE, as_of=THEN), replace(TABLE, as_of=THEN + DAY), ""),
        (FILE, FILE, ""),
        (FILE, replace(FILE, modified=THEN + DAY), ""),
        (
            FILE,
            replace(FILE, checksum="b2", modified=THEN + DAY, rows=8),
            "deals.csv has other contents, changed on 2026-11-16 21:00 CET: 8 rows, 7 when it was "
            "read",
        ),
        (
            replace(FILE, checksum="", kind="file"),
            replace(FILE, bytes=6),
            "deals.csv has other contents, changed on 2026-11-15 21:00 CET",
        ),
        (
            replace(FILE, kind="tab", bytes=None, modified=None),
            replace(FILE, kind="tab", bytes=None, modified=None, checksum="b2"),
            "deals.csv has other contents",
        ),
    ],
)
def test_a_change_is_a_sentence_and_none_is_empty(
    before: Input | None, now: Input, sentence: str
) -> None:
    assert state(before, now).change(BERLIN) == sentence


def test_only_a_full_record_tells_that_nothing_changed() -> None:
    assert state(TABLE, TABLE).is_known
    assert state(FILE, FILE).is_known
    assert not state(None, TABLE).is_known
    assert not state(TABLE, replace(TABLE, is_estimate=True)).is_known
    assert not state(replace(TABLE, rows=None), TABLE).is_known
