"""Runners whose title or time zone differs from that of the last run."""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog import Catalogue, runner_differences
from core.engines import Database
from core.store import Definitions


def runner_changes(catalogue: Catalogue, database: Database) -> Iterator[tuple[str, str]]:
    """Yield each domain whose runner has changed since its last run, with what changed."""
    for domain, runner in catalogue.runners.items():
        changes: set[str] = set()
        for definition in Definitions(database).read_newest(domain).values():
            if (domain, definition.kpi_number) in catalogue.by_key:
                changes.update(runner_differences(definition, runner.title, runner.timezone))
        if changes:
            yield domain, f"{', '.join(sorted(changes))} since the last run; the next one uses it"
