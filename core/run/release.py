"""The release of a value that checks keep back: a person lets it through, with a reason."""

from __future__ import annotations

from dataclasses import replace

from core.catalog import load_with_neighbours
from core.compute import Progress
from core.run.context import RELEASED, Options, ReleaseRequest
from core.run.period_choice import choose_period
from core.run.pipeline import Report, run
from core.run.plan import RunRequest
from core.settings import Settings


def release(
    settings: Settings, request: ReleaseRequest, options: Options, progress: Progress
) -> Report:
    """Compute one value again and let it through whatever its sources are like.

    Its period may be `last`. What is made from the value follows.

    Raises:
        UsageError: The KPI or the period does not exist.
        ScorecardError: As for `core.run.pipeline.run`.
    """
    catalogue, _, _ = load_with_neighbours(settings, [request.domain])
    entry = catalogue.entry(request.domain, request.kpi)
    period = choose_period(catalogue, entry, request.period, settings.now)
    note = settings.scrub(request.note)
    named = replace(request, period=period.label, note=note)
    asked = RunRequest([request.domain], [request.kpi], period=period.label)
    return run(settings, asked, replace(options, release=named), progress)


def was_released(report: Report, domain: str, number: int) -> bool:
    """Return whether a run let a value of a KPI through; False if no check keeps it back."""
    for result in report.results:
        entry = result.task.entry
        if (entry.domain, entry.number) != (domain, number):
            continue
        if any(row.remark.startswith(RELEASED) for row in result.rows):
            return True
    return False
