"""Titles of new tabs. Pure."""

from __future__ import annotations

from collections.abc import Collection

from core.publish.google.wanted import Wanted


def free_title(tab: Wanted, taken: Collection[str]) -> str:
    """Return a title that no tab has yet: a person's or another domain's may have ours."""
    domain = tab.key.partition("/")[0]
    title = tab.title
    number = 1
    while title.casefold() in taken:
        suffix = f" {number}" if number > 1 else ""
        title = f"{tab.title} {domain}{suffix}"
        number += 1
    return title
