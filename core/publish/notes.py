"""Notes that lead from a cell, a column or a label back to where it comes from.

Sheets and workbooks of readers carry these texts: another wording would rewrite them all.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from core.catalog import Break
from core.model import (
    CAUSES,
    MARKS,
    Definition,
    Period,
    Restatement,
    Row,
    State,
    format_value,
    stamp,
)
from core.status import adds_fields

# A database's message can be pages long; a note that covers the scorecard helps no reader.
LONGEST_TEXT = 500
RUNS_NAMED = 3
BREAKS_NAMED = 3

# How the line about a break in the series begins.
_REDEFINED = "new definition since "

# What stands in the row of a KPI above its breakdown.
_TOTALS = {
    "sum": "the sum of the rows below",
    "ratio": "the ratio of the rows below, numerators over denominators",
    "": "none, since the rows below are not added up",
}

# How the note of a retired row's name begins.
RETIRED = "retired: "


def cell_note(
    row: Row,
    zone: ZoneInfo,
    *,
    redefined: Break | None = None,
    restated: Restatement | None = None,
    covered: Row | None = None,
) -> str:
    """Return why a cell has no value, or what is special about the one that it has.

    A note on every number would hide those that matter, so an ordinary value has none: the column's
    note has its run, and `explain` the numerator and the denominator of a ratio.

    Args:
        row: The cell's row.
        zone: Business time zone in which instants are shown.
        redefined: The break in the line that lies before the cell.
        restated: A change of the value after readers had seen it.
        covered: The computed row where a person has set the value.
    """
    facts = (
        _missing_line(row),
        _restatement_line(restated, row.unit, zone),
        _shorten(row.remark),
        _covered_line(covered, row.unit),
        _open_line(row),
        break_text(redefined),
    )
    lines = [fact for fact in facts if fact]
    if not lines:
        return ""
    refreshed = f"{refreshed_text(row, zone)} · run {row.run_id}"
    return "\n".join((*lines, f"data up to {stamp(row.cut_off, zone)}", refreshed))


def _missing_line(row: Row) -> str:
    if row.outcome == "value":
        return ""
    opening = MARKS[row.state].opening
    line = f"{opening}: {_shorten(row.reason)}" if row.reason else opening
    is_checked = row.state is State.WITHHELD and not row.reason.startswith("depends on ")
    return f"{line}\n{_release_line(row)}" if is_checked else line


def _release_line(row: Row) -> str:
    value = f"{row.domain} {row.kpi_number} {row.period}"
    return f'if it is right: scorecard release {value} --note "…"'


def _restatement_line(restated: Restatement | None, unit: str, zone: ZoneInfo) -> str:
    if restated is None:
        return ""
    was = _value_or_empty(restated.old_value, unit)
    now = _value_or_empty(restated.new_value, unit)
    since = restated.restated_at.astimezone(zone).date()
    return f"was {was}, now {now} since {since}, {CAUSES[restated.cause]} (run {restated.run_id})"


def _value_or_empty(value: float | None, unit: str) -> str:
    return "empty" if value is None else format_value(value, unit)


def _covered_line(covered: Row | None, unit: str) -> str:
    if covered is None:
        return ""
    if covered.value is None:
        return f"computed: {covered.reason}"
    return f"computed: {format_value(covered.value, unit)}"


def _open_line(row: Row) -> str:
    if row.partial:
        return f"{MARKS[State.PARTIAL].opening}the period had not ended"
    if row.provisional_until:
        opening = MARKS[State.PROVISIONAL].opening
        return f"{opening}late data may change it until {row.provisional_until}"
    return ""


def not_run_note(domain: str) -> str:
    """Return why a period between others has no row."""
    opening = MARKS[State.NOT_RUN].opening
    return f"{opening}: no run has computed this period yet; scorecard catch-up {domain} does"


def sign_of(note: str) -> str:
    """Return the sign behind the number that has a note; empty for an ordinary number."""
    lines = note.splitlines()
    for mark in MARKS.values():
        if mark.sign and any(line.startswith(mark.opening) for line in lines):
            return mark.sign
    return ""


def break_text(redefined: Break | None) -> str:
    """Return from when on a new definition holds, and what changed, each attribute on a line."""
    if redefined is None:
        return ""
    first, *others = redefined.changes
    lines = (f"{_REDEFINED}{redefined.period}: {first}", *(f"· {each}" for each in others))
    return "\n".join(lines)


def shows_break(note: str) -> bool:
    """Return whether a cell's note says that a new definition begins there."""
    return any(line.startswith(_REDEFINED) for line in note.splitlines())


