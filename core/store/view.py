"""A domain of the store as readers see it, now or as they saw it at an earlier instant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from core.engines import Database
from core.model import Definition, RecordedBase, Restatement, Row, SeriesChange, with_set_targets
from core.store.comments import Comment, CommentKey, Comments, current_comments
from core.store.definitions import Definitions
from core.store.limits import RecordedLimits
from core.store.past_lineage import mark_stale_at
from core.store.past_values import read_rows_at
from core.store.restatements import Restatements
from core.store.series import SeriesLedger
from core.store.targets import seen_rows


@dataclass(frozen=True, slots=True)
class StoreView:
    """What is stored of a domain: at `instant`, inclusive, or with None now.

    What a command wrote counts from the instant at which the command began.
    """

    database: Database
    domain: str
    instant: datetime | None = None

    def rows(self, numbers: Collection[int] | None = None) -> list[Row]:
        """Return the rows, default those of all KPIs.

        Stale ones have a remark, and targets that people set are in place of the files'.
        """
        if self.instant is None:
            return seen_rows(self.database, self.domain, numbers)
        rows = read_rows_at(self.database, self.domain, self.instant, numbers)
        stale = mark_stale_at(self.database, rows, self.instant)
        return with_set_targets(stale, self.series_changes())

    def definitions(self) -> dict[int, Definition]:
        """Return the newest definition of each KPI, by number."""
        return Definitions(self.database).read_newest(self.domain, self.instant)

    def comments(self) -> dict[CommentKey, Comment]:
        """Return the newest comment on each value that has one."""
        comments = Comments(self.database, self.domain).read()
        return current_comments(each for each in comments if self._is_known(each.seen_at))

    def limits(self, numbers: Collection[int] | None = None) -> list[RecordedBase]:
        """Return the recorded bases of process limits, oldest first."""
        bases = RecordedLimits(self.database).read(self.domain, numbers)
        return [each for each in bases if self._is_known(each.recorded_at)]

    def restatements(self, number: int) -> list[Restatement]:
        """Return the restatements of a KPI's values, oldest first."""
        restatements = Restatements(self.database).read(self.domain, number)
        return [each for each in restatements if self._is_known(each.restated_at)]

    def series_changes(self) -> list[SeriesChange]:
        """Return what people did with series and their targets, oldest first."""
        changes = SeriesLedger(self.database).changes(self.domain)
        return [each for each in changes if self._is_known(each.changed_at)]

    def _is_known(self, instant: datetime) -> bool:
        return self.instant is None or instant <= self.instant
