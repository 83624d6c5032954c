"""Alerts after a run: of each domain whose KPIs have rules, what its stored values give to tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.catalog import Catalogue
from core.compute import TaskResult
from core.model import AlertEvent
from core.run.context import RunContext


def record_alerts(
    context: RunContext, domains: Iterable[str], results: Sequence[TaskResult]
) -> tuple[AlertEvent, ...]:
    """Judge the stored values of some domains and record what is to be told of them.

    A run that does not publish tells nothing, since readers have no new values; the next one does.
    """
    catalogue, options = context.catalogue, context.options
    watched = [domain for domain in sorted(domains) if _may_alert(catalogue, domain)]
    if options.dry_run or not options.publish or not watched:
        return ()
    from core.alerts import Evaluation

    run_ids = {row.domain: row.run_id for result in results for row in result.rows[:1]}
    events: list[AlertEvent] = []
    retired = context.series.continuity.retired
    for domain in watched:
        run_id, now = run_ids.get(domain, ""), context.settings.now
        evaluation = Evaluation(context.database, catalogue, domain, now, run_id, retired)
        events += evaluation.record()
    return tuple(events)


def _may_alert(catalogue: Catalogue, domain: str) -> bool:
    """Return whether a domain has rules; this module must not load the room of alerts to know."""
    if catalogue.runners[domain].alerts:
        return True
    return any(entry.kpi.alerts for entry in catalogue.entries_of(domain))
