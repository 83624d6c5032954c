"""The look of each part of a scorecard: one role, one style, in a workbook and in a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from core.colours import (
    ACCENT,
    ALARM,
    ALARM_INK,
    BAND,
    CURRENT,
    CURRENT_BAND,
    FAINT_INK,
    GAP,
    GOOD,
    GOOD_INK,
    INK,
    SEPARATOR,
    SOFT_INK,
    WARNING,
    WARNING_INK,
)
from core.model import State
from core.publish.grid import (
    CHANGE,
    LATEST,
    NAME,
    NUMBER,
    OWNER,
    STATUS,
    TARGET,
    UNIT,
    YEAR_AGO,
    Line,
)
from core.status import Status

# Figures of one width, in a font that Excel, LibreOffice and Google Sheets all have.
FONT = "Arial"

# A trend is a line; its last point has another colour where the program can draw that.
TREND, TREND_END = SOFT_INK, ACCENT

Alignment = Literal["", "left", "indented", "right"]

# fmt: off
Role = Literal[
    "heading", "refreshed", "header", "last header", "day", "current header", "later header",
    "line", "name", "detail", "breakdown", "repeated", "current", "redefined",
    "failed", "withheld", "late", "no data", "not returned", "not run", "open", "stale", "manual",
    "retired", "exceeds", "on track", "needs attention", "critical", "left", "indented", "right",
]
# fmt: on


@dataclass(frozen=True, slots=True)
class CellStyle:
    """Text and background of a cell. Colours are `#RRGGBB`, empty for none; `size` is in points.

    `rule` is the colour of the line below the cell, `edge` that of the line at its left.
    """

    ink: str = INK
    size: int = 10
    bold: bool = False
    italic: bool = False
    background: str = ""
    rule: str = ""
    edge: str = ""
    alignment: Alignment = ""


_STYLES: Mapping[Role, Mapping[str, Any]] = {
    "heading": {"size": 15, "bold": True},
    "refreshed": {"size": 9, "ink": SOFT_INK},
    "header": {"bold": True, "background": BAND},
    "last header": {"rule": FAINT_INK},
    "day": {"size": 8, "bold": False, "ink": SOFT_INK},
    "current header": {"background": CURRENT_BAND, "ink": INK},
    "later header": {"bold": False, "ink": FAINT_INK},
    "line": {"rule": SEPARATOR},
    "name": {"bold": True},
    "detail": {"ink": SOFT_INK},
    "breakdown": {"size": 9, "bold": False, "ink": SOFT_INK},
    "repeated": {"ink": FAINT_INK},
    "current": {"background": CURRENT},
    "failed": {"bold": True, "ink": ALARM_INK, "background": ALARM},
    "withheld": {"bold": True, "ink": WARNING_INK, "background": WARNING},
    "late": {"ink": WARNING_INK, "background": WARNING},
    "no data": {"ink": SOFT_INK, "background": GAP},
    "not returned": {"ink": SOFT_INK},
    "not run": {"ink": WARNING_INK, "background": WARNING},
    "open": {"italic": True, "ink": SOFT_INK},
    "stale": {"italic": True, "ink": WARNING_INK},
    "manual": {"ink": ACCENT},
    "redefined": {"edge": INK},
    "retired": {"ink": FAINT_INK},
    "exceeds": {"bold": True, "ink": GOOD_INK, "background": GOOD},
    "on track": {"ink": GOOD_INK},
    "needs attention": {"ink": WARNING_INK, "background": WARNING},
    "critical": {"bold": True, "ink": ALARM_INK, "background": ALARM},
    "left": {"alignment": "left"},
    "indented": {"alignment": "indented"},
    "right": {"alignment": "right"},
}

# Roles of the states that have a mark; texts and signs are in `core.model.MARKS`.
STATE_ROLES: Mapping[State, Role] = {
    State.MANUAL: "manual",
    State.STALE: "stale",
    State.PARTIAL: "open",
    State.PROVISIONAL: "open",
    State.FAILED: "failed",
    State.WITHHELD: "withheld",
    State.LATE: "late",
    State.NO_DATA: "no data",
    State.NOT_RETURNED: "not returned",
    State.NOT_RUN: "not run",
    State.RETIRED: "retired",
}


# Roles of the statuses that judge; their signs and words are in `core.status`.
STATUS_ROLES: Mapping[Status, Role] = {
    Status.EXCEEDS: "exceeds",
    Status.ON_TRACK: "on track",
    Status.NEEDS_ATTENTION: "needs attention",
    Status.CRITICAL: "critical",
}


@cache
def style_of(*roles: Role) -> CellStyle:
    """Return the style that combines roles, a later one winning over an earlier."""
    properties: dict[str, Any] = {}
    for role in roles:
        properties |= _STYLES[role]
    return CellStyle(**properties)


def alignment_of(label: str) -> Role:
    """Return the alignment of a column by its label, which is empty for a period."""
    return "right" if label in ("", LATEST, CHANGE, YEAR_AGO, TARGET) else "left"


def line_roles(label: str, *, is_breakdown: bool, is_retired: bool) -> tuple[Role, ...]:
    """Return the roles of a line's cell under a label, or under a period where it is empty."""
    roles: list[Role] = ["line", alignment_of(label)]
    if label in (NAME, LATEST):
        roles.append("name")
    if label in (NUMBER, CHANGE, YEAR_AGO, STATUS, TARGET, UNIT, OWNER):
        roles.append("detail")
    if is_breakdown:
        roles.append("breakdown")
        if label == NAME:
            roles.append("indented")
        if label in (NUMBER, OWNER, UNIT):
            roles.append("repeated")
    if label == LATEST:
        roles.append("current")
    if is_retired:
        roles.append("retired")
    return tuple(roles)


def news_roles(label: str, line: Line) -> tuple[Role, ...]:
    """Return the roles that the newest value gives to a line's cell under a label."""
    if line.is_retired:
        return ()
    if label == LATEST and line.latest.state in STATE_ROLES:
        return (STATE_ROLES[line.latest.state],)
    if label == STATUS and line.judged and line.judged.status in STATUS_ROLES:
        return (STATUS_ROLES[line.judged.status],)
    return ()
