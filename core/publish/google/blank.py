"""Recognises the tab of a new spreadsheet to which nothing was ever done. Pure.

Google names it in the account's language, so it is known by having nothing in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

# Everything that a person can have done to a spreadsheet.
EVERYTHING = "sheets,namedRanges,developerMetadata,dataSources,dataSourceSchedules"

# `Sheet1`, `Tabellenblatt1`, `Feuille 1`: the same in all languages but for the word.
_USUAL_TITLE = re.compile(r"[^\d_]{2,}1")
_USUAL_PROPERTIES = {"sheetId", "title", "index", "sheetType", "gridProperties"}
_USUAL_SIZE = {"rowCount": 1000, "columnCount": 26}


def may_be_blank(overview: Mapping[str, Any]) -> bool:
    """Return whether a spreadsheet's tabs, without their contents, are those of a new one."""
    sheets = overview.get("sheets", ())
    if len(sheets) != 1 or overview.get("developerMetadata"):
        return False
    properties = sheets[0]["properties"]
    is_first = int(properties.get("sheetId", 0)) == 0
    is_usual = {*properties} <= _USUAL_PROPERTIES and properties.get("sheetType", "GRID") == "GRID"
    has_usual_size = properties.get("gridProperties") == _USUAL_SIZE
    has_usual_title = _USUAL_TITLE.fullmatch(str(properties.get("title", ""))) is not None
    is_marked = bool(sheets[0].get("developerMetadata"))
    return is_first and is_usual and has_usual_size and has_usual_title and not is_marked


def is_blank(answer: Mapping[str, Any]) -> bool:
    """Return whether an answer to `EVERYTHING` shows a new spreadsheet; another answer does not.

    Whatever is not known to be in each new spreadsheet counts as a person's.
    """
    sheets = answer.get("sheets", ())
    if not may_be_blank(answer) or {*answer} - {"sheets", "spreadsheetId"}:
        return False
    if {*sheets[0]} != {"properties", "data"} or len(sheets[0]["data"]) != 1:
        return False
    (data,) = sheets[0]["data"]
    has_cells = any(cell for row in data.get("rowData", ()) for cell in row.get("values", ()))
    lines = (data.get("rowMetadata", ()), data.get("columnMetadata", ()))
    return all(map(_are_alike, lines)) and not has_cells


def _are_alike(lines: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether all rows or columns have the same size and nothing else."""
    return bool(lines) and all({*line} == {"pixelSize"} and line == lines[0] for line in lines)
