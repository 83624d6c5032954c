"""Columns for comments in a scorecard: beside the newest period, and where a text is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.model import text_start
from core.publish.grid import Grid, Line, SheetTab
from core.store import Comment, CommentKey


def add_comments(grid: Grid, comments: Iterable[Comment]) -> Grid:
    """Return a grid with columns for comments; `comments` are those of the domain, oldest first."""
    texts: dict[CommentKey, list[str]] = {}
    for comment in comments:
        texts.setdefault(comment.key, []).append(comment.text)
    newest = {tab.cadence: tab.year for tab in sorted(grid.tabs, key=lambda tab: tab.year)}
    tabs = [_add(tab, texts, is_newest=tab.year == newest[tab.cadence]) for tab in grid.tabs]
    return replace(grid, tabs=tuple(tabs))


def _add(tab: SheetTab, texts: Mapping[CommentKey, Sequence[str]], *, is_newest: bool) -> SheetTab:
    periods = [column.period.label for column in tab.columns]
    lines = tuple(_line(line, periods, texts) for line in tab.lines)
    commented = {period for line in lines for period, found in line.comments.items() if found[-1]}
    if is_newest:
        commented.add(periods[tab.newest])
    in_order = tuple(period for period in periods if period in commented)
    # A row without a line may still be in a spreadsheet.
    of_tab = {key: found for key, found in texts.items() if key[3] in {*periods}}
    return replace(tab, lines=lines, commented=in_order, comments=of_tab)


def _line(line: Line, periods: Sequence[str], texts: Mapping[CommentKey, Sequence[str]]) -> Line:
    series = line.kpi_number, line.field_name, line.field_details
    found = {period: texts[*series, period] for period in periods if (*series, period) in texts}
    return replace(line, comments=found) if found else line


def shorten(text: str) -> str:
    """Return the beginning of a comment on one line, in quotation marks."""
    return repr(text_start(text))
