"""A scorecard in a spreadsheet: credentials, client and record put together for one publish."""

from __future__ import annotations

from core.engines import Access
from core.errors import PublishError, SettingsError
from core.publish.google.publisher import Publisher
from core.publish.google.text import plan_lines, plan_record
from core.publish.google.wanted import wanted_tabs
from core.publish.scorecard import Order, Published, Scorecard
from core.sheets import URL, open_client
from core.store import PublishedCells

WAIT = 600.0  # seconds; no publish takes longer


def publish_spreadsheet(scorecard: Scorecard, book: str, order: Order) -> Published:
    """Bring a spreadsheet up to date with one read and, where there is something to write, one
    write.

    Raises:
        PublishError: It cannot be read or written; the store is untouched.
    """
    settings, variable = scorecard.settings, scorecard.runner.sheet
    try:
        client = open_client(settings.environment, settings.root, book, variable)
    except SettingsError as error:
        raise PublishError(f"{variable}: {error}") from None
    record = PublishedCells(scorecard.warehouse, scorecard.domain, book)
    publisher = Publisher(client, record, scorecard.domain, settings.now)
    # Two scorecards may share a spreadsheet; the second waits.
    with scorecard.warehouse.lock(
        [f"spreadsheet {book}"], Access(order.command, write=True, wait=WAIT)
    ):
        outcome = publisher.publish(
            lambda since: wanted_tabs(scorecard.domain, scorecard.grid(since), order.covers), order
        )
    lines = (*outcome.told, *plan_lines(outcome.plan, cells=order.plan_only))
    details = {
        **plan_record(outcome.plan),
        "payload_bytes": outcome.largest,
        "requests": len(outcome.batches),
    }
    return Published(
        URL.format(book), written=not outcome.plan.is_empty, lines=lines, details=details
    )
