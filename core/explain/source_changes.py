"""Sources as a run saw them, compared with what they are now. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.model import Input, counted, stamp


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source when a run read it, None if that is not on record, and as it is now.

    `fault` is what of it cannot be measured now.
    """

    name: str
    before: Input | None
    now: Input
    fault: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the record tells if the source has changed."""
        if self.before is None:
            return False
        if self.before.kind == "table":
            return self._counts is not None or self._versions is not None
        return bool(self.before.checksum and self.now.checksum) or self.before.bytes is not None

    @property
    def _counts(self) -> tuple[int, int] | None:
        """The number of rows then and now; None if one of them is unknown or an estimate."""
        before, now = self.before, self.now
        if before is None or before.is_estimate or now.is_estimate:
            return None
        if before.rows is None or now.rows is None:
            return None
        return before.rows, now.rows

    @property
    def _versions(self) -> tuple[str, str] | None:
        """The version then and now; None if one of them is unknown."""
        before, now = self.before, self.now
        return (before.version, now.version) if before and before.version and now.version else None

    def change(self, zone: ZoneInfo) -> str:
        """Return how the source differs from what the run read; empty if it does not."""
        before, now = self.before, self.now
        if before is None:
            return ""
        if before.kind == "table":
            return self._change_of_table(before, zone)
        if before.checksum and now.checksum:
            is_same = before.checksum == now.checksum
        else:
            is_same = (before.bytes, before.modified) == (now.bytes, now.modified)
        if is_same:
            return ""
        when = f", changed on {stamp(now.modified, zone)}" if now.modified else ""
        rows = self._rows_text()
        return f"{self.name} has other contents{when}{rows}"

    def _change_of_table(self, before: Input, zone: ZoneInfo) -> str:
        rows, versions = self._change_of_rows(before, zone), self._versions
        if versions is None or versions[0] == versions[1]:
            return f"{self.name} has {rows}" if rows else ""
        at = f"{self.name} is at version {versions[1]} now, {versions[0]} when it was read"
        return f"{at}, and has {rows}" if rows else at

    def _change_of_rows(self, before: Input, zone: ZoneInfo) -> str:
        parts = []
        counts = self._counts
        if counts and counts[0] != counts[1]:
            parts.append(f"{counted(counts[1], 'row')}, {counts[0]} when it was read")
        newest, then = self.now.newest, before.newest
        if newest and then and newest != then:
            parts.append(f"a newest row of {stamp(newest, zone)}, then {stamp(then, zone)}")
        return " and ".join(parts)

    def _rows_text(self) -> str:
        counts = self._counts
        if counts is None or counts[0] == counts[1]:
            return ""
        return f": {counted(counts[1], 'row')}, {counts[0]} when it was read"
