"""Comments as text: when, by whom, where, and what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.cli.text.comments import comment_lines, comment_start, comment_time
from core.explain import Field
from tests.core.store.test_comments import LOW
from tests.rows import row

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_comment_shows_the_time_that_is_known_and_its_whole_text() -> None:
    by_command = replace(LOW, author="ann@example.com", source="command", field_details="")
    removed = replace(LOW, text="", typed_after=None)
    assert comment_lines([Field(row(), None, (), (), (LOW, removed, by_command))], BERLIN) == [
        "web, between 2026-11-09 06:00 CET and 2026-11-16 06:00 CET, by somebody in the sheet",
        "  The form was down",
        "  from Tuesday: =1+1 ✎",
        "web, before 2026-11-16 06:00 CET, by somebody in the sheet: removed",
        "2026-11-16 06:00 CET, by ann@example.com",
        "  The form was down",
        "  from Tuesday: =1+1 ✎",
    ]
    later = replace(by_command, seen_at=LOW.seen_at + timedelta(hours=1))
    assert comment_time(later, BERLIN) == "2026-11-16 07:00 CET"


def test_a_long_comment_is_shortened_to_a_line() -> None:
    assert comment_start("down\nsince noon") == "“down since noon”"
    assert comment_start("x" * 70) == f"“{'x' * 60} …”"
