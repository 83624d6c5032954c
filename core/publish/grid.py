"""A scorecard as a grid of cells, before any file or sheet holds it. Plain values."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.model import MARKS, Better, Cadence, Period, State, format_value
from core.status import Judgement

NUMBER, NAME, LATEST, CHANGE, YEAR_AGO = "No", "KPI", "Latest", "Change", "Year ago"
STATUS, TARGET, TREND, UNIT, OWNER = "Status", "Target", "Trend", "Unit", "Owner"
# Readers open a page on its left: the news stand there, beside the names.
LABELS = (NUMBER, NAME, STATUS, LATEST, CHANGE, YEAR_AGO, TARGET, TREND, UNIT, OWNER)
NEWS = (LATEST, CHANGE, YEAR_AGO, STATUS)
# Stands between the parts of the line below the heading.
SEPARATOR = " · "
# Begins the headers of columns that belong to people, one for a period.
COMMENTS = "Comments"
# Stands for the columns of periods where columns are told apart by their label.
PERIOD = ""

# Number of the KPI, field, label of the part, label of the period.
CommentedValue = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One period of one line: a value, or the reason for having none, as state and note."""

    value: float | None = None
    note: str = ""
    state: State = State.BLANK

    @property
    def text(self) -> str:
        """The text that stands for a missing value; empty where nothing is expected."""
        return MARKS[self.state].text

    @property
    def sign(self) -> str:
        """The sign behind the number, which the number format adds."""
        return MARKS[self.state].sign

    @property
    def content(self) -> float | str | None:
        """The number, or the text in its place."""
        return self.text or None if self.value is None else self.value


EMPTY = GridCell()


def day_text(day: date) -> str:
    """Return the second line of a period's header."""
    return f"{day.day} {day:%b}"


def comments_label(period: Period) -> str:
    """Return the first line of the header of a period's comments: `Comments W46`."""
    return f"{COMMENTS} {period_label(period)}"


def period_label(period: Period) -> str:
    """Return the first line of a period's header: `W46`, `Q4`, `Nov` or `Mon`."""
    if period.cadence in ("weekly", "quarterly"):
        return period.label.partition("-")[2]
    if period.cadence == "monthly":
        return calendar.month_abbr[period.first_day.month]
    return calendar.day_abbr[period.first_day.weekday()]


