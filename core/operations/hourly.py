"""Runs for today so far that have stopped, although their schedule goes on."""

from __future__ import annotations

import shlex
from contextlib import suppress
from datetime import datetime, timedelta

from cronsim import CronSim, CronSimError

from core.engines import Database
from core.model import Runner
from core.store import PastRun, Runs

# A run may wait that long for one of another cadence, and for the sources.
GRACE = timedelta(hours=1)


def missed_today(database: Database, runner: Runner, domain: str, now: datetime) -> datetime | None:
    """Return when the newest run for today so far should have begun; None if one has since.

    The instant is in the business time zone. A run counts until an hour later as on its way.
    """
    due = newest_start(runner, now)
    if due is None:
        return None
    runs = Runs(database).read_newest(domain, first=due)
    return None if any(map(_is_of_today, runs)) else due


def newest_start(runner: Runner, now: datetime) -> datetime | None:
    """Return when the newest run for today so far was to begin, at least an hour ago.

    None without a schedule for today, and for one whose newest start was on another day.
    """
    if not runner.today:
        return None
    local = (now - GRACE).astimezone(runner.zone)
    try:
        # The sequence begins before an instant, and leaves out the instant itself.
        due = next(CronSim(runner.today, local + timedelta(minutes=1), reverse=True))
    except (CronSimError, StopIteration):
        return None
    return due if due.date() == now.astimezone(runner.zone).date() else None


def _is_of_today(past: PastRun) -> bool:
    words: list[str] = []
    # A masked secret may have left a quote without its partner.
    with suppress(ValueError):
        words = shlex.split(past.run.command)
    return "--today" in words
