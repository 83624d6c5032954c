"""The change of a breakdown as sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.analysis.amounts import amount_text, change_sentence, is_shown
from core.analysis.segments import SegmentPart
from core.analysis.splits import SegmentSplit
from core.model import format_value

_MOST = 3  # segments that are said; the table has all of them


def split_sentences(found: SegmentSplit) -> Iterator[str]:
    """Yield the change, rate and mix, a reversal, and the segments that matter most."""
    assert found.before is not None
    assert found.after is not None
    yield change_sentence(
        found.label, found.before, found.after, found.unit, found.period, found.against
    )
    if found.is_ratio:
        rate, mix = amount_text(found.rate, found.unit), amount_text(found.mix, found.unit)
        yield f"{rate} from values within segments (rate), {mix} from their shares (mix)."
    if found.is_reversed:
        segments, whole = ("rose", "fell") if (found.change or 0) < 0 else ("fell", "rose")
        yield (
            f"Every segment {segments}, and the whole {whole}: segments with"
            f" {'lower' if whole == 'fell' else 'higher'} values have a larger share now."
        )
    shown = [each for each in found.segments if is_shown(each.amount, found.unit)]
    for each in shown[:_MOST]:
        yield _segment_sentence(each, found)


def _segment_sentence(each: SegmentPart, found: SegmentSplit) -> str:
    return f"{amount_text(each.amount, found.unit)} from {each.label}{_moved(each, found)}."


def _moved(each: SegmentPart, found: SegmentSplit) -> str:
    """Return how a segment's value and share moved."""
    if each.before is None:
        return f", which is new, with {each.share_after:.0%} of the whole"
    if each.after is None:
        return f", which is gone; it had {each.share_before:.0%} of the whole"
    shares = f"its share went from {each.share_before:.0%} to {each.share_after:.0%}"
    if each.low is not None and each.high is not None:
        ends = " to ".join(format_value(end, found.unit) for end in (each.low, each.high))
        few = f"{each.cases:,.0f} of {each.of:,.0f}, which may mean {ends}"
        return f": {few}, too few to tell; {shares}"
    old, new = (format_value(value, found.unit) for value in (each.before, each.after))
    moved = f", which stayed at {new}" if old == new else f", which went from {old} to {new}"
    return f"{moved}; {shares}" if found.is_ratio else moved
