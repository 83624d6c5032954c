"""Publishes a scorecard to a workbook: written as a whole, never over a person's edits."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from core.errors import PublishError
from core.publish.comments import add_comments
from core.publish.grid import Grid
from core.publish.guard import find_refusal
from core.publish.scorecard import Order, Published, Scorecard
from core.publish.xlsx.comments import find_typed, store_shown, typed_lines
from core.publish.xlsx.content import content_of
from core.publish.xlsx.render import write_workbook
from core.publish.xlsx.state import read_state
from core.settings import Settings, host, store_setting, user
from core.store import Comments, Publication, Publications, read_identity


def publish_workbook(scorecard: Scorecard, path: Path, order: Order) -> Published:
    """Write a workbook as a whole; one that a person has saved is moved aside first.

    Raises:
        PublishError: There is nothing to show, the file cannot be written, or it shows the values
            of another store or of one that has lost most of them.
    """
    place = shown_path(scorecard.settings, path)
    grid = scorecard.grid()
    state = read_state(path)
    identity = read_identity(scorecard.database)
    typed = find_typed(scorecard, path, grid, state)
    values = _count_values(grid)
    is_same = (state.content, state.identity) == (content_of(grid), identity)
    is_current = is_same and not state.is_edited
    setting = store_setting(scorecard.settings)
    refusal = find_refusal(place, identity, state.identity, state.numbers, values, setting)
    if order.plan_only:
        faults = (refusal,) if refusal and not order.force else ()
        return Published(place, written=not is_current, lines=(*typed_lines(typed),), faults=faults)
    if refusal and not order.force:
        raise PublishError(refusal)
    if is_current:
        _store_missing_publication(scorecard, path, order)
        return Published(place, written=False)
    publication = _publication(scorecard, path, order, values)
    comments = Comments(scorecard.database, scorecard.domain)
    comments.add([replace(comment, marker=publication.marker) for comment in typed])
    if typed:
        grid = add_comments(grid, comments.read())
    lines = (*typed_lines(typed),)
    if path.exists() and state.is_edited:
        kept = _set_aside(path, scorecard.settings.now.astimezone(scorecard.runner.zone))
        lines = (
            *lines,
            f"{place} had been edited; the edited copy is kept as {kept}",
        )
    write_workbook(grid, path, identity)
    publication = replace(publication, bytes=path.stat().st_size)
    Publications(scorecard.database).add(publication)
    store_shown(scorecard, path, grid, publication.marker)
    return Published(place, written=True, lines=lines)


def shown_path(settings: Settings, path: Path) -> str:
    """Return a workbook's path for readers: below the project's root without it."""
    return str(path.relative_to(settings.root) if path.is_relative_to(settings.root) else path)


def _store_missing_publication(scorecard: Scorecard, path: Path, order: Order) -> None:
    """Store the publication of a process that wrote the workbook and then died."""
    publications = Publications(scorecard.database)
    if not publications.is_up_to_date(scorecard.domain, str(path)):
        publications.add(_publication(scorecard, path, order, cells=0))


def _set_aside(path: Path, now: datetime) -> str:
    """Rename an edited workbook; return its new name."""
    kept = path.with_name(f"{path.stem} (edited, kept {now:%Y-%m-%d %H%M%S}){path.suffix}")
    try:
        path.rename(kept)
    except OSError as error:
        raise PublishError(
            f"{path} was edited and cannot be moved aside: {error.strerror}; close it and publish"
            " again"
        ) from None
    return kept.name


def _count_values(grid: Grid) -> int:
    lines = (line for tab in grid.tabs for line in tab.lines)
    return sum(cell.value is not None for line in lines for cell in line.cells)


def _publication(scorecard: Scorecard, path: Path, order: Order, cells: int) -> Publication:
    return Publication(
        marker=f"{scorecard.domain}:{uuid.uuid4().hex}",
        domain=scorecard.domain,
        target=str(path),
        command=order.command,
        filters="",  # a workbook is written whole
        published_by=user(),
        host=host(),
        planned_at=scorecard.settings.now,
        outcome="applied",
        cells=cells,
        kept=0,
        bytes=path.stat().st_size if path.exists() else 0,
    )
