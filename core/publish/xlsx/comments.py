"""Comments that people typed into a workbook, read back before it is written anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import SourceError
from core.model import clean_text, parse_period
from core.publish.comments import shorten
from core.publish.grid import COMMENTS, NAME, NUMBER, Grid, Line, SheetTab
from core.publish.keys import series_of, series_row_key
from core.publish.scorecard import Scorecard
from core.publish.xlsx.state import WorkbookState
from core.settings import current_time
from core.sheets import read_workbook
from core.store import Comment, CommentKey, PublishedCells, WrittenCell

_Cells = Sequence[Sequence[object]]


def read_comments(path: Path, grid: Grid) -> dict[CommentKey, str]:
    """Return the texts in the columns for comments, "" for empty cells; nothing of a broken file.

    Lines are found by number and name, wherever a person moved them.
    """
    try:
        tabs = read_workbook(path, "workbook")
    except SourceError:
        return {}
    found: dict[CommentKey, str] = {}
    for tab in grid.tabs:
        found |= dict(_comments(tab, tabs.get(tab.title, ())))
    return found


def find_typed(scorecard: Scorecard, path: Path, grid: Grid, state: WorkbookState) -> list[Comment]:
    """Return what people typed since the workbook was written; nothing if none of them saved it.

    A program that saves a workbook says who did so, and rarely anything else.
    """
    if not (scorecard.runner.comments and state.content and state.is_edited):
        return []
    before = _shown_before(scorecard, path)
    cells = PublishedCells(scorecard.database, scorecard.domain, str(path))
    after = cells.last_publication_time()
    stored = _texts(grid)
    typed: list[Comment] = []
    for key, text in read_comments(path, grid).items():
        if text not in (before.get(key, ""), stored.get(key, "")):
            typed.append(_comment(scorecard, path, key, text, state.author, after))
    return typed


def _comment(
    scorecard: Scorecard,
    path: Path,
    key: CommentKey,
    text: str,
    author: str,
    after: datetime | None,
) -> Comment:
    number, field, details, period = key
    return Comment(
        domain=scorecard.domain,
        kpi_number=number,
        field_name=field,
        field_details=details,
        cadence=parse_period(period).cadence,
        period=period,
        text=text,
        author=author,
        source="workbook",
        target=str(path),
        marker="",
        typed_after=after,
        seen_at=current_time(scorecard.settings.environment),
    )


def typed_lines(typed: Iterable[Comment]) -> Iterator[str]:
    """Yield a line for each comment that people typed or removed."""
    for comment in typed:
        part = f" › {comment.field_details}" if comment.field_details else ""
        text = shorten(comment.text) if comment.text else "removed"
        yield f"comment on KPI {comment.kpi_number}{part}, {comment.period}: {text}"


def store_shown(scorecard: Scorecard, path: Path, grid: Grid, marker: str) -> None:
    """Store which comments a workbook shows, so that the next publish knows what was typed."""
    if not scorecard.runner.comments:
        return
    before, shown = _shown_before(scorecard, path), _texts(grid)
    changed = [
        WrittenCell(("", series_row_key(key[0], key[1]) + key[2], key[3]), shown.get(key) or None)
        for key in sorted({*before, *shown})
        if before.get(key, "") != shown.get(key, "")
    ]
    cells = PublishedCells(scorecard.database, scorecard.domain, str(path))
    cells.adopt(changed, marker)


def _shown_before(scorecard: Scorecard, path: Path) -> dict[CommentKey, str]:
    cells = PublishedCells(scorecard.database, scorecard.domain, str(path)).read()
    found: dict[CommentKey, str] = {}
    for (_, row, period), text in cells.items():
        found[*series_of(row), period] = str(text or "")
    return found


def _texts(grid: Grid) -> dict[CommentKey, str]:
    """Return the comments in a grid."""
    texts: dict[CommentKey, str] = {}
    for tab in grid.tabs:
        for line in tab.lines:
            texts |= {_key(line, period): found[-1] for period, found in line.comments.items()}
    return texts


@dataclass(frozen=True, slots=True)
class _Header:
    """The row of our labels, and the columns of number, name and comments by period."""

    row: int
    number: int
    name: int
    periods: Mapping[str, int]


def _comments(tab: SheetTab, cells: _Cells) -> Iterator[tuple[CommentKey, str]]:
    header = _find_header(cells, {column.period.label for column in tab.columns})
    if header is None:
        return
    lines = _by_labels(tab.lines)
    for row in cells[header.row + 1 :]:
        line = lines.get((_text(row, header.number), _text(row, header.name)))
        if line:
            for period, column in header.periods.items():
                yield _key(line, period), _text(row, column)


def _find_header(cells: _Cells, known: Collection[str]) -> _Header | None:
    """Return where our labels are; the row above has those of periods and comments."""
    for index, row in enumerate(cells):
        if index and NUMBER in row and NAME in row:
            above = cells[index - 1]
            periods = {
                _text(row, column): column
                for column, label in enumerate(above)
                if label == COMMENTS and _text(row, column) in known
            }
            return _Header(index, row.index(NUMBER), row.index(NAME), periods)
    return None


def _by_labels(lines: Sequence[Line]) -> dict[tuple[str, str], Line]:
    """Return lines by number and name; two that share them cannot be told apart."""
    counts = Counter((line.kpi_number, line.label) for line in lines)
    return {
        (str(line.kpi_number), line.label): line
        for line in lines
        if counts[line.kpi_number, line.label] == 1
    }


def _key(line: Line, period: str) -> CommentKey:
    return line.kpi_number, line.field_name, line.field_details, period


def _text(row: Sequence[object], column: int) -> str:
    value = row[column] if column < len(row) else None
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return clean_text(f"{value:.15g}" if isinstance(value, int | float) else str(value))
