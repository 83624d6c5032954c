"""News that repeat what the columns of periods show, also where a person typed over one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.publish.google.changes import MERGED, Decision, Kept, same_value
from core.publish.google.sheet import EMPTY, Content, is_number
from core.publish.google.wanted import HEADER_ROWS, CellKey
from core.publish.grid import LATEST


def news_as_shown(
    news: Mapping[CellKey, Content], compared: Sequence[str], decisions: Iterable[Decision]
) -> Iterator[tuple[CellKey, Content]]:
    """Yield the news; of a period that keeps another value than ours, that value and no change.

    `compared` are the newest period and the one before it, `decisions` those on their cells.
    """
    kept: dict[CellKey, Kept] = {}
    for decision in decisions:
        if isinstance(decision, Kept) and _shows_another_value(decision):
            kept[decision.place] = decision
    for (row, column), content in news.items():
        others = [kept[row, period] for period in compared if (row, period) in kept]
        newest = kept.get((row, compared[0])) if compared else None
        if row in HEADER_ROWS or not others:
            yield (row, column), content
        elif column != LATEST:
            yield (row, column), EMPTY
        else:
            yield (row, column), _kept_value(newest) if newest else content


def _shows_another_value(kept: Kept) -> bool:
    # A cell that a merged one covers shows nothing.
    return kept.reason != MERGED and not same_value(kept.theirs, kept.ours)


def _kept_value(kept: Kept) -> Content:
    value = kept.theirs if is_number(kept.theirs) else None
    return Content(value, f"{kept.place[1]}: {kept.reason}")
