"""What a step's results change in the store: a pure comparison of what is there with what was
computed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from core.model import Key, Restatement, Row, restate, same_row, same_value

_GONE = "the query no longer returns this field"


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows to upsert, placeholders to delete, values that changed, and rows that stay as they are.

    `covered` are computed rows to keep beneath values that a person has set, `uncovered` those to
    delete there.
    """

    written: tuple[Row, ...]
    obsolete: tuple[Row, ...] = ()
    restated: tuple[Restatement, ...] = ()
    unchanged: tuple[Row, ...] = ()
    covered: tuple[Row, ...] = ()
    uncovered: tuple[Row, ...] = ()

    def caused(self, cause: str, by: str) -> Changes:
        """Return the same changes, those of data put down to a change of what the values are made
        from.
        """
        restated = (
            replace(each, cause=cause, note=by) if each.cause == "data" else each
            for each in self.restated
        )
        return replace(self, restated=tuple(restated))

    def beneath(self, by_hand: Collection[Key]) -> Changes:
        """Return the same changes, where those of some keys stay beneath what a person has set."""
        if not by_hand:
            return self
        return Changes(
            written=tuple(row for row in self.written if row.key not in by_hand),
            obsolete=tuple(row for row in self.obsolete if row.key not in by_hand),
            restated=tuple(each for each in self.restated if each.key not in by_hand),
            unchanged=self.unchanged,
            covered=tuple(row for row in self.written if row.key in by_hand),
            uncovered=tuple(row for row in self.obsolete if row.key in by_hand),
        )


def compare(stored: Mapping[Key, Row], computed: Iterable[Row]) -> Changes:
    """Compare one KPI's fields for one period with what is stored for them.

    A failure says nothing about the value, so it replaces only a row that has none. A field that
    the query no longer returns keeps its row, without the old number.
    """
    computed = tuple(computed)
    if any(row.outcome == "failed" for row in computed) and any(
        row.outcome != "failed" for row in stored.values()
    ):
        return Changes((), unchanged=tuple(stored.values()))
    keys = {row.key for row in computed}
    gone = [row for key, row in stored.items() if key not in keys]
    obsolete = tuple(
        row
        for row in gone
        if row.outcome != "value" and not row.field_details and row.reason != _GONE
    )
    rows = (*computed, *(_blanked(row, computed[0]) for row in gone if row not in obsolete))
    written = tuple(
        row for row in rows if row.key not in stored or not same_row(stored[row.key], row)
    )
    restated = tuple(
        restate(old, row, "data" if old.definition == row.definition else "definition")
        for row in written
        if (old := stored.get(row.key)) and _is_restatement(old, row)
    )
    return Changes(written, obsolete, restated, tuple(row for row in rows if row not in written))


def _blanked(row: Row, by: Row) -> Row:
    """Return `row` without its number, as left by the run that computed `by`."""
    return replace(
        row,
        outcome="none",
        value=None,
        numerator=None,
        denominator=None,
        reason=_GONE,
        partial=by.partial,
        cut_off=by.cut_off,
        definition=by.definition,
        run_id=by.run_id,
        computed_at=by.computed_at,
        provisional_until=by.provisional_until,
        remark="",
    )


def _is_restatement(old: Row, new: Row) -> bool:
    return (
        not old.partial
        and old.outcome != "failed"
        and not (same_value(old, new) or (old.value is None and new.value is None))
    )
