"""From the store to the place that a runner's variable names, touching nothing that is already as it should be."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from core.config import Settings
from core.engines.base import Warehouse
from core.errors import PublishError
from core.journal import Journal
from core.publish.grid import make_grid
from core.publish.workbook import UNTOUCHED, content_of, write_workbook
from core.runner import Runner
from core.store import Store

_DUBLIN = "{http://purl.org/dc/terms/}modified"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"


@dataclass(frozen=True, slots=True)
class Published:
    """Where a scorecard stands, whether it had to be written, and where a copy that a person had edited was put."""

    place: str
    written: bool
    kept: str = ""


def workbook_path(settings: Settings, runner: Runner, domain: str) -> Path:
    """Return the workbook that a domain is published to.

    Raises:
        PublishError: The runner's variable holds something that is no path of an .xlsx.
    """
    place = settings.environment.get(runner.sheet, "") if runner.sheet else ""
    if not place:
        return settings.var / f"{domain}.xlsx"
    if not place.lower().endswith(".xlsx"):
        raise PublishError(f"{runner.sheet}={place!r} is no path of an .xlsx workbook; mend it in .env")
    return settings.path(place)


def publish_domain(settings: Settings, runner: Runner, domain: str, warehouse: Warehouse) -> Published:
    """Write a domain's workbook from the store alone; one that shows the same already is left as it is.

    A workbook that a person has saved since it was written is moved aside first, so that nothing typed there is lost.

    Raises:
        PublishError: There is nothing to show, or the file cannot be written.
    """
    path = workbook_path(settings, runner, domain)
    place = str(path.relative_to(settings.root)) if path.is_relative_to(settings.root) else str(path)
    grid = make_grid(runner.title, Store(warehouse).rows(domain), Journal(warehouse).definitions(domain), runner.zone)
    content, untouched = _state(path)
    if untouched and content == content_of(grid):
        return Published(place, written=False)
    kept = _set_aside(path, settings.now.astimezone(runner.zone)) if path.exists() and not untouched else ""
    write_workbook(grid, path)
    return Published(place, written=True, kept=kept)


def _state(path: Path) -> tuple[str, bool]:
    """Return which content a workbook of ours shows, and whether it is as we wrote it: saving sets another date."""
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
            f"{path} was edited and cannot be moved aside: {error.strerror}; close it and publish again"
        ) from None
    return kept.name
