"""The context of a command: settings, domains and the warehouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from core.cli.console import Console, typed_command

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from core.engines import Access, Database, EngineConnection, Warehouse
    from core.errors import Finding, ScorecardError
    from core.model import Runner, Span
    from core.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class App:
    """The settings, and the domains that a command was given, or all if it was given none."""

    settings: Settings
    domains: tuple[str, ...]

    @property
    def domain(self) -> str:
        """The domain of a command that takes exactly one."""
        return self.domains[0]

    @property
    def domains_with_files(self) -> tuple[str, ...]:
        """The domains that the project has; the others have stored values at most."""
        from core.catalog import domain_names

        existing = domain_names(self.settings.root)
        return tuple(domain for domain in self.domains if domain in existing)

    def require_stored(self, database: Database) -> None:
        """Refuse the domain of a command if it has neither files nor stored values.

        Raises:
            UsageError: It has neither.
        """
        from core.catalog import require_domains
        from core.store import SeriesLedger

        if self.domain not in SeriesLedger(database).domains():
            require_domains(self.settings.root, self.domains)

    def open_store(self, wait: float = 10.0) -> closing[EngineConnection]:
        """Return the database that holds the store, to read it in a `with` statement.

        `wait` is in seconds.

        Raises:
            SettingsError: It cannot be reached.
            LockedError: Another process holds it for longer than `wait`.
        """
        from core.engines import open_store

        return closing(open_store(self.settings, self._reading(wait)))

    def open_warehouse(self, wait: float = 10.0) -> closing[Warehouse]:
        """Return the warehouse, to read it in a `with` statement; see `open_store`."""
        from core.engines import open_warehouse

        return closing(open_warehouse(self.settings, self._reading(wait)))

    def open_sources(self, store: EngineConnection) -> AbstractContextManager[Warehouse]:
        """Return the warehouse beside a store that is open, to read it in a `with` statement."""
        from core.engines import open_sources

        return open_sources(self.settings, self._reading(wait=10.0), store)

    def _reading(self, wait: float) -> Access:
        from core.engines import Access

        return Access(command_line(self.settings), write=False, wait=wait)

    def zones(self) -> dict[str, ZoneInfo]:
        """Return the business time zone of each domain; UTC if its runner has errors."""
        from zoneinfo import ZoneInfo

        from core.catalog import load_catalogue

        runners = load_catalogue(self.settings.root, self.domains).runners
        utc = ZoneInfo("UTC")
        return {name: runners[name].zone if name in runners else utc for name in self.domains}

    def zone(self) -> ZoneInfo:
        """Return the business time zone of the first domain; UTC without a runner."""
        from zoneinfo import ZoneInfo

        runner = self._runner()
        return runner.zone if runner else ZoneInfo("UTC")

    def span(self, period: str) -> Span | None:
        """Return the days that `--period` names, by the calendar of the first domain.

        None means that the option was not used.

        Raises:
            UsageError: The text is not a period or a span.
        """
        from core.model import parse_span

        return parse_span(period, self._today()) if period else None

    def instant(self, text: str) -> datetime | None:
        """Return the instant that `--as-of` names, in the time zone of the first domain.

        None means that the option was not used.

        Raises:
            UsageError: The text is not an instant, or it has not come yet.
        """
        from zoneinfo import ZoneInfo

        from core.model import parse_instant

        if not text:
            return None
        runner = self._runner()
        return parse_instant(text, runner.zone if runner else ZoneInfo("UTC"), self.settings.now)

    def year_begins(self) -> int:
        """Return the month in which the first domain's business year begins."""
        runner = self._runner()
        return runner.year_begins if runner else 1

    def _today(self) -> date:
        now, runner = self.settings.now, self._runner()
        return now.astimezone(runner.zone).date() if runner else now.date()

    def _runner(self) -> Runner | None:
        from core.catalog import load_catalogue

        catalogue = load_catalogue(self.settings.root, self.domains_with_files)
        return catalogue.runners.get(self.domain)

    def retry(self, work: Callable[[Settings], T]) -> T:
        """Do `work`, and repeat it with settings read anew if the warehouse fails for a moment.

        Raises:
            ScorecardError: The error of `work`; a transient one only after the last attempt.
        """
        from core.retry import retry

        return retry(lambda: work(_load_settings()), _announce_attempt)


def pass_app(command: Callable[..., T]) -> Callable[..., T]:
    """Hand a command its `App` in place of its argument `domains`."""

    @wraps(command)
    def with_app(*, domains: Sequence[str] = (), **options: Any) -> T:
        settings = _load_settings()
        return command(App(settings, _chosen_domains(settings, domains)), **options)

    return with_app


def pass_stored_app(command: Callable[..., T]) -> Callable[..., T]:
    """Hand a command its `App`, also for a domain that has no files and only the store knows."""

    @wraps(command)
    def with_app(*, domains: Sequence[str] = (), **options: Any) -> T:
        from core.catalog import require_domain_name

        settings = _load_settings()
        for name in domains:
            require_domain_name(name)
        return command(App(settings, tuple(domains)), **options)

    return with_app


def require_sound(findings: Sequence[Finding], *files: str) -> None:
    """Refuse to go on if one of some files has findings.

    Raises:
        CatalogueError: One has; it carries those of these files.
    """
    from core.errors import CatalogueError

    found = tuple(finding for finding in findings if finding.file in files)
    if found:
        raise CatalogueError(found)


def command_line(settings: Settings) -> str:
    """Return the command as typed, for the record of runs and for processes that wait.

    A secret in it is masked.
    """
    return settings.scrub(typed_command())


def announce(text: str) -> None:
    """Print on stderr what a command is about to do."""
    click.echo(text, err=True)


def log_run(run_id: str) -> None:
    """Write the id of a run that has begun to the command's log."""
    console = click.get_current_context().find_object(Console)
    if console:
        console.log.add_run(run_id)


def _load_settings() -> Settings:
    """Load the settings, and mask their secrets in what the command prints."""
    from core.settings import load_settings

    settings = load_settings()
    context = click.get_current_context(silent=True)
    console = context.find_object(Console) if context else None
    if console:
        console.masking.add(settings.secrets)
    return settings


def _chosen_domains(settings: Settings, names: Sequence[str]) -> tuple[str, ...]:
    from core.catalog import domain_names, require_domains

    require_domains(settings.root, names)
    return tuple(dict.fromkeys(names or domain_names(settings.root)))


def _announce_attempt(error: ScorecardError, again: str) -> None:
    from core.errors import SettingsError

    # Without a connection there is nothing that the next attempt could find.
    stored = "" if isinstance(error, SettingsError) else "; values stored so far count as unchanged"
    click.echo(f"{error.fault}; {again}{stored}", err=True)
