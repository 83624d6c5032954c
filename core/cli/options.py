"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

FC = TypeVar("FC", bound=Callable[..., Any] | click.Command)


def _as_tuple(_: click.Context, __: click.Parameter, domain: str | None) -> tuple[str, ...]:
    return (domain,) if domain else ()


def _kpi_numbers(_: click.Context, __: click.Parameter, texts: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers of all lists, each once."""
    text = ",".join(filter(None, texts))
    if not text:
        return ()
    try:
        numbers = (int(part.strip().removeprefix("kpi_")) for part in text.split(","))
        return tuple(dict.fromkeys(numbers))
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a list of KPI numbers such as 5,32") from None


some_domains = click.argument("domains", metavar="[DOMAIN]...", nargs=-1)
one_domain = click.argument("domains", metavar="DOMAIN", callback=_as_tuple)
optional_domain = click.argument("domains", metavar="[DOMAIN]", required=False, callback=_as_tuple)
one_kpi = click.argument("kpi", type=click.IntRange(min=0))
one_period = click.argument("period", metavar="PERIOD")
kpis = click.option(
    "--kpi",
    "kpis",
    multiple=True,
    callback=_kpi_numbers,
    help="KPI numbers, such as 5,32; default all.",
)
period = click.option(
    "--period",
    "--week",
    "period",
    default="",
    metavar="P",
    help="A day as 2026-11-16, a week as 2026-W46, a month as 2026-11, a quarter as 2026-Q4, a year"
    " as 2026, today, yesterday, last, or a span A..B of these.",
)
single_period = click.option(
    "--period",
    "--week",
    "period",
    default="last",
    metavar="P",
    help="A day as 2026-11-16, a week as 2026-W46, a month as 2026-11, or last.",
)
as_of = click.option(
    "--as-of",
    "as_of",
    default="",
    metavar="INSTANT",
    help="What was stored at the end of a day as 2026-11-16, or at a time as 2026-11-16T09:30,"
    " in the scorecard's time zone; default now.",
)
wait = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another run to finish.",
)


def form(*choices: str) -> Callable[[FC], FC]:
    """Return the `--format` option with these choices; the first is the default.

    A choice that is typed as an option, such as `--json`, is refused with the right spelling.
    """
    option = click.option(
        "--format",
        "form",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help="Format of the results.",
    )

    def add(command: FC) -> FC:
        for choice in choices[1:]:
            command = _hint(choice)(command)
        return option(command)

    return add


def _hint(choice: str) -> Callable[[FC], FC]:
    """Return a hidden option that refuses `--json` and names `--format json`."""

    def refuse(_: click.Context, __: click.Parameter, given: bool) -> None:
        if given:
            raise click.UsageError(f"there is no --{choice}; write --format {choice}")

    return click.option(
        f"--{choice}",
        is_flag=True,
        hidden=True,
        expose_value=False,
        callback=refuse,
        help=f"A wrong spelling of --format {choice}.",
    )
