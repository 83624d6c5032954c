"""Publications, which scorecard went where, when and by whom: `scorecard_publication`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.engines import Database
from core.store.columns import make_columns
from core.store.tables import full_name, insert, read, scorecard_table

_TABLE = "scorecard_publication"


@dataclass(frozen=True, slots=True)
class Publication:
    """One publish of one scorecard to one place.

    `marker` is the publication's mark in a spreadsheet. `target` is a spreadsheet's id or the path
    of a workbook. `filters` are the periods that it was limited to, empty for all. `outcome` is
    `planned`, `applied` or `given up`. `cells` were written, `kept` were left to a person.
    """

    marker: str
    domain: str
    target: str
    command: str
    filters: str
    published_by: str
    host: str
    planned_at: datetime
    outcome: str
    cells: int
    kept: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Publications:
    """The publications of all domains in one store."""

    database: Database

    def add(self, publication: Publication) -> None:
        """Store a publication."""
        insert(self.database, _TABLE, make_columns([publication]))

    def find(self, marker: str) -> Publication | None:
        """Return a publication by its mark; None where it is not stored."""
        found = read(
            self.database, Publication, _TABLE, "WHERE marker = :marker", {"marker": marker}
        )
        return found[0] if found else None

    def read_applied(self, domain: str, since: datetime) -> list[Publication]:
        """Return the applied publications of a domain from an instant on, oldest first."""
        return read(
            self.database,
            Publication,
            _TABLE,
            "WHERE domain = :domain AND outcome = 'applied' AND planned_at >= :since::timestamptz "
            "ORDER BY planned_at",
            {"domain": domain, "since": since},
        )

    def read_planned(self, domain: str, target: str) -> list[Publication]:
        """Return the publications to a place whose end was not recorded, oldest first."""
        return read(
            self.database,
            Publication,
            _TABLE,
            "WHERE domain = :domain AND target = :target AND outcome = 'planned' "
            "ORDER BY planned_at, marker",
            {"domain": domain, "target": target},
        )

    def find_first(self, domain: str, target: str) -> Publication | None:
        """Return the first applied publication to a place."""
        found = read(
            self.database,
            Publication,
            _TABLE,
            "WHERE domain = :domain AND target = :target AND outcome = 'applied' "
            "ORDER BY planned_at LIMIT 1",
            {"domain": domain, "target": target},
        )
        return found[0] if found else None

    def newest_time(self, domain: str, target: str) -> datetime | None:
        """Return when the newest applied publication to a place was planned."""
        found = read(
            self.database,
            Publication,
            _TABLE,
            "WHERE domain = :domain AND target = :target AND outcome = 'applied' "
            "ORDER BY planned_at DESC LIMIT 1",
            {"domain": domain, "target": target},
        )
        return found[0].planned_at if found else None

    def is_up_to_date(self, domain: str, target: str) -> bool:
        """Return whether a place was published to since a domain's values were last written."""
        values, changes = full_name(scorecard_table(domain)), full_name("scorecard_restatement")
        found = read(
            self.database,
            Publication,
            _TABLE,
            "WHERE domain = :domain AND target = :target AND outcome = 'applied' "
            f"AND planned_at >= (SELECT max(computed_at) FROM {values}) AND NOT EXISTS (SELECT 1 "
            f"FROM {changes} WHERE domain = :domain AND restated_at > planned_at) LIMIT 1",
            {"domain": domain, "target": target},
        )
        return bool(found)

    def conclude(self, marker: str, outcome: str) -> None:
        """Store how a planned publication ended."""
        self.database.execute(
            f"UPDATE {full_name(_TABLE)} SET outcome = :outcome WHERE marker = :marker",
            {"marker": marker, "outcome": outcome},
        )
