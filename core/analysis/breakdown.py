"""The change of a KPI with labels between two periods, as the parts of its segments. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.analysis.breakdown_text import split_sentences
from core.analysis.lines import StoredLines
from core.analysis.metrics import Against, compared_name, older_period
from core.analysis.segments import SegmentPart, mean_of, read_sides, split
from core.analysis.splits import SegmentSplit
from core.analysis.sums import read_summands, split_sum
from core.catalog import Entry
from core.model import Period, Row, same_number


def explain_segments(
    entry: Entry, lines: StoredLines, period: Period, against: Against = "previous"
) -> SegmentSplit:
    """Return the change of a breakdown against an earlier period, taken apart by its labels."""
    old = older_period(period, against)
    name = compared_name(period, against)
    if old is None:
        return _nothing(entry, period, name, "segments are compared with an earlier period only")
    rows = [lines.labelled(entry, each) for each in (old, period)]
    is_ratio, reason = _way(entry, rows)
    if reason:
        return _nothing(entry, period, name, reason)
    before, after, segments = _parts(rows, is_ratio=is_ratio)
    found = SegmentSplit(
        label=entry.kpi.name,
        unit=rows[1][0].unit,
        is_ratio=is_ratio,
        period=str(period),
        against=name,
        before=before,
        after=after,
        change=after - before,
        segments=tuple(segments),
        is_reversed=is_ratio and is_reversed(segments, after - before),
    )
    return replace(found, sentences=tuple(split_sentences(found)))


def _nothing(entry: Entry, period: Period, against: str, reason: str) -> SegmentSplit:
    text = f"{entry.kpi.name} was not taken apart by segments: {reason}."
    return SegmentSplit(
        label=entry.kpi.name,
        unit=entry.kpi.unit,
        is_ratio=False,
        period=str(period),
        against=against,
        reason=reason,
        sentences=(text,),
    )


def _parts(rows: Sequence[list[Row]], *, is_ratio: bool) -> tuple[float, float, list[SegmentPart]]:
    """Return the whole before and after, and the segments."""
    if is_ratio:
        sides = [read_sides(each) for each in rows]
        return float(mean_of(sides[0])), float(mean_of(sides[1])), split(*sides)
    sums = [read_summands(each) for each in rows]
    wholes = [float(sum(part.value for part in each.values())) for each in sums]
    return wholes[0], wholes[1], split_sum(*sums)


def _way(entry: Entry, rows: Sequence[list[Row]]) -> tuple[bool, str]:
    """Return whether the whole is a mean of the segments, and why it is neither mean nor sum."""
    for found in rows:
        if reason := _obstacle(found):
            return False, reason
    if entry.kpi.adds == "sum" or (entry.kpi.adds == "last" and entry.kpi.unit == "count"):
        return False, ""
    return True, _no_mean(entry, rows)


def _no_mean(entry: Entry, rows: Sequence[list[Row]]) -> str:
    """Return why the whole is not the mean of the segments; empty if it is."""
    if entry.kpi.adds == "no":
        return "its segments do not add up (adds='no')"
    if any(row.denominator is None for found in rows for row in found):
        return "it returns no denominators, and does not declare adds='sum'"
    if any(map(_are_shares, rows)):
        return "its segments are shares of one whole"
    if not all(any(row.denominator for row in found) for found in rows):
        return "all denominators are 0"
    return ""


def _obstacle(rows: list[Row]) -> str:
    """Return why the segments of a period cannot be compared."""
    if not rows:
        return "one of the two periods has no segments"
    for row in rows:
        if row.value is None and (row.denominator or row.outcome != "none"):
            return f"{row.field_details} has no value in {row.period}"
        if row.partial:
            return f"{row.period} is not over"
    return ""


def _are_shares(rows: list[Row]) -> bool:
    """Return whether all segments have one denominator, which their numerators add up to."""
    whole = rows[0].denominator
    is_same = len(rows) > 1 and all(row.denominator == whole for row in rows)
    return is_same and same_number(sum(row.numerator or 0.0 for row in rows), whole)


def is_reversed(segments: Sequence[SegmentPart], change: float) -> bool:
    """Return whether each segment of both periods goes one way, and the whole the other."""
    moves = [
        each.after - each.before
        for each in segments
        if each.before is not None and each.after is not None
    ]
    if len(moves) < 2 or change == 0:  # noqa: PLR2004 -- one segment is the whole
        return False
    return all(move * change < 0 for move in moves)
