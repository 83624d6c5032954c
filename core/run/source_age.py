"""Sources that are older than ever at this time of the week.

It says so of sources without `fresh=`, by the ages that earlier runs recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from core.catalog import SourceKey
from core.model import Input
from core.run.context import RunContext
from core.store import Inputs, SourceAge

_WEEK = timedelta(days=7)
_NEAR = timedelta(hours=12)
_NOTABLE = timedelta(hours=1)
FEWEST_RUNS = 4
LOOK_BACK = timedelta(weeks=26)


def find_age_warnings(context: RunContext, seen: Sequence[Input]) -> list[str]:
    """Return a sentence for each source, as a run saw it, that is older than it ever was.

    The store is asked only if a source names the column that holds its times.
    """
    names = sorted({each.source for each in seen if each.newest is not None})
    if not names:
        return []
    now = context.settings.now
    past = Inputs(context.database).ages(names, now - LOOK_BACK, now)
    terms = context.catalogue.terms
    fresh = [_name(key) for key, each in terms.items() if each.fresh]
    return list(age_warnings(seen, past, fresh, now))


def _name(key: SourceKey) -> str:
    """Return a source's name as an input has it, in lower case."""
    return " › ".join(key[1:]).lower()


def age_warnings(
    seen: Iterable[Input], past: Iterable[SourceAge], fresh: Iterable[str], now: datetime
) -> Iterator[str]:
    """Yield a sentence for each source whose newest row is older than it ever was.

    Args:
        seen: The sources as this run saw them.
        past: The sources as earlier runs saw them.
        fresh: Names of sources, in lower case, that say themselves when they are late.
        now: When this run began.
    """
    ages: dict[str, list[timedelta]] = {}
    for each in past:
        if _is_same_time(each.seen_at, now):
            ages.setdefault(each.source, []).append(each.seen_at - each.newest)
    newest = {each.source: each.newest for each in seen if each.newest is not None}
    judged = set(fresh)
    for source in sorted(name for name in newest if name.lower() not in judged):
        before = ages.get(source, [])
        age = now - newest[source]
        if len(before) >= FEWEST_RUNS and age > max(before) + _NOTABLE:
            yield (
                f"warning: the newest row of {source} is {_hours(age)} old, and was never older"
                f" than {_hours(max(before))} at this time of the week; if it stopped, declare"
                " fresh= so that its KPIs are late"
            )


def _is_same_time(one: datetime, other: datetime) -> bool:
    """Return whether two instants lie at about the same time of a week."""
    apart = (other - one) % _WEEK
    return min(apart, _WEEK - apart) <= _NEAR


def _hours(age: timedelta) -> str:
    return f"{age.total_seconds() / 3600:,.0f} h"
