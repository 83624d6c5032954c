"""Titles of new tabs."""

from __future__ import annotations

from core.publish.google.titles import free_title
from tests.core.publish.google.tabs import wanted


def test_a_title_that_another_tab_has_gets_the_domain_and_then_a_number() -> None:
    assert free_title(wanted(), {"sheet1"}) == "sc2026"
    assert free_title(wanted(), {"sc2026"}) == "sc2026 success"
    assert free_title(wanted(), {"sc2026", "sc2026 success"}) == "sc2026 success 2"
