"""The tabs of a scorecard in a spreadsheet, as the newest publish saw them: `scorecard_tab`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.engines import Database
from core.store.columns import make_columns
from core.store.tables import full_name, insert, read

_TABLE = "scorecard_tab"
_OF_PLACE = "WHERE domain = :domain AND target = :target"


@dataclass(frozen=True, slots=True)
class PublishedTab:
    """One tab of ours: its key, the id of its sheet, and its title, which a person may change."""

    tab_key: str
    sheet_id: int
    title: str


@dataclass(frozen=True, slots=True)
class _StoredTab:
    domain: str
    target: str
    tab: PublishedTab


@dataclass(frozen=True, slots=True)
class PublishedTabs:
    """The tabs of one domain in one spreadsheet."""

    database: Database
    domain: str
    target: str

    def read(self) -> tuple[PublishedTab, ...]:
        """Return the tabs as they were last seen, by key."""
        found = read(
            self.database, _StoredTab, _TABLE, f"{_OF_PLACE} ORDER BY tab_key", self._place
        )
        return tuple(each.tab for each in found)

    def replace(self, tabs: Sequence[PublishedTab]) -> None:
        """Store the tabs in place of those before, if they differ."""
        tabs = sorted(tabs, key=lambda tab: tab.tab_key)
        if tuple(tabs) == self.read():
            return
        stored = [_StoredTab(self.domain, self.target, tab) for tab in tabs]
        with self.database.transaction():
            self.database.execute(f"DELETE FROM {full_name(_TABLE)} {_OF_PLACE}", self._place)
            insert(self.database, _TABLE, make_columns(stored))

    @property
    def _place(self) -> dict[str, str]:
        return {"domain": self.domain, "target": self.target}
