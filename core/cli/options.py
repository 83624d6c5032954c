"""Options and small helpers that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from core.engines import Warehouse
    from core.errors import ScorecardError
    from core.settings import Settings


FC = TypeVar("FC", bound=Callable[..., Any] | click.Command)
T = TypeVar("T")


def _numbers(_: click.Context, __: click.Parameter, text: str) -> tuple[int, ...]:
    try:
        return (
            tuple(int(part.strip().removeprefix("kpi_")) for part in text.split(","))
            if text
            else ()
        )
    except ValueError:
        raise click.BadParameter(f"{text!r} is no list of KPI numbers such as 5,32") from None


some_domains = click.argument("domains", metavar="[DOMAIN]...", nargs=-1)
one_domain = click.argument("domain", metavar="DOMAIN")
one_kpi = click.argument("kpi", type=click.IntRange(min=0))
kpis = click.option(
    "--kpi", "kpis", default="", callback=_numbers, help="Numbers of KPIs, as 5,32; default all."
)
period = click.option(
    "--period",
    "--week",
    "period",
    default="",
    metavar="P",
    help="A day, 2026-W46, 2026-11, last, or a span A..B.",
)
wait = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another run to end.",
)


def form(*choices: str) -> Callable[[FC], FC]:
    """Return the `--format` option with these choices, the first the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help="How results are printed.",
    )


def settings() -> Settings:
    """Read the settings."""
    from core.settings import load_settings

    return load_settings()


def chosen_domains(domains: Sequence[str], settings: Settings) -> list[str]:
    """Return the named domains, or all where none is named.

    Raises:
        UsageError: One does not exist.
    """
    from core.catalog import domain_names, require_domains

    require_domains(settings.root, domains)
    return list(dict.fromkeys(domains or domain_names(settings.root)))


def with_retries(work: Callable[[], T]) -> T:
    """Do `work`, which can be done again without harm, and begin anew where the warehouse fails for
    a moment.

    Raises:
        ScorecardError: That of `work`; where it may pass, after three attempts.
    """
    from core.errors import SettingsError
    from core.retry import retry

    def tell(error: ScorecardError, again: str) -> None:
        # The next attempt finds what this one stored, and has nothing to say about it.
        stored = (
            ""
            if isinstance(error, SettingsError)
            else "; what is stored by now will count as unchanged"
        )
        click.echo(f"{error.what}; {again}{stored}", err=True)

    return retry(work, tell)


def command_line() -> str:
    """Return what was typed, for the record of runs and for whoever is kept waiting."""
    name = Path(sys.argv[0]).stem
    return " ".join(
        ("scorecard" if name in ("scorecard", "__main__") else f"runners.{name}", *sys.argv[1:])
    )


def today(settings: Settings, domain: str) -> date:
    """Return the day it is where a domain does business; by the clock's own offset where its runner
    cannot tell.
    """
    from core.catalog import load_catalogue

    runner = load_catalogue(settings.root, [domain]).runners.get(domain)
    return (settings.now.astimezone(runner.zone) if runner else settings.now).date()


def reading(found: Settings, wait: float = 10.0) -> closing[Warehouse]:
    """Return the warehouse, to be read within a `with`; `wait` is in seconds.

    Raises:
        SettingsError: It cannot be reached.
        LockedError: Another process keeps it for longer than `wait`.
    """
    from core.engines import Access, open_warehouse

    return closing(open_warehouse(found, Access(command_line(), write=False, wait=wait)))
