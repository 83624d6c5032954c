"""KPIs that cannot run: what is left of a request without them, and what is said of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.catalog import RunnableCatalogue
from core.errors import CatalogueError, Finding
from core.model import counted
from core.run.plan import RunRequest


def note_on_others(every: Sequence[Finding], requested: Sequence[Finding]) -> tuple[str, ...]:
    """Return a note on findings of KPIs that were not asked for, if there are any."""
    others = len(every) - len(requested)
    text = f"{counted(others, 'finding')} in KPIs that were not asked for; see scorecard check"
    return (text,) if others else ()


def without_excluded(request: RunRequest, loaded: RunnableCatalogue) -> RunRequest:
    """Return a request without the KPIs that cannot run.

    Raises:
        CatalogueError: No other KPI is requested.
    """
    if not loaded.findings:
        return request
    requested = [entry for entry in loaded.catalogue.entries if request.includes(entry)]
    if not requested:
        raise CatalogueError(loaded.findings)
    excluded = {number for domain, number in loaded.excluded if domain in request.domains}
    runnable = {entry.number for entry in requested}
    kpis = [number for number in request.kpis if number in runnable or number not in excluded]
    return replace(request, kpis=kpis)
