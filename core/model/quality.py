"""Checks of sources: what an author expects of a table, file or tab before its numbers go out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from core.model.requirement import require, require_texts

CheckKind = Literal[
    "missing", "between", "unique", "columns", "rows_like_before", "holds", "reconcile"
]
_TIME = re.compile(r"([1-9]\d{0,4}) (hour|day|week)s?")
_NAMES = "a column's name"


def parse_time(text: str) -> timedelta:
    """Return a length of time such as "30 hours", "2 days" or "1 week".

    Raises:
        ValueError: It is not one.
    """
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a length of time such as '30 hours' or '2 days'")
    return timedelta(**{f"{match[2]}s": int(match[1])})


@dataclass(frozen=True, slots=True)
class Excused:
    """An expected exception: why a check may fail, and the last day on which it may."""

    why: str
    until: str

    def __post_init__(self) -> None:
        require_texts(self, "why", "until")

    def covers(self, day: date) -> bool:
        """Return whether the exception holds on a day of the runner's time zone."""
        return day <= date.fromisoformat(self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCheck:
    """A check of a source, as one of the functions below makes it.

    Attributes:
        kind: The function that made it.
        columns: The columns that it is about; none if it is about the whole source.
        share: The largest share that may deviate: 0.05 is 5 %.
        low: The smallest value allowed.
        high: The largest value allowed.
        sql: A condition, or a query.
        types: The type of each column, in the warehouse's words.
        last: Only rows loaded within this time before the run count; by default all.
        blocks: Whether values made from what fails the check are withheld; if not, a run warns.
        excused: An expected exception, during which the check neither blocks nor warns.
    """

    kind: CheckKind
    columns: tuple[str, ...] = ()
    share: float = 0.0
    low: float = 0.0
    high: float = 0.0
    sql: str = ""
    types: tuple[str, ...] = ()
    last: str = ""
    blocks: bool = True
    excused: Excused | None = None

    def __post_init__(self) -> None:
        for column in self.columns:
            require(column, str, "each column of a check", _NAMES)
        for name in ("share", "low", "high"):
            require(getattr(self, name), int | float, name, "a number")
        for kind in self.types:
            require(kind, str, "each type in columns", "text")
        require_texts(self, "sql", "last")
        require(self.blocks, bool, "blocks", "True or False")
        require(self.excused, Excused | None, "excused", "Excused(why, until)")

    def __str__(self) -> str:
        """Return the check as an author writes it, apart from what follows if it fails."""
        given: list[str] = [repr(self.sql)] if self.sql else []
        given += map(repr, self.columns)
        match self.kind:
            case "missing" | "rows_like_before":
                given.append(f"{self.share:g}")
            case "between":
                given += [f"{self.low:g}", f"{self.high:g}"]
            case "reconcile":
                given.append(f"within={self.share:g}")
        if self.share and self.kind in ("between", "holds"):
            given.append(f"share={self.share:g}")
        if self.last:
            given.append(f"last={self.last!r}")
        return f"{self.kind}({', '.join(given)})"

    @property
    def declaration(self) -> str:
        """The check in full, for the record of a definition."""
        parts = [str(self)]
        if self.types:
            parts.append(f"of the types {', '.join(self.types)}")
        if not self.blocks:
            parts.append("warns")
        if self.excused:
            parts.append(f"excused until {self.excused.until}: {self.excused.why}")
        return "; ".join(parts)


def missing(
    column: str,
    share: float,
    *,
    last: str = "",
    blocks: bool = True,
    excused: Excused | None = None,
) -> SourceCheck:
    """At most this share of the rows has NULL in `column`: 0.05 is 5 %."""
    return SourceCheck(
        kind="missing", columns=(column,), share=share, last=last, blocks=blocks, excused=excused
    )


def between(
    column: str,
    low: float,
    high: float,
    *,
    share: float = 0.0,
    last: str = "",
    blocks: bool = True,
    excused: Excused | None = None,
) -> SourceCheck:
    """At most `share` of the rows has a number outside `low` to `high`, both allowed."""
    return SourceCheck(
        kind="between",
        columns=(column,),
        low=low,
        high=high,
        share=share,
        last=last,
        blocks=blocks,
        excused=excused,
    )


def unique(
    *columns: str, last: str = "", blocks: bool = True, excused: Excused | None = None
) -> SourceCheck:
    """No two rows have the same values in `columns`; NULL equals nothing if there is one column."""
    return SourceCheck(kind="unique", columns=columns, last=last, blocks=blocks, excused=excused)


def columns(
    expected: Mapping[str, str] | Sequence[str],
    *,
    blocks: bool = True,
    excused: Excused | None = None,
) -> SourceCheck:
    """The source has these columns, with their types if a mapping gives them."""
    require(expected, Mapping | list | tuple, "columns", "names, or a mapping of names to types")
    types = tuple(expected.values()) if isinstance(expected, Mapping) else ()
    return SourceCheck(
        kind="columns", columns=tuple(expected), types=types, blocks=blocks, excused=excused
    )


def rows_like_before(
    share: float, *, blocks: bool = True, excused: Excused | None = None
) -> SourceCheck:
    """The number of rows differs from that of the last accepted run by this share at most."""
    return SourceCheck(kind="rows_like_before", share=share, blocks=blocks, excused=excused)


def holds(
    condition: str,
    *,
    share: float = 0.0,
    last: str = "",
    blocks: bool = True,
    excused: Excused | None = None,
) -> SourceCheck:
    """At most `share` of the rows fails an SQL condition on its columns; NULL does not fail."""
    return SourceCheck(
        kind="holds", sql=condition, share=share, last=last, blocks=blocks, excused=excused
    )


def reconcile(
    query: str, *, within: float, blocks: bool = True, excused: Excused | None = None
) -> SourceCheck:
    """Two numbers agree within a share of the second: `query` returns one row with both."""
    return SourceCheck(kind="reconcile", sql=query, share=within, blocks=blocks, excused=excused)
