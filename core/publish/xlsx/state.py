"""A workbook as it is: which scorecard it shows, who filled it, and whether a person saved it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from core.publish.grid import LABELS
from core.publish.xlsx.page import FIRST_LINE
from core.publish.xlsx.render import UNTOUCHED

_MODIFIED = "{http://purl.org/dc/terms/}modified"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_AUTHOR = _KEYWORDS.replace("keywords", "lastModifiedBy")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OURS = re.compile(r"[0-9a-f]{64}( [0-9a-f]{32})?")
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


# A tab may have two labels less; the last two labels are texts.
_FIRST_PERIOD = len(LABELS) - 2


@dataclass(frozen=True, slots=True)
class WorkbookState:
    """A workbook as it is: the hash of its content, and the identity of the store behind it.

    A file that is not a workbook of ours counts as edited. `numbers` are the values it shows,
    `author` is who saved it last, as far as the program says.
    """

    content: str = ""
    identity: str = ""
    is_edited: bool = True
    numbers: int = 0
    author: str = ""


def read_state(path: Path) -> WorkbookState:
    """Read the state of a workbook; ours carry a fixed date, which saving replaces."""
    try:
        with zipfile.ZipFile(path) as archive:
            properties = ElementTree.fromstring(archive.read("docProps/core.xml"))
            keywords = properties.findtext(_KEYWORDS, "")
            is_ours = _OURS.fullmatch(keywords) is not None
            numbers = _count_numbers(archive) if is_ours else 0
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return WorkbookState()
    is_edited = properties.findtext(_MODIFIED, "") != f"{UNTOUCHED:%Y-%m-%dT%H:%M:%SZ}"
    content, _, identity = keywords.partition(" ") if is_ours else ("", "", "")
    author = properties.findtext(_AUTHOR, "")
    return WorkbookState(content, identity, is_edited, numbers, author)


def _count_numbers(archive: zipfile.ZipFile) -> int:
    count = 0
    for name in archive.namelist():
        if name.startswith("xl/worksheets/sheet"):
            with archive.open(name) as sheet:
                count += sum(_is_value(cell) for cell in _cells(sheet))
    return count


def _cells(sheet: IO[bytes]) -> Iterator[ElementTree.Element]:
    for _, element in ElementTree.iterparse(sheet):
        if element.tag == f"{_MAIN}c":
            yield element


def _is_value(cell: ElementTree.Element) -> bool:
    """Return whether a cell holds a number below the header and right of the labels."""
    place = _CELL.fullmatch(cell.get("r", ""))
    if place is None or cell.get("t", "n") != "n" or cell.find(f"{_MAIN}v") is None:
        return False
    letters, row = place.groups()
    # G and all that follow it: longer names, or later letters.
    is_period = (len(letters), letters) >= (1, chr(ord("A") + _FIRST_PERIOD))
    return is_period and int(row) > FIRST_LINE
