"""From the store to the place that a runner's variable names, touching nothing that is already as it should be."""

from __future__ import annotations

from pathlib import Path

from core.publish.scorecard import Order, Published, Scorecard, place_of


def publish_domain(scorecard: Scorecard, order: Order) -> Published:
    """Publish a domain from the store alone; what is as it should be already is left as it is.

    Raises:
        PublishError: There is nothing to show, or the workbook or spreadsheet cannot be read or written.
    """
    place = place_of(scorecard.settings, scorecard.runner, scorecard.domain)
    if isinstance(place, Path):
        from core.publish.xlsx.publish import publish_workbook

        return publish_workbook(scorecard, place, order)
    from core.publish.google.publish import publish_spreadsheet

    return publish_spreadsheet(scorecard, place, order)
