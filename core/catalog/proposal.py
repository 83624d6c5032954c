"""The query that is proposed for a new KPI, by the columns of its source. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.model import CURRENCIES
from core.query import quote_name

TypedColumns = Sequence[tuple[str, str]]  # names with the database's names of their types

_DATE = re.compile(r"date", re.IGNORECASE)
_INSTANT = re.compile(r"timestamp|datetime", re.IGNORECASE)
_AMOUNT = re.compile(r"\w*int\w*|float\w*|double\b.*|real|(?:numeric|decimal)\b.*", re.IGNORECASE)
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
# When a row was loaded is seldom when something happened.
_OF_LOADING = re.compile(r"^_|sync|load|ingest|import|updated|modified|valid|deleted")
_ID = re.compile(r"(?:^|_)(?:id|no|number|key|year|month|week|day)$")
_DAY = re.compile(r"(?:^|_)(?:on|date|day)$")
# Words that a database does not take for a column or relation unless they are quoted.
RESERVED = frozenset(
    [
        *("at", "case", "check", "default", "desc", "end", "from", "group", "limit", "offset"),
        *("order", "primary", "references", "table", "to", "user", "when", "window"),
    ]
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The parts of a proposed query: the time of a row, empty if unknown, and what is added up.

    `is_day` says that the time is a date and not an instant.
    """

    time: str = ""
    is_day: bool = False
    amount: str = ""

    def value(self, unit: str) -> str:
        """Return the expression of the value."""
        if self.amount:
            return f"sum({quoted(self.amount)})"
        if unit == "percent":
            return "count(*) FILTER (WHERE true)::float / nullif(count(*), 0)"
        return "count(*)"

    def condition(self) -> str:
        """Return the condition that bounds a row's time by the period; empty if it has none."""
        time = quoted(self.time)
        if not self.time:
            return ""
        if self.is_day:
            return f"{time} BETWEEN :first_day AND :last_day"
        return f"{time} >= :start AND {time} < :end"


def propose(columns: TypedColumns, unit: str, time: str = "") -> Proposal:
    """Return a proposal for a source with these columns, none if they are unknown.

    `time` is the column that the author names; the first that looks like one otherwise.
    """
    types = dict(columns)
    time = time or next(iter(time_columns(columns)), "")
    kind = types.get(time, "")
    is_day = bool(_DATE.fullmatch(kind)) if kind else bool(_DAY.search(time))
    return Proposal(time, is_day, _amount(columns, unit))


def time_columns(columns: TypedColumns) -> list[str]:
    """Return the columns with dates or instants, loading times last."""
    times = [name for name, kind in columns if _DATE.fullmatch(kind) or _INSTANT.match(kind)]
    times = [name for name in times if "\\" not in name]  # which a KPI file would have to escape
    return sorted(times, key=lambda name: bool(_OF_LOADING.search(name.lower())))


def _amount(columns: TypedColumns, unit: str) -> str:
    """Return the first column of numbers that is not a key, if the unit is one to add up."""
    if unit not in CURRENCIES | {"hours", "days"}:
        return ""
    amounts = [name for name, kind in columns if _AMOUNT.fullmatch(kind)]
    return next((name for name in amounts if not _ID.search(name.lower())), "")


def quoted(name: str) -> str:
    """Return a column's name as a query writes it."""
    if _PLAIN.fullmatch(name) and name not in RESERVED:
        return name
    return quote_name(name)
