"""States of a cell, and the one table of the marks by which readers tell them apart.

A mark is a text in place of a missing value, or a sign behind a number, which stays a number. The
looks of the states are in `core/publish/theme.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a cell holds, or why it holds nothing; the text is the one of JSON and CSV."""

    VALUE = "value"
    MANUAL = "manual"
    STALE = "stale"
    PARTIAL = "partial"
    PROVISIONAL = "provisional"
    FAILED = "failed"
    WITHHELD = "withheld"
    LATE = "late"
    NO_DATA = "no data"
    NOT_RETURNED = "not returned"
    NOT_RUN = "not run"
    RETIRED = "retired"
    BEFORE_SINCE = "before since"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a state looks: `text` in an empty cell, `sign` behind a number, neither for a plain one.

    `meaning` is for the legend; `opening` begins the line of a cell's note that shows the state.
    """

    text: str = ""
    sign: str = ""
    meaning: str = ""
    opening: str = ""

    @property
    def symbol(self) -> str:
        """The text or the sign."""
        return self.text or self.sign


# A value that is in two states has the first of them. Every sign is in all common fonts, and every
# state differs in its text, so that colours are not needed to tell them apart.
MARKS: Mapping[State, Mark] = {
    State.VALUE: Mark(),
    State.MANUAL: Mark(sign="†", meaning="set by a person", opening="by hand, "),
    State.STALE: Mark(sign="!", meaning="older than what it is made from", opening="stale: "),
    State.PARTIAL: Mark(sign="…", meaning="period not over", opening="partial: "),
    State.PROVISIONAL: Mark(sign="*", meaning="may still change", opening="provisional: "),
    State.FAILED: Mark("failed", meaning="query or source failed", opening="failed"),
    State.WITHHELD: Mark("held", meaning="withheld by a check", opening="withheld"),
    State.LATE: Mark("late", meaning="a source is not fresh", opening="late"),
    State.NO_DATA: Mark("no data", meaning="query gave no value", opening="no value"),
    State.NOT_RETURNED: Mark("–", meaning="not returned by the query", opening="not returned"),
    State.NOT_RUN: Mark("not run", meaning="no run computed it yet", opening="not run"),
    State.RETIRED: Mark("retired", meaning="no longer computed"),
    State.BEFORE_SINCE: Mark(),
    State.BLANK: Mark(),
}