def column_note(period: Period, rows: Sequence[Row], zone: ZoneInfo) -> str:
    """Return what the values of one period have in common."""
    days = _span((period.first_day, period.last_day))
    print_dates = _span(row.print_date for row in rows)
    cut_offs = _span(stamp(row.cut_off, zone) for row in rows)
    refreshed = refreshed_text(newest_row(rows), zone)
    return "\n".join(
        (
            f"{period.label}: {days}",
            f"print date {print_dates}",
            f"data up to {cut_offs}",
            f"{refreshed} · {_runs(rows)}",
        )
    )


def label_note(
    definition: Definition,
    *,
    breaks: Iterable[Break] = (),
    retired: str = "",
    since: Period | None = None,
    is_breakdown: bool = False,
) -> str:
    """Return what a KPI measures, who is responsible for it, and the newest `breaks`.

    `retired` is why the row is no longer filled; empty if it is. `since` is the first period with
    data. Of a breakdown, the note says what its total is.
    """
    total = _total_text(definition) if is_breakdown else ""
    return "\n".join(_label_lines(definition, breaks, retired, since, total))


def _total_text(definition: Definition) -> str:
    """Return what stands in the row above a breakdown; empty where the KPI does not say."""
    if not definition.adds:
        return ""
    return _TOTALS[adds_fields(definition)]


def _label_lines(
    definition: Definition,
    breaks: Iterable[Break],
    retired: str,
    since: Period | None,
    total: str,
) -> Iterator[str]:
    if retired:
        yield f"{RETIRED}{retired}, so the row is no longer filled"
    yield _shorten(definition.meaning)
    yield f"Owner: {definition.owner}"
    yield f"Sources: {definition.sources or 'none declared'}"
    yield f"Range: {definition.range_type}"
    if total:
        yield f"Total: {total}"
    if since:
        yield f"Since: {since}; earlier periods are blank"
    yield f"Better: {definition.better}"
    yield f"Reviewed: {definition.reviewed or 'not yet'}"
    yield f"Definition: {definition.version}"
    newest_first = sorted(set(breaks), key=lambda each: each.period, reverse=True)
    yield from map(break_text, newest_first[:BREAKS_NAMED])


def refreshed_text(row: Row, zone: ZoneInfo) -> str:
    """Return when `row` was computed."""
    return f"refreshed {stamp(row.computed_at, zone)}"


def newest_row(rows: Iterable[Row]) -> Row:
    """Return the row that was computed last."""
    return max(rows, key=_refresh_order)


def _refresh_order(row: Row) -> tuple[datetime, str]:
    return row.computed_at, row.run_id


def _runs(rows: Iterable[Row]) -> str:
    newest_first = sorted(rows, key=_refresh_order, reverse=True)
    runs = list(dict.fromkeys(row.run_id for row in newest_first))
    noun = "runs" if len(runs) > 1 else "run"
    more = f" and {len(runs) - RUNS_NAMED} more" if len(runs) > RUNS_NAMED else ""
    return f"{noun} {', '.join(runs[:RUNS_NAMED])}{more}"


def _span(values: Iterable[object]) -> str:
    texts = sorted({str(value) for value in values})
    return texts[0] if len(texts) == 1 else f"{texts[0]} to {texts[-1]}"


def _shorten(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST_TEXT:
        return words
    return textwrap.shorten(text, LONGEST_TEXT, placeholder=" …")
