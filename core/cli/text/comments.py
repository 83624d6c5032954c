"""Comments of people on values, as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.model import stamp, text_start
from core.store import Comment

if TYPE_CHECKING:
    from core.explain import Field

_WIDTH = 110


def comment_lines(fields: Sequence[Field], zone: ZoneInfo) -> list[str]:
    """Return all comments on the fields of a KPI: when, by whom and where, then the text."""
    lines: list[str] = []
    for field in fields:
        for comment in field.comments:
            lines += _lines(comment, zone)
    return lines


def _lines(comment: Comment, zone: ZoneInfo) -> Iterator[str]:
    facts = (comment.field_details, comment_time(comment, zone), _author(comment))
    removed = "" if comment.text else ": removed"
    yield ", ".join(fact for fact in facts if fact) + removed
    for line in comment.text.splitlines():
        yield from (f"  {part}" for part in textwrap.wrap(line, _WIDTH) or [""])


def comment_time(comment: Comment, zone: ZoneInfo) -> str:
    """Return when a comment was made, as far as that is known."""
    seen = stamp(comment.seen_at, zone)
    if comment.source == "command":
        return seen
    if comment.typed_after is None:
        return f"before {seen}"
    return f"between {stamp(comment.typed_after, zone)} and {seen}"


def _author(comment: Comment) -> str:
    author = comment.author or "somebody"
    return f"by {author} in the {comment.source}" if comment.source != "command" else f"by {author}"


def comment_start(text: str) -> str:
    """Return the beginning of a comment on one line, in quotation marks."""
    return f"“{text_start(text)}”"
