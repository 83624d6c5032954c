"""What other records say of a stored value: the ledger, the person who set it, spreadsheets."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from contextlib import suppress

from core.explain.publications import find_appearances
from core.explain.records import StoredRecords
from core.explain.verified import Verified, bits
from core.model import UNANSWERED, Row


def judge_by_record(records: StoredRecords, row: Row) -> Verified | None:
    """Return what the record alone says of a row; None if its value has to be computed again."""
    restatement = records.restatement(row)
    if restatement and bits(restatement.new_value) != bits(row.value):
        stored = f"{number_text(row.value)} is stored"
        fault = f"{stored}, and the ledger has {number_text(restatement.new_value)}"
        return Verified(row, "unexplained", f"{fault} for its run", restatement.new_value)
    if row.outcome in UNANSWERED:
        return Verified(row, "unanswered", f"{row.outcome}: {row.reason}")
    if not row.by_hand:
        return None
    said = row.reason or row.remark
    if restatement or row.value is None or _is_in_command(records, row, row.value):
        return Verified(row, "same", said, row.value)
    return Verified(row, "unknown", f"{said}; the record has no second copy of it")


def _is_in_command(records: StoredRecords, row: Row, value: float) -> bool:
    """Return whether the command that set a manual value names it."""
    run = records.run(row.run_id)
    words: list[str] = []
    # A masked secret may have left a quote without its partner.
    with suppress(ValueError):
        words = shlex.split(run.run.command) if run else []
    return bits(value) in _numbers(words)


def _numbers(words: Iterable[str]) -> set[str]:
    numbers = set()
    for word in words:
        with suppress(ValueError):
            numbers.add(bits(float(word)))
    return numbers


def published_otherwise(records: StoredRecords, row: Row) -> str:
    """Return which other number of a row was published since it was stored; empty if none was."""
    for each in find_appearances(records.database, row):
        if each.number is None or each.published_at is None:
            continue
        is_later = each.published_at >= row.computed_at
        if is_later and bits(each.number) != bits(row.value):
            place, day = each.target, each.published_at.date()
            return f"{number_text(each.number)} was published to {place} on {day}"
    return ""


def number_text(value: float | None) -> str:
    """Return a number with all its digits."""
    if value is None:
        return "no value"
    return f"{value:.0f}" if value == round(value) else repr(value)
