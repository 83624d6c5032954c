"""Explanations as records for programs. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from core.analysis.contributions import Attribution, Contribution
from core.analysis.keys import ValueKey
from core.analysis.segments import SegmentPart
from core.analysis.splits import SegmentSplit


def attribution_record(found: Attribution) -> dict[str, Any]:
    """Return a change and its parts as one JSON object."""
    return {
        "name": found.label,
        "unit": found.unit,
        "tree": found.tree or None,
        "period": found.period,
        "against": found.against,
        "before": found.before,
        "after": found.after,
        "change": found.change,
        "key": _key(found.key),
        "key_before": _key(found.key_before),
        "contributions": [contribution_record(each) for each in found.contributions],
        "not_explained": found.not_explained,
        "first_stored": found.first_stored,
        "restated": found.restated,
        "new_definitions": list(found.breaks),
        "reason": found.reason or None,
        "sentences": list(found.sentences),
    }


def contribution_record(part: Contribution) -> dict[str, Any]:
    """Return the part of one driver as a JSON object, with those of its own drivers."""
    return {
        "name": part.label,
        "unit": part.unit,
        "before": part.before,
        "after": part.after,
        "amount": part.amount,
        "key": _key(part.key),
        "key_before": _key(part.key_before),
        "contributions": [contribution_record(each) for each in part.parts],
        "not_explained": part.not_explained,
        "reason": part.reason or None,
    }


def split_record(found: SegmentSplit) -> dict[str, Any]:
    """Return the change of a breakdown and its segments as one JSON object."""
    return {
        "name": found.label,
        "unit": found.unit,
        "period": found.period,
        "against": found.against,
        "before": found.before,
        "after": found.after,
        "change": found.change,
        "rate": found.rate if found.is_ratio else None,
        "mix": found.mix if found.is_ratio else None,
        "segments": [_segment(each) for each in found.segments],
        "every_segment_went_the_other_way": found.is_reversed,
        "reason": found.reason or None,
        "sentences": list(found.sentences),
    }


def _segment(each: SegmentPart) -> dict[str, Any]:
    return {
        "label": each.label,
        "before": each.before,
        "after": each.after,
        "share_before": each.share_before,
        "share_after": each.share_after,
        "amount": each.amount,
        "rate": each.rate,
        "mix": each.mix,
        "direction": each.direction or None,
        "interval": None if each.low is None else [each.low, each.high],
        "key": _key(each.key),
        "key_before": _key(each.key_before),
    }


def _key(key: ValueKey | None) -> dict[str, Any] | None:
    return asdict(key) if key else None
