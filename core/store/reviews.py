"""Reviews as they were made: `scorecard_review`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.engines import Database
from core.store.columns import make_columns
from core.store.tables import insert, read

_TABLE = "scorecard_review"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEdition:
    """One form, `html` or `pdf`, of one edition of a period's review.

    It shows what was stored `as_of`; corrections count from `since`. `settings` are, as JSON, what
    the runner said then. `sha256` is that of the file.
    """

    domain: str
    period: str
    number: int
    form: str
    as_of: datetime
    since: datetime
    settings: str
    sha256: str
    renderer: str
    framework: str
    code_version: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewEditions:
    """The editions of one domain. They are only added, never changed."""

    database: Database
    domain: str

    def read(self, period: str = "") -> list[ReviewEdition]:
        """Return all editions, or those of one period, in order of period, number and form."""
        condition = " AND period = :period" if period else ""
        clauses = f"WHERE domain = :domain{condition} ORDER BY period, number, form"
        given = {"domain": self.domain} | ({"period": period} if period else {})
        return read(self.database, ReviewEdition, _TABLE, clauses, given)

    def add(self, edition: ReviewEdition) -> None:
        """Store an edition; one that is stored already stays."""
        conflict = "ON CONFLICT (domain, period, number, form) DO NOTHING"
        insert(self.database, _TABLE, make_columns([edition]), conflict)
