"""Alerts after a run: what stored values give to tell, and what channels could be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.catalog import Catalogue
from core.engines import Database
from core.errors import PublishError
from core.model import AlertEvent, Runner
from core.publish import place_of
from core.run.aftermath import Aftermath
from core.run.context import RunContext
from core.run.incidents import find_incidents, find_withheld, left_out_of
from core.settings import SMTP_SETTING, Settings
from core.sheets import URL
from core.store import Messages

if TYPE_CHECKING:
    from core.alerts import Incident


@dataclass(frozen=True)
class Alerted:
    """The alerts of a run, and a sentence on each message that could not be sent."""

    events: tuple[AlertEvent, ...] = ()
    undelivered: tuple[str, ...] = ()


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
        events += record_incidents(context, domain, after, run_ids.get(domain, ""))
        plan_summaries(context, domain, after)
        undelivered += deliver(context.settings, context.catalogue, context.database, domain)
    return Alerted(tuple(events), tuple(undelivered))


def plan_summaries(context: RunContext, domain: str, after: Aftermath) -> None:
    """Plan the summaries for the recipients of a domain that are due and not sent yet."""
    if not _has_readers(context.settings, context.catalogue.runners[domain]):
        return
    from core.alerts import Summaries

    entries = context.catalogue.entries_of(domain)
    present = {entry.kpi.cadence for entry in entries}
    now, link = context.settings.now, link_to(context, domain)
    left_out = left_out_of(context.findings, domain).values()
    left = (*left_out, *after.left(domain))
    summaries = Summaries(context.database, context.catalogue, domain, now, link, left)
    summaries.plan([cadence for cadence in after.cadences(domain) if cadence in present])


def record_incidents(
    context: RunContext, domain: str, after: Aftermath, run_id: str
) -> tuple[AlertEvent, ...]:
    """Record what is to be told of a run itself, to the runner's channels and to owners by mail."""
    runner = context.catalogue.runners[domain]
    found: list[Incident] = []
    if runner.channels:
        left_out = left_out_of(context.findings, domain)
        found += find_incidents(runner.title, domain, after, left_out)
    if _sends_mail(context.settings):
        found += find_withheld(runner, domain, after)
    if not found:
        return ()
    from core.alerts import Incidents

    now, link = context.settings.now, link_to(context, domain)
    return Incidents(context.database, domain, runner, now, run_id, link).record(found)


def deliver(
    settings: Settings, catalogue: Catalogue, database: Database, domain: str
) -> tuple[str, ...]:
    """Send the messages of a domain that are not sent yet; return a sentence on each failure."""
    runner = catalogue.runners[domain]
    if not runner.channels and not _sends_mail(settings):
        return ()
    from core.alerts import Channels, Outbox

    channels = Channels(settings.environment, settings.secrets)
    return Outbox(Messages(database), domain, runner, settings.now, channels.send).deliver()


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
    if runner.alerts or runner.channels or _sends_mail(context.settings):
        return True
    return any(entry.kpi.alerts for entry in context.catalogue.entries_of(domain))


def _has_readers(settings: Settings, runner: Runner) -> bool:
    """Return whether summaries of a domain are sent."""
    return _sends_mail(settings) and bool(runner.recipients)


def _sends_mail(settings: Settings) -> bool:
    """Return whether a mail server is set, by which recipients and owners are told."""
    return bool(settings.environment.get(SMTP_SETTING))
