"""Comments of people on values: `scorecard_comment`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.engines import Database
from core.model import Row
from core.store.columns import make_columns
from core.store.tables import full_name, insert, read

_TABLE = "scorecard_comment"

CommentKey = tuple[int, str, str, str]  # number of the KPI, field, label of the part, period


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment on one value, as it was noticed; an empty text is its removal.

    `author` is empty if it is unknown. `source` is `sheet`, `workbook` or `command`,
    `target` the place as in a publication, and `marker` the publication that noticed it. It was
    typed between `typed_after`, None if that is unknown, and `seen_at`. `number` is its order in
    the domain, which it gets when it is stored.
    """

    domain: str
    kpi_number: int
    field_name: str
    field_details: str
    cadence: str
    period: str
    text: str
    author: str
    source: str
    target: str
    marker: str
    typed_after: datetime | None
    seen_at: datetime
    number: int = 0

    @property
    def key(self) -> CommentKey:
        """The value that it is about."""
        return self.kpi_number, self.field_name, self.field_details, self.period


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of one domain. They are only added, never changed."""

    database: Database
    domain: str

    def read(self, number: int | None = None, period: str = "") -> list[Comment]:
        """Return all comments, or those on one KPI or period, oldest first."""
        clauses = "WHERE domain = :domain"
        given: dict[str, Any] = {"domain": self.domain}
        if number is not None:
            clauses += " AND kpi_number = :number"
            given["number"] = number
        if period:
            clauses += " AND period = :period"
            given["period"] = period
        return read(self.database, Comment, _TABLE, f"{clauses} ORDER BY number, seen_at", given)

    def add(self, comments: Sequence[Comment]) -> None:
        """Store comments behind all others of the domain."""
        if not comments:
            return
        with self.database.transaction():
            self.database.queue(_TABLE)
            found = self.database.execute(
                f"SELECT coalesce(max(number), 0) FROM {full_name(_TABLE)} WHERE domain = :domain",
                {"domain": self.domain},
            )
            newest = int(found.rows[0][0])
            numbered = [
                replace(comment, number=number)
                for number, comment in enumerate(comments, newest + 1)
            ]
            insert(self.database, _TABLE, make_columns(numbered))


def comment_key(row: Row) -> CommentKey:
    """Return the key of comments on a stored value."""
    return row.kpi_number, row.field_name, row.field_details, row.period.label


def current_comments(comments: Iterable[Comment]) -> dict[CommentKey, Comment]:
    """Return the newest comment on each value that has one; `comments` are oldest first."""
    newest = {comment.key: comment for comment in comments}
    return {key: comment for key, comment in newest.items() if comment.text}
