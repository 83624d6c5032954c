"""Compares what was computed with what is stored, and decides what to write. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.model import (
    MARKS,
    NO_LONGER_RETURNED,
    UNANSWERED,
    Key,
    Restatement,
    Row,
    State,
    restate,
    same_row,
    same_value,
)

_OWN_REMARK = " · "  # separates what a later run has found from a row's own remark


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows to upsert, placeholders to delete, values that changed, and rows that stay as they are.

    `covered` are computed rows to keep beneath manual values, `uncovered` those to delete there.
    `filled` are those of the written rows whose period had no value before. `kept` are rows that
    stay but for a remark, because a newer value was kept back.
    """

    written: tuple[Row, ...]
    obsolete: tuple[Row, ...] = ()
    restated: tuple[Restatement, ...] = ()
    unchanged: tuple[Row, ...] = ()
    covered: tuple[Row, ...] = ()
    uncovered: tuple[Row, ...] = ()
    filled: tuple[Row, ...] = ()
    kept: tuple[Row, ...] = ()

    def attribute_to(self, cause: str, source: str) -> Changes:
        """Return these changes with `cause` in place of "data".

        For values that are made from those of `source`, which changed for that cause.
        """
        restated = []
        for each in self.restated:
            is_data = each.cause == "data"
            restated.append(replace(each, cause=cause, note=source) if is_data else each)
        return replace(self, restated=tuple(restated))

    def keep_beneath(self, manual: Collection[Key]) -> Changes:
        """Return these changes with the rows of some keys kept beneath their manual values."""
        if not manual:
            return self
        restated = tuple(each for each in self.restated if each.key not in manual)
        written, covered = _part(self.written, manual)
        obsolete, uncovered = _part(self.obsolete, manual)
        filled, _ = _part(self.filled, manual)
        kept, beneath = _part(self.kept, manual)
        covered = (*covered, *beneath)
        return Changes(
            written, obsolete, restated, self.unchanged, covered, uncovered, filled, kept
        )


def _part(rows: Sequence[Row], keys: Collection[Key]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows without one of the keys, and those with one."""
    without = tuple(row for row in rows if row.key not in keys)
    having = tuple(row for row in rows if row.key in keys)
    return without, having


def compare(stored: Mapping[Key, Row], computed: Sequence[Row]) -> Changes:
    """Compare one KPI's fields for one period with what is stored for them.

    A failure says nothing about the value, nor does a value that was withheld or is late, so it
    replaces only a row that has no answer either, or that of a part of a period that is over. A
    field that the query no longer returns keeps its row, without the old number; a placeholder is
    deleted.
    """
    is_unanswered = any(row.outcome in UNANSWERED for row in computed)
    if is_unanswered and any(_is_answer(row, computed[0]) for row in stored.values()):
        return _keep(stored.values(), computed[0])
    gone, placeholders = _find_gone(stored, computed)
    if is_unanswered:
        gone, placeholders = [], [*placeholders, *gone]
    written, unchanged, restated, filled = [], [], [], []
    for row in (*computed, *(_blank(row, computed[0]) for row in gone)):
        old = stored.get(row.key)
        if old is not None and same_row(old, row):
            unchanged.append(row)
            continue
        written.append(row)
        if row.value is not None and (old is None or old.value is None):
            filled.append(row)
        if old is not None and _is_restatement(old, row):
            cause = "data" if old.definition == row.definition else "definition"
            restated.append(restate(old, row, cause))
    changes = Changes(tuple(written), tuple(placeholders), tuple(restated), tuple(unchanged))
    return replace(changes, filled=tuple(filled))


def _is_answer(row: Row, by: Row) -> bool:
    """Return whether a stored row has an answer to what `by` has none to."""
    return row.outcome not in UNANSWERED and (by.partial or not row.partial)


def _keep(stored: Iterable[Row], newer: Row) -> Changes:
    """Keep rows with an answer; values from before their source broke say so."""
    rows = tuple(row if newer.outcome == "failed" else _outdate(row, newer) for row in stored)
    kept = tuple(row for row, old in zip(rows, stored, strict=True) if row is not old)
    return Changes((), unchanged=rows, kept=kept)


def _outdate(row: Row, newer: Row) -> Row:
    """Return a row whose remark says that a newer value was kept back; itself if there is none."""
    if row.value is None or row.by_hand:
        return row
    opening = MARKS[State.STALE].opening
    own = row.remark.partition(_OWN_REMARK)[2] if row.remark.startswith(opening) else row.remark
    said = f"{opening}a newer value is {newer.outcome}: {newer.reason}"
    remark = f"{said}{_OWN_REMARK}{own}" if own else said
    return row if remark == row.remark else replace(row, remark=remark)


def _find_gone(stored: Mapping[Key, Row], computed: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Return the stored rows of fields that were not computed: labels, and mere placeholders."""
    keys = {row.key for row in computed}
    gone, placeholders = [], []
    for key, row in stored.items():
        if key in keys:
            continue
        if _is_placeholder(row):
            placeholders.append(row)
        else:
            gone.append(row)
    return gone, placeholders


def _is_placeholder(row: Row) -> bool:
    """Return whether a row has no value and no label, and never had a value."""
    return row.outcome != "value" and not row.field_details and row.reason != NO_LONGER_RETURNED


def _blank(row: Row, by: Row) -> Row:
    """Return `row` without its number, as left by the run that computed `by`."""
    return replace(
        row,
        outcome="none",
        value=None,
        numerator=None,
        denominator=None,
        reason=NO_LONGER_RETURNED,
        partial=by.partial,
        cut_off=by.cut_off,
        definition=by.definition,
        run_id=by.run_id,
        computed_at=by.computed_at,
        provisional_until=by.provisional_until,
        remark="",
        made_from=by.made_from,
    )


def _is_restatement(old: Row, new: Row) -> bool:
    """Return whether readers may have taken `old` for final, and `new` shows another value."""
    if old.partial or old.outcome in UNANSWERED:
        return False
    if old.value is None and new.value is None:
        return False
    return not same_value(old, new)
