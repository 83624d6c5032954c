"""Editions as people read them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from core.cli.text.reviews import editions_text
from tests.core.store.test_reviews import FIRST

BERLIN = ZoneInfo("Europe/Berlin")


def test_an_edition_is_a_line_in_business_time() -> None:
    _, _, line = editions_text([FIRST], BERLIN).splitlines()

    assert line == (
        "2026-W46        1  html  2026-11-16 09:00 CET  ana      2026-11-16 09:00 CET  c0ffee"
    )


def test_without_editions_it_says_so() -> None:
    assert editions_text([], BERLIN) == "no review is on record"
