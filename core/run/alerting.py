"""Alerts after a run: what stored values give to tell, and what channels could be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.catalog import Catalogue
from core.compute import TaskResult
from core.errors import PublishError
from core.model import AlertEvent
from core.publish import place_of
from core.run.context import RunContext
from core.sheets import URL
from core.store import Messages


@dataclass(frozen=True)
class Alerted:
    """The alerts of a run, and a sentence on each message that could not be sent."""

    events: tuple[AlertEvent, ...] = ()
    undelivered: tuple[str, ...] = ()


def alert(
    context: RunContext, domains: Iterable[str], results: Sequence[TaskResult] = ()
) -> Alerted:
    """Judge the stored values of some domains, record what is to be told of them, and send it.

    A run that does not publish tells nothing, since readers have no new values; the next one does.
    """
    options = context.options
    watched = [domain for domain in sorted(domains) if _may_alert(context.catalogue, domain)]
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
        undelivered += deliver(context, domain)
    return Alerted(tuple(events), tuple(undelivered))


def deliver(context: RunContext, domain: str) -> tuple[str, ...]:
    """Send the messages of a domain that are not sent yet; return a sentence on each failure."""
    runner, settings = context.catalogue.runners[domain], context.settings
    if not runner.channels:
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


def _may_alert(catalogue: Catalogue, domain: str) -> bool:
    """Return whether a domain has rules; this module must not load the room of alerts to know."""
    runner = catalogue.runners[domain]
    if runner.alerts or runner.channels:
        return True
    return any(entry.kpi.alerts for entry in catalogue.entries_of(domain))
