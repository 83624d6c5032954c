"""The context of a run: its options, its catalogue, the open store and the open warehouse."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace

from core.catalog import Catalogue, KpiKey, select_stale
from core.compute import Placement, Progress
from core.engines import Access, Database, EngineConnection, Warehouse, open_store
from core.errors import Finding
from core.model import Cadence, StaleValue
from core.query import SqlFacts
from core.run.continuity import SeriesState
from core.settings import Settings
from core.store import Store, read_stale


def _ignore(_: str) -> None:
    """Announce nothing."""


RELEASED = "released by"  # how the remark of a released value begins


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """A value that a person lets through although checks keep it back, and why."""

    domain: str
    kpi: int
    period: str
    note: str

    def names(self, domain: str, kpi: int, period: str) -> bool:
        """Return whether it is about this value."""
        return (self.domain, self.kpi, self.period) == (domain, kpi, period)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a run.

    Attributes:
        command: The command that was typed, for the record and for other runs that wait.
        dry_run: Compute, but write nothing.
        publish: Publish the scorecards afterwards.
        wait: For how many seconds to wait for another run to end.
        compute: Where the queries run.
        release: The value to let through whatever keeps it back.
        on_begin: Called with the id of each run that begins.
        on_wait: Called with a sentence once a wait for another run lasts.
    """

    command: str
    dry_run: bool = False
    publish: bool = True
    wait: float = 0.0
    compute: Placement = "auto"
    release: ReleaseRequest | None = None
    on_begin: Callable[[str], object] = _ignore
    on_wait: Callable[[str], object] = _ignore

    @property
    def access(self) -> Access:
        """The use that the run makes of the store."""
        return Access(self.command, not self.dry_run, self.wait, self.on_wait)


@dataclass(frozen=True)
class RunContext:
    """Everything that each step of a run needs; `database`, locked if it is written, has the store.

    `findings` say which KPIs were left out of the run, and why. `scheduled` are the domains and
    cadences of which the run computes all that is due on schedule.
    """

    settings: Settings
    catalogue: Catalogue
    facts: Mapping[KpiKey, SqlFacts]
    database: Database
    warehouse: Warehouse
    options: Options
    progress: Progress
    findings: tuple[Finding, ...] = ()
    series: SeriesState = field(default_factory=SeriesState)
    scheduled: frozenset[tuple[str, Cadence]] = frozenset()

    def with_series(
        self, catalogue: Catalogue, series: SeriesState, findings: tuple[Finding, ...]
    ) -> RunContext:
        """Return the context of what still can run after a look at the stored series."""
        return replace(self, catalogue=catalogue, findings=findings, series=series)

    @property
    def store(self) -> Store:
        """The rows of the scorecards."""
        return Store(self.database)

    def find_stale(self, domains: Collection[str]) -> tuple[StaleValue, ...]:
        """Return the stale values of some domains, and those made from theirs; not retired ones."""
        return select_stale(self.catalogue, read_stale(self.database), domains)

    def prepare_store(self, domains: Collection[str]) -> None:
        """Bring the tables of some domains up to date, unless this is a dry run."""
        if domains and not self.options.dry_run:
            self.store.prepare(sorted(domains))


@contextmanager
def open_locked(
    settings: Settings, access: Access, domains: Sequence[str]
) -> Iterator[EngineConnection]:
    """Open the database that holds the store; to write, with the locks of the domains."""
    with closing(open_store(settings, access)) as database:
        if access.write:
            with database.lock([f"scorecard_{domain}" for domain in domains], access):
                yield database
        else:
            yield database
