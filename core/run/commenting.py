"""Comments that a person makes on stored values by a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import UsageError
from core.model import Row, parse_period
from core.run.context import Options, open_locked
from core.run.series import require_stored
from core.settings import Settings, user
from core.store import Comment, Comments, Store, comment_key, current_comments, migrate


@dataclass(frozen=True, slots=True)
class CommentRequest:
    """A comment as a person gives it; `field` is a breakdown's label, empty for the total."""

    domain: str
    kpi: int
    period: str
    text: str
    field: str = ""


def add_comment(settings: Settings, request: CommentRequest, options: Options) -> Comment:
    """Store a comment on a value that has none; the scorecard shows it from the next publish on.

    Raises:
        UsageError: No such value is stored, or it has a comment.
    """
    with open_locked(settings, options.access, [request.domain]) as database:
        require_stored(database, request.domain)
        migrate(database, [request.domain])
        row = _find_row(Store(database).rows(request.domain, [request.kpi]), request)
        comments = Comments(database, request.domain)
        stored = current_comments(comments.read(request.kpi, request.period))
        current = stored.get(comment_key(row))
        if current:
            raise UsageError(
                f"{_name(request)} has a comment, {current.text!r}; change it in the scorecard"
            )
        comment = _comment(row, request.text, settings.now)
        comments.add([comment])
    return comment


def _find_row(rows: Sequence[Row], request: CommentRequest) -> Row:
    period = parse_period(request.period)
    of_period = [row for row in rows if row.period == period]
    for row in of_period:
        if row.field_details == request.field:
            return row
    labels = ", ".join(row.field_details for row in of_period if row.field_details)
    remedy = f"name one of {labels} with --field" if labels else "see scorecard values"
    raise UsageError(f"no value of {_name(request)} is stored; {remedy}")


def _name(request: CommentRequest) -> str:
    field = f" {request.field}" if request.field else ""
    return f"{request.domain}/kpi_{request.kpi:02}{field} for {request.period}"


def _comment(row: Row, text: str, now: datetime) -> Comment:
    return Comment(
        domain=row.domain,
        kpi_number=row.kpi_number,
        field_name=row.field_name,
        field_details=row.field_details,
        cadence=row.period.cadence,
        period=row.period.label,
        text=text,
        author=user(),
        source="command",
        target="",
        marker="",
        typed_after=None,
        seen_at=now,
    )
