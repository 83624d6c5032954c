"""Rules for the weekly review of a runner."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from core.catalog.alert_rules import channel_faults
from core.model import REVIEW_SECTIONS, Review, Runner, parse_lock


def review_faults(runner: Runner, numbers: Collection[int]) -> Iterator[str]:
    """Yield what is wrong with a runner's review; `numbers` are those of the domain's KPIs."""
    review = runner.review
    if review is None:
        return
    if review.north_star is not None and review.north_star not in numbers:
        known = ", ".join(map(str, sorted(numbers))) or "none"
        yield f"review names KPI {review.north_star} as north star; the domain has KPIs {known}"
    yield from _section_faults(review)
    yield from _lock_faults(review)
    yield from channel_faults("review", review.channels)


def _section_faults(review: Review) -> Iterator[str]:
    for name in review.sections:
        if name not in REVIEW_SECTIONS:
            choices = ", ".join(map(repr, REVIEW_SECTIONS))
            yield f"review names the section {name!r}, which does not exist; use {choices}"


def _lock_faults(review: Review) -> Iterator[str]:
    if not review.lock:
        return
    try:
        parse_lock(review.lock)
    except ValueError:
        yield (
            f"review is locked at {review.lock!r}, which is not a weekday and a clock time; write"
            " one such as 'Monday 09:00'"
        )
