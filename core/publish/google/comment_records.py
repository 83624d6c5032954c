"""Comments that a publish found, as the store keeps them, and as people read of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.model import parse_period
from core.publish.comments import shorten
from core.publish.google.changes import Plan, SeenComment, TabPlan
from core.publish.google.comment_columns import commented_period
from core.publish.google.names import place_name
from core.publish.keys import series_of
from core.store import Comment, WrittenCell


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a spreadsheet: by which publication, and the time since the one before."""

    domain: str
    target: str
    marker: str
    typed_after: datetime | None
    seen_at: datetime


def new_comments(plan: Plan, reading: Reading) -> Iterator[Comment]:
    """Yield what people typed and removed. The Sheets API does not tell who typed it, or when."""
    for tab in plan.tabs:
        for seen in tab.comments.texts:
            if seen.is_news:
                yield _comment(seen, reading)


def _comment(seen: SeenComment, reading: Reading) -> Comment:
    row, column = seen.place
    number, field, details = series_of(row)
    period = parse_period(commented_period(column))
    return Comment(
        domain=reading.domain,
        kpi_number=number,
        field_name=field,
        field_details=details,
        cadence=period.cadence,
        period=period.label,
        text=seen.text,
        author="",
        source="sheet",
        target=reading.target,
        marker=reading.marker,
        typed_after=reading.typed_after,
        seen_at=reading.seen_at,
    )


def seen_cells(plan: Plan) -> Iterator[WrittenCell]:
    """Yield what cells for comments hold, so that the next publish knows what was typed since."""
    for tab in plan.tabs:
        key = tab.wanted.key
        for seen in tab.comments.texts:
            yield WrittenCell((key, *seen.place), seen.text or None)
        for place in tab.comments.lost:
            yield WrittenCell((key, *place))


def comment_lines(plan: Plan) -> Iterator[str]:
    """Yield a line for each comment that people typed or removed."""
    for tab, seen in _news(plan):
        text = shorten(seen.text) if seen.text else "removed"
        yield f"{tab.title}: comment at {seen.cell} ({place_name(tab, seen.place)}): {text}"


def comment_details(plan: Plan) -> list[dict[str, Any]]:
    """Return the comments that people typed or removed for JSON."""
    return [
        {"cell": seen.cell, "name": place_name(tab, seen.place), "text": seen.text}
        for tab, seen in _news(plan)
    ]


def _news(plan: Plan) -> Iterator[tuple[TabPlan, SeenComment]]:
    for tab in plan.tabs:
        for seen in tab.comments.texts:
            if seen.is_news:
                yield tab, seen
