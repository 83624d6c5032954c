"""The local workbook: written whole when it shows something else, never over what a person saved."""

from __future__ import annotations

import uuid
import zipfile
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from core.errors import PublishError
from core.publish.scorecard import Order, Published, Scorecard
from core.publish.xlsx.render import UNTOUCHED, content_of, write_workbook
from core.settings import host, user
from core.store import Publication, Publications

_DUBLIN = "{http://purl.org/dc/terms/}modified"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"


def publish_workbook(scorecard: Scorecard, path: Path, order: Order) -> Published:
    """Write a workbook, whole; one that a person has saved since is moved aside first, so that
    nothing is lost.

    Raises:
        PublishError: There is nothing to show, or the file cannot be written.
    """
    settings, publications = scorecard.settings, Publications(scorecard.warehouse)
    place = (
        str(path.relative_to(settings.root)) if path.is_relative_to(settings.root) else str(path)
    )
    grid = scorecard.grid()
    content, untouched = _state(path)
    current = untouched and content == content_of(grid)
    if order.plan_only:
        return Published(place, written=not current)
    if current:
        # Of a publish that was cut off before it was written down, too, the log shall tell.
        if not publications.is_up_to_date(scorecard.domain, str(path)):
            publications.add(_publication(scorecard, path, order, cells=0))
        return Published(place, written=False)
    kept = (
        _set_aside(path, settings.now.astimezone(scorecard.runner.zone))
        if path.exists() and not untouched
        else ""
    )
    write_workbook(grid, path)
    cells = sum(
        cell.value is not None for tab in grid.tabs for line in tab.lines for cell in line.cells
    )
    publications.add(_publication(scorecard, path, order, cells))
    lines = (f"{place} had been edited; the edited copy is kept as {kept}",) if kept else ()
    return Published(place, written=True, lines=lines)


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
        bytes=path.stat().st_size,
    )


def _state(path: Path) -> tuple[str, bool]:
    """Return which content a workbook of ours shows, and whether it is as we wrote it: saving sets
    another date.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            properties = ElementTree.fromstring(archive.read("docProps/core.xml"))
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return "", False
    modified = properties.findtext(_DUBLIN, "")
    return properties.findtext(_KEYWORDS, ""), modified == f"{UNTOUCHED:%Y-%m-%dT%H:%M:%SZ}"


def _set_aside(path: Path, now: datetime) -> str:
    kept = path.with_name(f"{path.stem} (edited, kept {now:%Y-%m-%d %H%M%S}){path.suffix}")
    try:
        path.rename(kept)
    except OSError as error:
        raise PublishError(
            f"{path} was edited and cannot be moved aside: {error.strerror}; close it and publish"
            " again"
        ) from None
    return kept.name
