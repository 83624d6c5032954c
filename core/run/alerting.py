"""Alerts after a run: what stored values give to tell, and what channels could be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.catalog import Hole, hole_lines, stale_lines
from core.compute import TaskResult
from core.errors import PublishError
from core.model import AlertEvent, Cadence, StaleValue
from core.publish import Published, place_of
from core.run.context import RunContext
from core.sheets import URL
from core.store import Messages


@dataclass(frozen=True)
class Alerted:
    """The alerts of a run, and a sentence on each message that could not be sent."""

    events: tuple[AlertEvent, ...] = ()
    undelivered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aftermath:
    """What a run leaves: its results, holes and stale values, and the publishes that failed.

    `cadences` are those of which a summary is due, none after a run that a person limits.
    """

    results: Sequence[TaskResult] = ()
    published: Mapping[str, Published | PublishError] = field(default_factory=dict)
    stale: Sequence[StaleValue] = ()
    holes: Sequence[Hole] = ()
    cadences: Sequence[Cadence] = ()

    def left(self, domain: str) -> tuple[str, ...]:
        """Return a sentence on each thing of a domain that is left to do."""
        stale = [value for value in self.stale if value.domain == domain]
        holes = [hole for hole in self.holes if hole.entry.domain == domain]
        published = self.published.get(domain)
        if isinstance(published, PublishError):
            faults: tuple[str, ...] = (str(published),)
        else:
            faults = published.faults if published else ()
        return (*faults, *stale_lines(stale), *hole_lines(holes))


_NOTHING = Aftermath()


def alert(context: RunContext, domains: Iterable[str], after: Aftermath = _NOTHING) -> Alerted:
    """Judge the stored values of some domains, record what is to be told of them, and send it.

    A run that does not publish tells nothing, since readers have no new values; the next one does.
    """
    options, results = context.options, after.results
    watched = [domain for domain in sorted(domains) if _may_alert(context, domain)]
    if options.dry_run or not options.publish or not watched:
        return Alerted()
    from core.alerts import Evaluation

    run_ids = {row.domain: row.run_id for result in results for row in result.rows[:1]}
    events: list[AlertEvent] = []
    undelivered: list[str] = []
    for domain in watched:
        evaluation = Evaluation(
            context.database,
            context.catalogue,
            domain,
            context.settings.now,
            run_ids.get(domain, ""),
            link_to(context, domain),
            context.series.continuity.retired,
        )
        events += evaluation.record()
        plan_summaries(context, domain, after)
        undelivered += deliver(context, domain)
    return Alerted(tuple(events), tuple(undelivered))


def plan_summaries(context: RunContext, domain: str, after: Aftermath) -> None:
    """Plan the summaries for the recipients of a domain that are due and not sent yet."""
    if not _sends_summaries(context, domain):
        return
    from core.alerts import Summaries

    entries = context.catalogue.entries_of(domain)
    present = {entry.kpi.cadence for entry in entries}
    now, link = context.settings.now, link_to(context, domain)
    files = f"scorecards/{domain}/"
    left_out = [str(each) for each in context.findings if each.file.startswith(files)]
    left = (*left_out, *after.left(domain))
    summaries = Summaries(context.database, context.catalogue, domain, now, link, left)
    summaries.plan([cadence for cadence in after.cadences if cadence in present])


def deliver(context: RunContext, domain: str) -> tuple[str, ...]:
    """Send the messages of a domain that are not sent yet; return a sentence on each failure."""
    runner, settings = context.catalogue.runners[domain], context.settings
    if not runner.channels and not _sends_summaries(context, domain):
        return ()
    from core.alerts import Channels, Outbox

    channels = Channels(settings.environment, settings.secrets)
    messages = Messages(context.database)
    return Outbox(messages, domain, runner, settings.now, channels.send).deliver()


def link_to(context: RunContext, domain: str) -> str:
    """Return the address of a domain's scorecard: a URL, or a path; empty if it has none."""
    try:
        place = place_of(context.settings, context.catalogue.runners[domain], domain)
    except PublishError:
        return ""
    return URL.format(place) if isinstance(place, str) else str(place)


def _may_alert(context: RunContext, domain: str) -> bool:
    """Return whether there is anybody to tell, or any rule; the room of alerts need not load."""
    runner = context.catalogue.runners[domain]
    if runner.alerts or runner.channels or _sends_summaries(context, domain):
        return True
    return any(entry.kpi.alerts for entry in context.catalogue.entries_of(domain))


def _sends_summaries(context: RunContext, domain: str) -> bool:
    has_server = bool(context.settings.environment.get("SCORECARD_SMTP"))
    return has_server and bool(context.catalogue.runners[domain].recipients)
