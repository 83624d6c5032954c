"""What the newest publish of each scorecard could not write: `scorecard_fault`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.engines import Database
from core.store.columns import make_columns
from core.store.tables import full_name, insert, query

_TABLE = "scorecard_fault"


@dataclass(frozen=True, slots=True)
class _StoredFault:
    domain: str
    target: str
    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of one scorecard at one place; `target` is as in a publication."""

    database: Database
    domain: str
    target: str

    def read(self) -> tuple[str, ...]:
        """Return the faults, in sentences."""
        found = query(
            self.database,
            f"SELECT sentence FROM {full_name(_TABLE)} "
            "WHERE domain = :domain AND target = :target ORDER BY number",
            {"domain": self.domain, "target": self.target},
        )
        return tuple(str(sentence) for (sentence,) in found.rows)

    def replace(self, sentences: Sequence[str]) -> None:
        """Store the faults of the newest publish in place of those before, if they differ."""
        if tuple(sentences) == self.read():
            return
        faults = [
            _StoredFault(self.domain, self.target, number, sentence)
            for number, sentence in enumerate(sentences)
        ]
        with self.database.transaction():
            self.database.execute(
                f"DELETE FROM {full_name(_TABLE)} WHERE domain = :domain AND target = :target",
                {"domain": self.domain, "target": self.target},
            )
            insert(self.database, _TABLE, make_columns(faults))
