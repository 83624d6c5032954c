"""Publishes a scorecard to a spreadsheet, through a client that is opened for one publish."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.engines import Access
from core.errors import PublishError, SettingsError
from core.publish.charts import chart_tabs
from core.publish.google.comment_records import comment_details, comment_lines
from core.publish.google.effects_text import effect_details, effect_lines
from core.publish.google.publisher import Publisher, PublishOutcome
from core.publish.google.text import fault_lines, plan_details, plan_lines
from core.publish.google.wanted import Wanted, wanted_tabs
from core.publish.google.wanted_charts import wanted_charts
from core.publish.grid import Grid
from core.publish.keys import series_row_key
from core.publish.scorecard import Order, Published, Scorecard
from core.settings import current_time, store_setting
from core.sheets import URL, open_client
from core.store import Comments, PublishedCells, SeriesLedger, read_identity

WAIT = 600.0  # seconds; no publish takes longer


def publish_spreadsheet(scorecard: Scorecard, book: str, order: Order) -> Published:
    """Bring a spreadsheet up to date with one read and, where something differs, one write.

    Raises:
        PublishError: It cannot be read or written; the store is untouched.
    """
    publisher = open_publisher(scorecard, book)
    # Two scorecards may share a spreadsheet; the second one waits.
    access = Access(order.command, write=True, wait=WAIT)
    with scorecard.database.lock([f"spreadsheet {book}"], access):
        outcome = publisher.publish(
            lambda since: _wanted(scorecard, scorecard.grid(since), order), order
        )
    return _summary(book, outcome, order, has_comments=scorecard.runner.comments)


def open_publisher(scorecard: Scorecard, book: str) -> Publisher:
    """Return the publisher of a scorecard to a spreadsheet.

    Raises:
        PublishError: The settings do not let it be reached.
    """
    settings, variable = scorecard.settings, scorecard.runner.sheet
    try:
        client = open_client(settings.environment, settings.root, book, variable)
    except SettingsError as error:
        raise PublishError(f"{variable}: {error}") from None
    cells = PublishedCells(scorecard.database, scorecard.domain, book)
    identity = read_identity(scorecard.database)
    renames = [*_row_renames(SeriesLedger(scorecard.database), scorecard.domain)]
    comments = Comments(scorecard.database, scorecard.domain) if scorecard.runner.comments else None
    clock = partial(current_time, settings.environment)
    return Publisher(
        client,
        cells,
        scorecard.domain,
        settings.now,
        identity,
        renames,
        comments,
        clock,
        store_setting(settings),
    )


def _wanted(scorecard: Scorecard, grid: Grid, order: Order) -> list[Wanted]:
    """Return the pages of a scorecard, and its tabs of charts behind them."""
    tabs = [*wanted_tabs(scorecard.domain, grid, order.covers)]
    if grid.has_charts:
        tabs += [wanted_charts(scorecard.domain, tab, order.covers) for tab in chart_tabs(grid)]
    return tabs


def _row_renames(ledger: SeriesLedger, domain: str) -> Iterator[tuple[str, str]]:
    """Yield the beginnings of the row keys of renamed series, old and new, oldest first."""
    for change in ledger.changes(domain):
        if change.action == "renamed" and change.domain == change.new_domain:
            yield (
                series_row_key(change.kpi_number, change.field_name),
                series_row_key(change.new_number, change.new_field),
            )


def _summary(book: str, outcome: PublishOutcome, order: Order, *, has_comments: bool) -> Published:
    effects = outcome.effects
    details = plan_details(outcome.plan) | {
        "effects": effect_details(effects),
        "payload_bytes": max((batch.size for batch in outcome.batches), default=0),
        "requests": len(outcome.batches),
    }
    lines = (*outcome.notices, *plan_lines(outcome.plan, cells=order.plan_only))
    if order.plan_only:
        lines = (*lines, *effect_lines(effects))
    if has_comments:
        details["comments"] = comment_details(outcome.plan)
        lines = (*lines, *comment_lines(outcome.plan))
    refusals = (outcome.refusal,) if outcome.refusal else ()
    return Published(
        place=URL.format(book),
        written=bool(outcome.batches),
        lines=lines,
        details=details,
        faults=(*refusals, *fault_lines(outcome.plan)),
    )
