"""Rules for the target and the thresholds of one KPI file; each yields messages of findings."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import get_args

from core.catalog.entries import Catalogue, Entry
from core.catalog.source_rules import Rule
from core.errors import UsageError
from core.model import CADENCES, Band, Per, Target, list_targets, target_days

# As a share 1,000 %: the author of 12 means 12 %.
_HARDLY_A_FRACTION = 10
_SPREAD = tuple(per for per in get_args(Per) if per)


def check_target_is_finite(entry: Entry, _: Catalogue) -> Iterator[str]:
    """Targets are numbers that a value can reach."""
    for target in list_targets(entry.kpi.target):
        for number in _numbers(target):
            if not math.isfinite(number):
                yield f"target {number} is not a finite number; leave it out if the KPI has none"


def check_target_has_direction(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A KPI with a target says which direction is good, and a band is one to stay within."""
    better = entry.kpi.better
    for target in list_targets(entry.kpi.target):
        is_band = isinstance(target.value, Band)
        if better == "neutral":
            remedy = "'within'" if is_band else "'higher' or better='lower'"
            yield f"target has no direction; add better={remedy}"
        elif is_band and better != "within":
            yield f"target is a Band, and better is {better!r}; set better='within'"
        elif better == "within" and not is_band:
            yield "better='within' needs two ends; write target=Band(0.02, 0.05)"


def check_bands(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The low end of a band is below its high end."""
    for target in list_targets(entry.kpi.target):
        band = target.value
        if isinstance(band, Band) and band.low >= band.high:
            yield f"Band({band.low!r}, {band.high!r}) is empty; write the low end first"


def check_spread(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The target of a whole quarter or year is a number."""
    for target in list_targets(entry.kpi.target):
        if target.per and target.per not in _SPREAD:
            yield f"per={target.per!r} of a Target is unknown; use {' or '.join(_SPREAD)}"
        elif target.per and isinstance(target.value, Band):
            yield f"a Band cannot be spread over a {target.per}; leave out per="


def check_spans(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The spans of targets can be read, and no two of them hold for one period."""
    spans: list[tuple[Target, tuple[date, date]]] = []
    for target in list_targets(entry.kpi.target):
        try:
            days = _days(entry, target)
        except UsageError as error:
            yield f"target {error}"
            continue
        if days[0] > days[1]:
            yield f"the target since {target.since} ends in {target.until}, before it begins"
        spans.append((target, days))
    for (one, days), (other, later) in combinations(spans, 2):
        if max(days[0], later[0]) <= min(days[1], later[1]):
            yield (
                f"the targets {_span_text(one)} and {_span_text(other)} overlap; end one with"
                " until= before the other begins"
            )


def check_thresholds(entry: Entry, _: Catalogue) -> Iterator[str]:
    """Thresholds are finite and fall from the best status to the worst."""
    thresholds = entry.kpi.thresholds
    limits = (thresholds.exceeds, thresholds.on_track, thresholds.needs_attention)
    if not all(math.isfinite(limit) for limit in limits):
        yield "thresholds are not finite numbers; give them in per cent, such as 100, 80 and 60"
    elif list(limits) != sorted(limits, reverse=True):
        yield "thresholds do not fall from exceeds over on_track to needs_attention; order them"


def target_warnings(entry: Entry) -> Iterator[str]:
    """Yield a warning on each target in per cent that looks like a number, not like a fraction."""
    for target in list_targets(entry.kpi.target):
        largest = max(abs(number) for number in _numbers(target))
        if entry.kpi.unit == "percent" and _HARDLY_A_FRACTION <= largest < math.inf:
            fraction = f"{largest / 100:g}"
            yield f"target {largest:g} reads {largest:,.0%}; for {largest:g} % write {fraction}"


def _numbers(target: Target) -> list[float]:
    value = target.value
    ends = (value.low, value.high) if isinstance(value, Band) else (value,)
    return [_as_float(end) for end in ends]


def _as_float(number: float) -> float:
    """Return a number as a float; an integer beyond the largest float is infinite."""
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _days(entry: Entry, target: Target) -> tuple[date, date]:
    cadence = entry.kpi.cadence
    known = cadence if cadence in CADENCES else CADENCES[0]
    return target_days(target.since, target.until, known)


def _span_text(target: Target) -> str:
    begin = f"since {target.since}" if target.since else "since ever"
    return f"{begin} until {target.until}" if target.until else begin


TARGET_RULES: tuple[Rule, ...] = (
    check_target_is_finite,
    check_target_has_direction,
    check_bands,
    check_spread,
    check_spans,
)
