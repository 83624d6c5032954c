"""Requests that add the charts of rows. Pure.

A chart is added in the request that inserts its row, and never touched again: from then on it
belongs to the people who read it. It follows its cells by itself, so it never has to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2s
from typing import Any

from core.colours import GOOD_INK, INK, SOFT_INK
from core.publish.charts import CHART_HEIGHT, CHART_WIDTH
from core.publish.google.formats import colour
from core.publish.google.positions import Positions
from core.publish.google.ranges import grid_range
from core.publish.google.sheet import Box
from core.publish.google.updates import ApiRequest
from core.publish.google.wanted import HEADER_ROWS, Wanted
from core.publish.google.wanted_charts import CHART
from core.publish.grid import NAME
from core.publish.theme import FONT

_OFFSET = 6  # pixels


def chart_requests(
    wanted: Wanted, positions: Positions, rows: Iterable[str], marker: str
) -> Iterator[ApiRequest]:
    """Yield the chart of each new row; its id follows from the publication's marker."""
    if wanted.charts is None:
        return
    for row in rows:
        if row not in HEADER_ROWS:
            yield {"addChart": {"chart": _chart(wanted, positions, row, chart_id(marker, row))}}


def chart_id(marker: str, row: str) -> int:
    """Return an id for the chart that a publication adds for a row; ids have 31 bits."""
    digest = blake2s(f"{marker}\n{row}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) >> 1 or 1


def _chart(wanted: Wanted, positions: Positions, row: str, number: int) -> dict[str, Any]:
    name = str(wanted.cells[row, NAME].value)
    anchor = {
        "sheetId": positions.sheet_id,
        "rowIndex": positions.rows[row],
        "columnIndex": positions.columns[CHART],
    }
    place = {
        "anchorCell": anchor,
        "offsetXPixels": _OFFSET,
        "offsetYPixels": _OFFSET,
        "widthPixels": CHART_WIDTH,
        "heightPixels": CHART_HEIGHT,
    }
    return {
        "chartId": number,
        "spec": _spec(wanted, positions, row, name),
        "position": {"overlayPosition": place},
    }


def _spec(wanted: Wanted, positions: Positions, row: str, name: str) -> dict[str, Any]:
    columns = wanted.charts
    assert columns is not None
    series = [_series(positions, row, columns.periods, GOOD_INK, "SOLID", 3)]
    subtitle = f"solid: {columns.year}"
    if columns.years_ago:
        before = _series(positions, row, columns.years_ago, SOFT_INK, "MEDIUM_DASHED", 2)
        series, subtitle = [before, *series], f"{subtitle}, dashed: a year ago"
    labels = _data(positions, columns.names, columns.periods)
    return {
        "title": name,
        "titleTextFormat": {"bold": True, "fontSize": 12, "foregroundColorStyle": colour(INK)},
        "subtitle": subtitle,
        "subtitleTextFormat": {"foregroundColorStyle": colour(SOFT_INK)},
        "altText": f"{name}: {subtitle}. The numbers are in the cells beside the chart.",
        "fontName": FONT,
        # People may hide the numbers, and still see the chart.
        "hiddenDimensionStrategy": "SHOW_ALL",
        "basicChart": {
            "chartType": "LINE",
            "legendPosition": "NO_LEGEND",
            "domains": [{"domain": labels}],
            "series": series,
            "headerCount": 0,
        },
    }


def _series(
    positions: Positions, row: str, keys: Sequence[str], ink: str, dash: str, width: int
) -> dict[str, Any]:
    return {
        "series": _data(positions, row, keys),
        "targetAxis": "LEFT_AXIS",
        "type": "LINE",
        "colorStyle": colour(ink),
        "lineStyle": {"type": dash, "width": width},
    }


def _data(positions: Positions, row: str, keys: Sequence[str]) -> dict[str, Any]:
    index = positions.rows[row]
    columns = [positions.columns[key] for key in keys if key in positions.columns]
    box = Box(index, min(columns), index + 1, max(columns) + 1)
    return {"sourceRange": {"sources": [grid_range(positions.sheet_id, box)]}}
