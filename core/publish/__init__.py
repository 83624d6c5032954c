"""Publishes scorecards: stored rows become a grid, the grid a workbook or a Google Sheet.

It computes no value.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.publish.keys import row_key, series_row_key, tab_key
from core.publish.scorecard import Order, Published, Scorecard, is_complete, place_of
from core.publish.shown import ShownCell, ShownPlace
from core.store import Faults

__all__ = [
    "Order",
    "Published",
    "Scorecard",
    "ShownCell",
    "ShownPlace",
    "is_complete",
    "place_of",
    "publish_domain",
    "read_shown",
    "row_key",
    "series_row_key",
    "tab_key",
]


def read_shown(scorecard: Scorecard, order: Order) -> ShownPlace:
    """Read what the place of a domain shows now; nothing is written.

    Raises:
        PublishError: The workbook or spreadsheet cannot be read.
    """
    place = place_of(scorecard.settings, scorecard.runner, scorecard.domain)
    order = replace(order, plan_only=True, force=True)
    # Late, as in a publish.
    if isinstance(place, Path):
        from core.publish.xlsx.shown import read_workbook_cells

        return read_workbook_cells(scorecard, place, order)
    from core.publish.google.shown import read_spreadsheet

    return read_spreadsheet(scorecard, place, order)


def publish_domain(scorecard: Scorecard, order: Order) -> Published:
    """Publish a domain to the workbook or spreadsheet its runner names; write only what differs.

    Raises:
        PublishError: There is nothing to show, or the workbook or spreadsheet cannot be read or
            written.
    """
    place = place_of(scorecard.settings, scorecard.runner, scorecard.domain)
    published = _publish_to(place, scorecard, order)
    # A publish of some periods says nothing about the others.
    if not order.plan_only and order.span is None:
        Faults(scorecard.database, scorecard.domain, str(place)).replace(published.faults)
    return published


def _publish_to(place: Path | str, scorecard: Scorecard, order: Order) -> Published:
    # Late, since a publish needs XlsxWriter or Google's client, and other commands neither.
    if isinstance(place, Path):
        from core.publish.xlsx.publish import publish_workbook

        return publish_workbook(scorecard, place, order)
    from core.publish.google.publish import publish_spreadsheet

    return publish_spreadsheet(scorecard, place, order)
