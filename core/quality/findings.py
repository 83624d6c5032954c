"""The judgement on what was measured of a source. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.model import SourceCheck, ValueCheck, parse_time
from core.quality.measurement import Measurement
from core.quality.types import type_name
from core.query import EVERY_COLUMN

CheckOutcome = Literal["passed", "warned", "blocked", "excused"]


@dataclass(frozen=True, slots=True)
class SourceFinding:
    """The outcome of one check of one source.

    Attributes:
        check: The check.
        outcome: Whether it passed; if not, whether it blocks, warns or is excused.
        columns: The columns that deviate; none if it is the whole source.
        measured: The share that deviates; None where nothing could be measured.
        sentence: What deviates, empty if nothing does.
    """

    check: SourceCheck
    outcome: CheckOutcome = "passed"
    columns: tuple[str, ...] = ()
    measured: float | None = None
    sentence: str = ""


def judge(
    name: str,
    checks: Iterable[SourceCheck],
    measured: Measurement,
    before: Mapping[str, int],
    day: date,
) -> list[SourceFinding]:
    """Return the outcome of each check of a source.

    Args:
        name: The source's name for readers.
        checks: Its checks.
        measured: What was counted.
        before: The rows that the last accepted run counted, by the text of the check.
        day: The day in the runner's time zone, on which exceptions hold.
    """
    findings = []
    for check in checks:
        share, sentence, columns = _deviation(name, check, measured, before)
        outcome = outcome_of_deviation(check, day) if sentence else "passed"
        findings.append(SourceFinding(check, outcome, columns, share, sentence))
    return findings


_Deviation = tuple[float | None, str, tuple[str, ...]]


def outcome_of_deviation(check: SourceCheck | ValueCheck, day: date) -> CheckOutcome:
    """Return what a deviation leads to on a day of the runner's time zone."""
    if check.excused and check.excused.covers(day):
        return "excused"
    return "blocked" if check.blocks else "warned"


def _deviation(
    name: str, check: SourceCheck, measured: Measurement, before: Mapping[str, int]
) -> _Deviation:
    fault = measured.faults.get(check, measured.fault)
    if fault:
        return None, f"{check} of {name} cannot be judged: {fault}", _scope(check)
    if check.kind == "columns":
        return _columns(name, check, measured.types)
    if check.kind == "rows_like_before":
        return _rows(name, check, measured.rows, before.get(str(check)))
    found, of = measured.counts[check]
    if check.kind == "reconcile":
        return _reconciled(name, check, found, of)
    share = (found or 0) / of if of else 0.0
    if share <= check.share:
        return share, "", ()
    return share, _row_sentence(name, check, int(found or 0), share), _scope(check)


def _row_sentence(name: str, check: SourceCheck, found: int, share: float) -> str:
    allowed = f"at most {share_text(check.share)}"
    column = ", ".join(check.columns)
    if check.kind == "missing":
        return f"{share_text(share)} of {column} is missing in {name} ({allowed})"
    if check.kind == "between":
        limits = f"{check.low:g} to {check.high:g}"
        return f"{share_text(share)} of {column} in {name} is outside {limits} ({allowed})"
    if check.kind == "unique":
        return f"{column} repeats in {found:,} rows of {name}"
    return f"{share_text(share)} of {name} does not meet {' '.join(check.sql.split())} ({allowed})"


def _scope(check: SourceCheck) -> tuple[str, ...]:
    """Return the columns that a deviation spoils: rows too many spoil every count."""
    return () if check.kind == "unique" else check.columns


def _columns(name: str, check: SourceCheck, types: Mapping[str, str]) -> _Deviation:
    faults, spoilt = [], []
    expected = dict(zip(check.columns, check.types, strict=True)) if check.types else {}
    for column in check.columns:
        found = types.get(column.lower())
        wanted = expected.get(column)
        if found is None:
            faults.append(f"{name} has no column {column}")
        elif wanted and type_name(found) != type_name(wanted):
            faults.append(f"{column} in {name} is {type_name(found)}, not {type_name(wanted)}")
        else:
            continue
        spoilt.append(column)
    return len(spoilt) / len(check.columns), "; ".join(faults), tuple(spoilt)


def _rows(name: str, check: SourceCheck, rows: int | None, before: int | None) -> _Deviation:
    if rows is None or not before:
        return None, "", ()
    change = (rows - before) / before
    if abs(change) <= check.share:
        return abs(change), "", ()
    direction = "more" if change > 0 else "fewer"
    sentence = (
        f"{name} has {rows:,} rows, {share_text(abs(change))} {direction} than the {before:,}"
        f" before (at most {share_text(check.share)})"
    )
    return abs(change), sentence, ()


def _reconciled(
    name: str, check: SourceCheck, one: float | None, other: float | None
) -> _Deviation:
    if one is None or other is None:
        return None, f"{check} of {name} cannot be judged: a number is NULL", ()
    if one == other:
        return 0.0, "", ()
    share = abs(one - other) / abs(other) if other else 1.0
    if share <= check.share:
        return share, "", ()
    sentence = (
        f"{one:,.12g} and {other:,.12g} of {name} differ by {share_text(share)}"
        f" (at most {share_text(check.share)})"
    )
    return share, sentence, ()


def share_text(share: float) -> str:
    """Return a share as readers write it: `30 %`, `0.25 %`."""
    return f"{100 * share:.3g} %" if share < 10 else f"{100 * share:,.0f} %"  # noqa: PLR2004


def blocked_by(findings: Iterable[SourceFinding], read: frozenset[str]) -> list[SourceFinding]:
    """Return the findings that block a KPI which reads these columns, in lower case."""
    blocking = []
    for each in findings:
        spoilt = {column.lower() for column in each.columns}
        is_read = not spoilt or EVERY_COLUMN in read or spoilt & read
        if each.outcome == "blocked" and is_read:
            blocking.append(each)
    return blocking


def is_late(newest: datetime | None, fresh: str, cut_off: datetime) -> bool:
    """Return whether a source's newest row is too old for values of data up to `cut_off`."""
    return newest is None or newest < cut_off - parse_time(fresh)
