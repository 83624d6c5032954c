"""Texts that several sections share: values, changes, targets, periods, owners. Pure."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.analysis import amount_text, key_of
from core.model import MARKS, Period, Row, State, counted, format_value, goal_of, goal_text
from core.review.document import ReviewNumber, ReviewTone, Text
from core.review.facts import KpiLine
from core.status import IN_POINTS, Status, ValueChange, judge

TONES: dict[Status, ReviewTone] = {
    Status.EXCEEDS: "good",
    Status.ON_TRACK: "good",
    Status.NEEDS_ATTENTION: "watch",
    Status.CRITICAL: "alarm",
}
# A sign and a word for each tone, so that none is told by its colour alone.
TONE_MARKS: dict[str, str] = {"good": "✓", "watch": "▲", "alarm": "✗"}
TONE_WORDS: dict[str, str] = {"good": "well", "watch": "attention", "alarm": "alarm"}
_MISSING: dict[State, ReviewTone] = {
    State.FAILED: "alarm",
    State.WITHHELD: "watch",
    State.LATE: "watch",
}


def value_of(row: Row) -> ReviewNumber:
    """Return a stored value as a number of the review; the row has a value."""
    return ReviewNumber(format_value(row.value or 0.0, row.unit), key_of(row))


def value_text(row: Row | None) -> Text:
    """Return a value with the sign of its state, or why there is none."""
    if row is None:
        return (MARKS[State.NOT_RUN].text,)
    mark = MARKS.get(row.state)
    if row.value is None:
        return (mark.text if mark and mark.text else "no data",)
    return (value_of(row), mark.sign) if mark and mark.sign else (value_of(row),)


def change_text(row: Row, change: ValueChange) -> Text:
    """Return a change with its sign, in the unit and in per cent where that means something."""
    if change.absolute is None:
        return ()
    amount = change.absolute / 100 if row.unit == "percent" else change.absolute
    key = key_of(row)
    found: list[str | ReviewNumber]
    found = [ReviewNumber(amount_text(amount, row.unit), key, "change")]
    if change.relative is not None:
        found += [" (", ReviewNumber(f"{change.relative:+.1%}", key, "change"), ")"]
    return tuple(found)


def against_text(row: Row, change: ValueChange, name: str) -> Text:
    """Return a change with what it is against, or why there is none; empty without a reason."""
    changed = change_text(row, change)
    if changed:
        return (f"{name} ", *changed)
    why = change.reason if change.reason != IN_POINTS else ""
    return (f"{name}: {why}",) if why else ()


def goal_of_row(row: Row) -> Text:
    """Return a row's target as a number of the review; empty without one."""
    goal = goal_of(row)
    if goal is None:
        return ()
    return (ReviewNumber(goal_text(goal, row.unit), key_of(row), "target"),)


def status_of(line: KpiLine) -> tuple[str, ReviewTone]:
    """Return the status of a line in words, with its tone: against the target, or why missing."""
    row = line.row
    if row is None:
        return MARKS[State.NOT_RUN].text, "watch"
    if row.value is None:
        return MARKS[row.state].text or "no value", _MISSING.get(row.state, "quiet")
    judged = judge(row)
    if judged.status in TONES:
        return judged.status.text, TONES[judged.status]
    return ("not over", "quiet") if row.partial else ("no target", "quiet")


def finality_of(row: Row) -> str:
    """Return why a value may still change; empty for a final one."""
    if row.state is State.STALE:
        return "older than what it is made from"
    if row.partial:
        return "the period is not over"
    if row.provisional_until:
        return f"may still change until {day_text(row.provisional_until)}"
    return ""


def person(owner: str) -> str:
    """Return an owner as people call them: the part of an address before the domain."""
    return owner.partition("@")[0] if owner else "no owner"


def day_text(day: date) -> str:
    """Return a day as `16 Nov 2026`."""
    return f"{day.day} {calendar.month_abbr[day.month]} {day.year}"


def time_text(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant in a zone as `Mon 16 Nov 2026, 09:00`."""
    local = instant.astimezone(zone)
    weekday = calendar.day_abbr[local.weekday()]
    return f"{weekday} {day_text(local.date())}, {local:%H:%M}"


def period_words(period: Period) -> str:
    """Return a period as a heading: `Week 46, 2026`, `October 2026`, `Q4 2026` or a day."""
    if period.cadence == "weekly":
        return f"Week {int(period.label[-2:])}, {period.year}"
    if period.cadence == "monthly":
        return f"{calendar.month_name[period.first_day.month]} {period.year}"
    if period.cadence == "quarterly":
        return f"{period.label[-2:]} {period.year}"
    return day_text(period.first_day)


def short_period(period: Period) -> str:
    """Return a period as a label of an axis: `W46`, `Nov`, `Q4` or `16 Nov`."""
    if period.cadence == "daily":
        return f"{period.first_day.day} {calendar.month_abbr[period.first_day.month]}"
    if period.cadence == "monthly":
        return calendar.month_abbr[period.first_day.month]
    return period.label.partition("-")[2]


def days_of(period: Period) -> str:
    """Return the days of a period as `9 – 15 Nov 2026`."""
    first, last = period.first_day, period.last_day
    if first == last:
        return day_text(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {day_text(last)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {calendar.month_abbr[first.month]}{year} – {day_text(last)}"


def names_text(names: list[str], most: int = 3) -> str:
    """Return the first names, and how many more there are."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {counted(len(names) - most, 'other')}"
