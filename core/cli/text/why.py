"""The change of a value, as sentences and a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.analysis import (
    Attribution,
    Contribution,
    SegmentPart,
    SegmentSplit,
    ValueExplanation,
    amount_text,
)
from core.cli.text.tables import table
from core.model import format_value

_INDENT = "  "


def why_text(found: ValueExplanation) -> str:
    """Return why a value changed: sentences, and a table of each way to take it apart."""
    parts = ["\n".join(found.sentences)]
    if found.change and found.change.contributions:
        parts.append(_drivers_table(found.change))
    if found.split and found.split.segments:
        parts.append(_segments_table(found.split))
    return "\n\n".join(parts)


def _drivers_table(found: Attribution) -> str:
    rows = [row for each in found.contributions for row in _driver_rows(each, found.unit, 0)]
    if found.not_explained:
        rows.append(("not explained", "", "", amount_text(found.not_explained, found.unit)))
    before, after, change = found.before or 0.0, found.after or 0.0, found.change or 0.0
    total = (found.label, *_pair(before, after, found.unit), amount_text(change, found.unit))
    header = ("driver", found.against.partition(",")[0], found.period, "part")
    return table([*rows, total], header, right=(1, 2, 3))


def _driver_rows(part: Contribution, unit: str, level: int) -> Iterator[Sequence[str]]:
    label = f"{_INDENT * level}{part.label}"
    amount = amount_text(part.amount, unit)
    yield label, *_pair(part.before, part.after, part.unit), amount
    for each in part.parts:
        yield from _driver_rows(each, unit, level + 1)
    if part.not_explained:
        rest = f"{_INDENT * (level + 1)}not explained"
        yield rest, "", "", amount_text(part.not_explained, unit)


def _segments_table(found: SegmentSplit) -> str:
    rows = [_segment_row(each, found) for each in found.segments]
    before, after, change = found.before or 0.0, found.after or 0.0, found.change or 0.0
    whole = amount_text(change, found.unit)
    unit = found.unit
    parts = (amount_text(found.rate, unit), amount_text(found.mix, unit)) if found.is_ratio else ()
    rows.append((found.label, *_pair(before, after, unit), "", "", *parts, whole))
    split = ("rate", "mix") if found.is_ratio else ()
    old = found.against.partition(",")[0]
    header = ("segment", old, found.period, "share before", "share now", *split, "part")
    return table(rows, header, right=tuple(range(1, len(header))))


def _segment_row(each: SegmentPart, found: SegmentSplit) -> Sequence[str]:
    values = [
        "" if value is None else format_value(value, found.unit)
        for value in (each.before, each.after)
    ]
    if each.low is not None and each.high is not None:
        ends = "–".join(format_value(end, found.unit) for end in (each.low, each.high))
        values[1] = f"{values[1]} ({ends})"
    shares = (f"{each.share_before:.1%}", f"{each.share_after:.1%}")
    split = (amount_text(each.rate, found.unit), amount_text(each.mix, found.unit))
    amount = amount_text(each.amount, found.unit)
    return each.label, *values, *shares, *(split if found.is_ratio else ()), amount


def _pair(before: float, after: float, unit: str) -> tuple[str, str]:
    return format_value(before, unit), format_value(after, unit)
