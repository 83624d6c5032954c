"""The words behind a scorecard: notes that lead from a cell, a column or a label back to where it
comes from.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from core.model import CAUSES, Definition, Period, Restatement, Row, format_value, stamp

# A database's message can be pages long; a note that covers the scorecard helps nobody.
LONGEST_TEXT = 500
RUNS_NAMED = 3


def cell_note(
    row: Row,
    before: Row | None,
    usual_run: str,
    zone: ZoneInfo,
    restated: Restatement | None = None,
    covered: Row | None = None,
) -> str:
    """Return why a cell has no value, or what a reader cannot know of its value from the column's
    note.

    A note on every number would hide those that matter, so a value that has nothing of its own to
    tell has none. `before` is the line's previous row; `usual_run` the one that computed most of
    the column; `covered` what is computed where a person has set the value.
    """
    own = []
    if row.outcome != "value":
        opening = "failed" if row.outcome == "failed" else "no value"
        own.append(f"{opening}: {_short(row.reason)}" if row.reason else opening)
    if restated is not None:
        own.append(_change(restated, row.unit, zone))
    if row.remark:
        own.append(_short(row.remark))
    if covered is not None:
        own.append(
            "computed:"
            f" {format_value(covered.value, row.unit) if covered.value is not None else covered.reason}"
        )
    if row.partial:
        own.append("partial: the period had not ended")
    elif row.provisional_until:
        own.append(f"provisional: late data may change it until {row.provisional_until}")
    if row.numerator is not None and row.denominator is not None:
        own.append(f"{row.numerator:,.12g} / {row.denominator:,.12g}")
    if before is not None and before.definition != row.definition:
        own.append(f"definition changed here, from {before.definition} to {row.definition}")
    if not own and row.run_id == usual_run:
        return ""
    return "\n".join((*own, f"data up to {stamp(row.cut_off, zone)}", refreshed(row, zone)))


def column_note(period: Period, rows: Sequence[Row], zone: ZoneInfo) -> str:
    """Return what the values of one period have in common."""
    return "\n".join(
        (
            f"{period.label}: {_span([period.first_day, period.last_day])}",
            f"print date {_span([row.print_date for row in rows])}",
            f"data up to {_span([stamp(row.cut_off, zone) for row in rows])}",
            f"refreshed {stamp(newest(rows).computed_at, zone)} · {_runs(rows)}",
        )
    )


def _change(restated: Restatement, unit: str, zone: ZoneInfo) -> str:
    was, now = (
        format_value(value, unit) if value is not None else "empty"
        for value in (restated.old_value, restated.new_value)
    )
    since = restated.restated_at.astimezone(zone).date()
    return f"was {was}, now {now} since {since}, {CAUSES[restated.cause]} (run {restated.run_id})"


def label_note(definition: Definition, *, is_retired: bool = False) -> str:
    """Return what a KPI measures, and who answers for it."""
    return "\n".join(
        (
            *(("retired: its file is gone, so the row is no longer filled",) if is_retired else ()),
            _short(definition.meaning),
            f"Owner: {definition.owner}",
            f"Sources: {definition.sources or 'none declared'}",
            f"Range: {definition.range_type}",
            f"Better: {definition.better}",
            f"Reviewed: {definition.reviewed or 'not yet'}",
            f"Definition: {definition.version}",
        )
    )


def refreshed(row: Row, zone: ZoneInfo) -> str:
    """Return when and by which run `row` was computed."""
    return f"refreshed {stamp(row.computed_at, zone)} · run {row.run_id}"


def newest(rows: Iterable[Row]) -> Row:
    """Return the row that was computed last."""
    return max(rows, key=_computed)


def _computed(row: Row) -> tuple[datetime, str]:
    return row.computed_at, row.run_id


def _runs(rows: Iterable[Row]) -> str:
    runs = list(dict.fromkeys(row.run_id for row in sorted(rows, key=_computed, reverse=True)))
    named = ", ".join(runs[:RUNS_NAMED])
    more = f" and {len(runs) - RUNS_NAMED} more" if len(runs) > RUNS_NAMED else ""
    return f"{'runs' if len(runs) > 1 else 'run'} {named}{more}"


def _span(values: Sequence[object]) -> str:
    texts = sorted({str(value) for value in values})
    return texts[0] if len(texts) == 1 else f"{texts[0]} to {texts[-1]}"


def _short(text: str) -> str:
    return textwrap.shorten(text, LONGEST_TEXT, placeholder=" …")
