"""All KPIs, each in a panel: value, changes, target, to date, and a chart. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.analysis import key_of
from core.model import format_value
from core.review.document import KpiPanel, KpiPanels, ReviewNumber, Text
from core.review.exceptions import comment_text
from core.review.facts import KpiLine
from core.review.movements import Movement
from core.review.pictures import kpi_picture
from core.review.texts import (
    against_text,
    goal_of_row,
    person,
    short_period,
    status_of,
    value_text,
)
from core.status import year_before

_MOST_PARTS = 8  # labels of a breakdown
_CHART = 440  # pixels; a panel is narrower than the page, and its letters have the same size


def kpi_panels(movements: Sequence[Movement]) -> KpiPanels:
    """Return the panels of all KPIs, by number."""
    return KpiPanels(tuple(map(_panel, movements)))


def _panel(movement: Movement) -> KpiPanel:
    line = movement.line
    status, tone = status_of(line)
    parts = _parts_of(line)
    is_broken_down = bool(parts) and line.row is None
    return KpiPanel(
        anchor=f"kpi-{line.entry.number:02}",
        name=line.name,
        value=() if is_broken_down else value_text(line.row),
        status="by field" if is_broken_down else status,
        tone="quiet" if is_broken_down else tone,
        facts=tuple(filter(None, (*_facts(movement), *parts))),
        picture=kpi_picture(movement, _CHART),
    )


def _facts(movement: Movement) -> Iterator[Text]:
    line, row = movement.line, movement.row
    if row is not None and row.value is not None:
        yield against_text(row, movement.before, f"vs {short_period(movement.period.shift(-1))}")
        yield against_text(row, movement.year_ago, f"vs {year_before(movement.period)}")
        if goal := goal_of_row(row):
            yield ("target ", *goal)
        if why := movement.finality:
            yield (why,)
    elif row is not None:
        yield (" ".join(row.reason.split()),)
    if movement.period.cadence != line.facts.period.cadence:
        yield (f"of {movement.period}",)
    yield (f"owner {person(line.owner)}",)
    if row is not None and movement.reasons:
        yield (ReviewNumber(" ".join(movement.reasons), key_of(row), "sentence"),)
    if said := comment_text(movement, line.facts.runner.zone):
        yield (said,)


def _parts_of(line: KpiLine) -> list[Text]:
    """Return the values of a breakdown, the greatest first."""
    rows = [series.rows.get(line.period) for series in line.parts]
    found = [row for row in rows if row is not None and row.value is not None]
    found.sort(key=lambda row: (-(row.value or 0.0), row.field_details))
    texts: list[Text] = []
    for row in found[:_MOST_PARTS]:
        value = ReviewNumber(format_value(row.value or 0.0, row.unit), key_of(row))
        texts.append((f"{row.field_details} ", value))
    if len(found) > _MOST_PARTS:
        texts.append((f"and {len(found) - _MOST_PARTS} more",))
    return texts
