"""Texts in a query that become times, numbers and booleans."""

from __future__ import annotations

import pytest

from core.query.remote.kinds import Unproven, ValueKind
from core.query.remote.meaning.literals import boolean_of, instant_in_utc, portable_text


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("2026-01-05", "date", "2026-01-05"),
        ("20260105", "date", "2026-01-05"),
        ("2026-1-5", "date", "2026-01-05"),
        ("5 Jan 2026", "date", "2026-01-05"),
        ("January 5, 2026", "date", "2026-01-05"),
        ("2026-01-05 10:00", "date", "2026-01-05"),
        ("2026-01-05T10:00:00.5", "timestamp", "2026-01-05 10:00:00.5"),
        ("2026-01-05 10:00", "timestamptz", "2026-01-05 10:00:00"),
        (" 42 ", "int", "42"),
        ("+7", "bigint", "7"),
        ("1e3", "decimal", "1000"),
        ("1.50", "float", "1.50"),
        (" a ", "text", " a "),
    ],
)
def test_a_text_is_written_as_every_engine_reads_it(
    text: str, kind: ValueKind, written: str
) -> None:
    assert portable_text(text, kind) == written


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("05.01.2026", "date"), ("2026-02-30", "date"), ("today", "date"), ("", "date")),
        *(("2026-01-05 25:00", "timestamp"), ("2026-01-05 10:00+01", "timestamp")),
        *(("0x1F", "int"), ("4.5", "int"), ("NaN", "float"), ("1e99", "float"), ("a", "decimal")),
    ],
)
def test_another_text_is_refused(text: str, kind: ValueKind) -> None:
    with pytest.raises(Unproven, match="the text '"):
        portable_text(text, kind)


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes", True), ("T", True), (" on ", True), ("of", False), ("0", False), ("fal", False)],
)
def test_the_begin_of_a_word_is_a_boolean(text: str, value: bool) -> None:
    assert boolean_of(text) is value


@pytest.mark.parametrize("text", ["o", "", "2", "truth"])
def test_no_other_text_is_a_boolean(text: str) -> None:
    with pytest.raises(Unproven, match="write true or false"):
        boolean_of(text)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-28 12:00:00+01", "2026-03-28 11:00:00"),
        ("2026-07-01 12:00:00.5-0330", "2026-07-01 15:30:00.500000"),
        ("2026-03-29T10:00:00Z", "2026-03-29 10:00:00"),
        ("2026-03-29 10:00", None),
        ("2026-03-29", None),
    ],
)
def test_an_offset_makes_an_instant(text: str, utc: str | None) -> None:
    assert instant_in_utc(text) == utc
