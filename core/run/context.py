"""The context of a run: its options, its catalogue, and the open warehouse."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from core.catalog import Catalogue, KpiKey
from core.compute import Placement, Progress
from core.engines import Access, Warehouse, open_warehouse
from core.errors import Finding
from core.query import SqlFacts
from core.settings import Settings
from core.store import Store


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a run.

    Attributes:
        command: The command that was typed, for the record and for other runs that wait.
        dry_run: Compute, but write nothing.
        publish: Publish the scorecards afterwards.
        wait: For how many seconds to wait for another run to end.
        compute: Where the queries run.
    """

    command: str
    dry_run: bool = False
    publish: bool = True
    wait: float = 0.0
    compute: Placement = "auto"

    @property
    def access(self) -> Access:
        """The use that the run makes of the warehouse."""
        return Access(self.command, write=not self.dry_run, wait=self.wait)


@dataclass(frozen=True)
class RunContext:
    """Everything that each step of a run needs; the warehouse is locked if it is written.

    `findings` say which KPIs were left out of the run, and why.
    """

    settings: Settings
    catalogue: Catalogue
    facts: Mapping[KpiKey, SqlFacts]
    warehouse: Warehouse
    options: Options
    progress: Progress
    findings: tuple[Finding, ...] = ()

    @property
    def store(self) -> Store:
        """The rows of the scorecards."""
        return Store(self.warehouse)

    def prepare_store(self, domains: Collection[str]) -> None:
        """Bring the tables of some domains up to date, unless this is a dry run."""
        if domains and not self.options.dry_run:
            self.store.prepare(sorted(domains))


@contextmanager
def open_locked(settings: Settings, access: Access, domains: Sequence[str]) -> Iterator[Warehouse]:
    """Open the warehouse; to write, with the locks of the domains."""
    warehouse = open_warehouse(settings, access)
    try:
        if access.write:
            with warehouse.lock([f"scorecard_{domain}" for domain in domains], access):
                yield warehouse
        else:
            yield warehouse
    finally:
        warehouse.close()