@dataclass(frozen=True, slots=True)
class Column:
    """One period: `W46`, `Q4`, `Nov` or `Mon` above its last day; no note means no stored rows."""

    period: Period
    label: str
    day: date
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series, its cells aligned with the tab's columns.

    The lines of a breakdown follow the line of their KPI, whose cells are empty where the KPI has
    only parts; they show their unit only if it is another. `trend` is the first and last column of
    the line's newest values. `latest` is the cell of the tab's newest period, `change` the change
    of its value against the period before, None where the two cannot be compared. `target` to
    `target_high` is a band; `judged` is the status of the newest value, `year_ago` its
    change against a year ago. `comments` are the texts of people on its values, by period and
    oldest first; a removed one ends with "".
    """

    kpi_number: int
    field_name: str
    field_details: str
    label: str
    owner: str
    unit: str
    target: float | None
    better: Better
    note: str
    cells: tuple[GridCell, ...]
    trend: tuple[int, int] | None
    latest: GridCell = EMPTY
    change: float | None = None
    target_high: float | None = None
    judged: Judgement | None = None
    year_ago: float | None = None
    is_retired: bool = False
    shows_unit: bool = True
    comments: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_breakdown(self) -> bool:
        """True for one part of a KPI."""
        return bool(self.field_details)

    @property
    def status(self) -> str | None:
        """The status of the newest value, with its sign; None without a target."""
        return self.judged.status.text if self.judged and not self.is_retired else None

    @property
    def _target(self) -> float | str | None:
        if self.target is None or self.target_high is None:
            return self.target
        low, high = (format_value(end, self.unit) for end in (self.target, self.target_high))
        return f"{low} to {high}"

    @property
    def labels(self) -> dict[str, str | float | None]:
        """The value under each label; the trend has none, for it is drawn from the cells.

        An owner's address is short; the note at the name has the whole one.
        """
        owner = None if self.is_breakdown else self.owner.partition("@")[0]
        return {
            NUMBER: float(self.kpi_number),
            NAME: self.label,
            LATEST: self.latest.content,
            CHANGE: self.change,
            YEAR_AGO: self.year_ago,
            STATUS: self.status,
            TARGET: self._target,
            TREND: None,
            UNIT: self.unit if self.shows_unit else None,
            OWNER: owner,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTab:
    """One year of one cadence: all of its periods, stored or not.

    Columns are in the order of time; a page of `is_newest_first` shows them from the newest on, and
    hides those after it. `newest` is the last column with values of a whole period, or the period
    that was to be printed last; `so_far` columns behind it have values of periods that are not
    over. `news` are the second lines of the headers `Latest`, `Change`, `Year ago` and
    `Status`: `W46`, `vs W45`, `vs 2025-W46` and `W46`. A tab has a column for the status if one of
    its values has a target, and one for the change against a year ago if anything is that old.
    `summary` has a part on each status, `headline` as much of it as the columns in view have
    room for. `commented` are the periods with a column for comments, None where the
    scorecard has no such columns; `comments` are all texts on its periods, also those of series
    without a line.
    """

    title: str
    heading: str
    refreshed: str
    cadence: Cadence
    year: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    newest: int
    news: tuple[str, ...]
    has_targets: bool = False
    has_year_ago: bool = False
    summary: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    is_newest_first: bool = False
    so_far: int = 0
    commented: tuple[str, ...] | None = None
    comments: Mapping[CommentedValue, Sequence[str]] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the tab's columns."""
        absent = {label for label, is_there in self._optional.items() if not is_there}
        return tuple(label for label in LABELS if label not in absent)

    @property
    def _optional(self) -> dict[str, bool]:
        return {YEAR_AGO: self.has_year_ago, STATUS: self.has_targets}

    @property
    def last(self) -> int:
        """The last column with values, of whole periods or not."""
        return self.newest + self.so_far

    def place(self, index: int) -> int:
        """Return where the page shows a column, counted from the first period on it."""
        return len(self.columns) - 1 - index if self.is_newest_first else index

    @property
    def legend(self) -> tuple[str, ...]:
        """The meaning of each mark in the tab; those that need it most come first."""
        states = {cell.state for line in self.lines for cell in line.cells}
        marks = [mark for state, mark in MARKS.items() if state in states and mark.symbol]
        return tuple(f"{mark.symbol} = {mark.meaning}" for mark in marks)

    @property
    def subtitle(self) -> str:
        """The headline, when the tab was refreshed, and its legend; columns may cut off the end."""
        return SEPARATOR.join((*self.headline, self.refreshed, *self.legend))

    @property
    def subtitle_note(self) -> str:
        """The summary and the legend, a part on each line."""
        return "\n".join((*self.summary, *self.legend))


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole scorecard; `has_charts` is set if its runner asks for tabs of charts."""

    title: str
    tabs: tuple[SheetTab, ...]
    has_charts: bool = False


def scrub_grid(grid: Grid, scrub: Callable[[str], str]) -> Grid:
    """Return a grid whose labels and notes went through `scrub`, which masks secrets."""
    tabs = []
    for tab in grid.tabs:
        lines = tuple(_scrub_line(line, scrub) for line in tab.lines)
        tabs.append(replace(tab, lines=lines))
    return replace(grid, tabs=tuple(tabs))


def _scrub_line(line: Line, scrub: Callable[[str], str]) -> Line:
    return replace(
        line,
        label=scrub(line.label),
        note=scrub(line.note),
        cells=tuple(_scrub_cell(cell, scrub) for cell in line.cells),
        latest=_scrub_cell(line.latest, scrub),
    )


def _scrub_cell(cell: GridCell, scrub: Callable[[str], str]) -> GridCell:
    note = scrub(cell.note) if cell.note else ""
    return cell if note == cell.note else replace(cell, note=note)
