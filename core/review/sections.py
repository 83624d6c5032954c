"""The sections of a review, in the order in which a meeting reads them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.model import ReviewSection
from core.review.changes import change_items
from core.review.corrections import correction_blocks
from core.review.document import ReviewDocument, ReviewItem, ReviewList, ReviewPart
from core.review.exceptions import exception_table
from core.review.facts import ReviewFacts
from core.review.headline import edition_text, headline_items
from core.review.health import health_blocks
from core.review.movements import Movement, movements_of
from core.review.north_star import north_star_part
from core.review.outlook import outlook_part
from core.review.panels import kpi_panels
from core.review.texts import days_of, period_words, person, time_text

_Movements = tuple[Movement, ...]
_Make = Callable[[ReviewFacts, _Movements], ReviewPart]


def make_document(facts: ReviewFacts) -> ReviewDocument:
    """Return the review of a period; the same facts give the same document."""
    movements = movements_of(facts.lines)
    wanted = facts.review.sections
    names = [name for name in _SECTIONS if name in wanted]
    if facts.north_star is None:
        names = [name for name in names if name != "north star"]
    parts = [_SECTIONS[name](facts, movements) for name in names]
    return ReviewDocument(
        title=facts.runner.title,
        domain=facts.domain,
        period=facts.period,
        days=f"{period_words(facts.period)} · {days_of(facts.period)}",
        instant=facts.instant.astimezone(facts.runner.zone),
        edition=edition_text(facts),
        facts=headline_items(facts, movements),
        parts=tuple(parts),
    )


def _changes(facts: ReviewFacts, movements: _Movements) -> ReviewPart:
    items = change_items(facts, movements)
    blocks = [ReviewList(items, is_ranked=True)] if items else []
    events = [
        ReviewItem(
            (f"{event.period}: {event.text}",),
            (f"{person(event.author)}, {time_text(event.noted_at, facts.runner.zone)}",),
        )
        for event in facts.events_of([facts.period])
    ]
    if events:
        blocks.append(ReviewList(tuple(events), "Events"))
    return ReviewPart("changes", "What changed", tuple(blocks), "Nothing is stored of this period.")


def _exceptions(facts: ReviewFacts, movements: _Movements) -> ReviewPart:
    table = exception_table(movements, facts.runner.zone)
    nothing = "No value is off target, unusual or missing."
    return ReviewPart("exceptions", "Exceptions", (table,) if table else (), nothing)


def _kpis(facts: ReviewFacts, movements: _Movements) -> ReviewPart:
    panels = kpi_panels(movements)
    nothing = f"{facts.domain} has no KPI."
    return ReviewPart("kpis", "All KPIs", (panels,) if panels.panels else (), nothing)


def _corrections(facts: ReviewFacts, _: _Movements) -> ReviewPart:
    blocks = correction_blocks(facts)
    since = time_text(facts.since, facts.runner.zone)
    nothing = f"No value of an earlier period changed since {since}."
    return ReviewPart("corrections", "Corrected since the last review", blocks, nothing)


def _health(facts: ReviewFacts, movements: _Movements) -> ReviewPart:
    title = "Health of data, sources and runs"
    return ReviewPart("health", title, health_blocks(facts, movements))


_SECTIONS: Mapping[ReviewSection, _Make] = {
    "changes": _changes,
    "north star": north_star_part,
    "exceptions": _exceptions,
    "outlook": outlook_part,
    "kpis": _kpis,
    "corrections": _corrections,
    "health": _health,
}
