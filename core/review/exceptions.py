"""What someone has to explain: off target, unusual or missing, with owner and comment. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from core.analysis import key_of
from core.review.changes import unusual_text
from core.review.document import ReviewNumber, ReviewTable, Text
from core.review.movements import Movement
from core.review.texts import (
    change_text,
    day_text,
    goal_of_row,
    person,
    status_of,
    value_text,
)

_HEADER = ("KPI", "Value", "Change", "Target", "Why it is here", "Owner's comment")


def exception_table(movements: Sequence[Movement], zone: ZoneInfo) -> ReviewTable | None:
    """Return the exceptions, the worst first; None without any."""
    found = [each for each in movements if each.is_exception]
    if not found:
        return None
    found.sort(key=lambda each: (_rank(each), each.line.entry.number))
    rows = tuple(_row(each, zone) for each in found)
    return ReviewTable("Exceptions, the worst first", _HEADER, rows, right=(1, 2, 3))


def _rank(movement: Movement) -> int:
    if movement.is_missing:
        return 0
    _, tone = status_of(movement.line)
    return {"alarm": 1, "watch": 2}.get(tone, 3)


def _row(movement: Movement, zone: ZoneInfo) -> tuple[Text, ...]:
    row = movement.row
    change = change_text(row, movement.before) if row and row.value is not None else ()
    return (
        (movement.line.name,),
        value_text(row),
        change[:1],
        goal_of_row(row) if row else (),
        _why(movement),
        (comment_text(movement, zone) or f"no comment yet from {person(movement.line.owner)}",),
    )


def _why(movement: Movement) -> Text:
    row = movement.row
    if row is None:
        return ("no run has computed it yet",)
    if row.value is None:
        return (" ".join(row.reason.split()),)
    reasons = []
    if movement.is_off_target:
        reasons.append(status_of(movement.line)[0])
    if why := movement.finality:
        reasons.append(why)
    unusual = unusual_text(movement)
    ahead = "; ".join(reasons)
    text: Text = (ahead, "; " if ahead and unusual else "", *unusual)
    if movement.reasons:
        text = (*text, ". ", ReviewNumber(movement.reasons[0], key_of(row), "sentence"))
    return text


def comment_text(movement: Movement, zone: ZoneInfo) -> str:
    """Return the newest comment on a value, with its author and day; empty without one."""
    comment = movement.line.comment
    owner = person(movement.line.owner)
    if comment is None:
        return ""
    about = f"{comment.field_details}: " if comment.field_details else ""
    by = person(comment.author) if comment.author else f"for {owner}"
    said = day_text(comment.seen_at.astimezone(zone).date())
    return f"“{about}{' '.join(comment.text.split())}” ({by}, {said})"
