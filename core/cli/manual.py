"""`set` and `unset`: values by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click

from core.cli.options import (
    chosen_domains,
    command_line,
    one_domain,
    one_kpi,
    settings,
    wait,
    with_retries,
)
from core.cli.output import print_warnings

if TYPE_CHECKING:
    from core.run import Entered, Given

_field = click.option(
    "--field", default="", metavar="LABEL", help="Which part of a KPI that is broken down."
)
_no_publish = click.option("--no-publish", is_flag=True, help="Store only.")
_period = click.argument("period", metavar="PERIOD")


@click.command(name="set", context_settings={"ignore_unknown_options": True})
@one_domain
@one_kpi
@_period
@click.argument("value", metavar="VALUE")
@click.option("--note", required=True, help="Why, for whoever reads the number.")
@_field
@_no_publish
@wait
def set_(
    domain: str,
    kpi: int,
    period: str,
    value: str,
    note: str,
    field: str,
    no_publish: bool,
    wait: float,
) -> int:
    """Set a value by hand; it stands until it is taken back.

    VALUE is a number, 12% for a share, or none where the computed one is wrong. Runs keep what they
    compute beneath it and say so. What was made from the value is computed again.
    """
    from core.run import Given

    if not note.strip():
        raise click.BadParameter(
            "is empty; say why, for whoever reads the number", param_hint="--note"
        )
    return _enter(
        domain, kpi, period, field, Given(_number(value), " ".join(note.split())), no_publish, wait
    )


@click.command()
@one_domain
@one_kpi
@_period
@_field
@_no_publish
@wait
def unset(domain: str, kpi: int, period: str, field: str, no_publish: bool, wait: float) -> int:
    """Take back a value that was set by hand; what runs have computed stands again."""
    return _enter(domain, kpi, period, field, None, no_publish, wait)


def _enter(
    domain: str,
    kpi: int,
    period: str,
    field: str,
    given: Given | None,
    no_publish: bool,
    wait: float,
) -> int:
    from core.cli.text.progress import progress
    from core.cli.text.runs import entered_text
    from core.run import ManualCell, Options, enter

    options = Options(command_line(), publish=not no_publish, wait=wait)
    chosen_domains([domain], settings())

    def attempt() -> Entered:
        with progress() as advance:
            return enter(
                settings(), ManualCell(domain, kpi, period, field), given, options, advance
            )

    entered = with_retries(attempt)
    click.echo(entered_text(entered))
    return print_warnings(entered.report)


def _number(text: str) -> float | None:
    """Read a value as a person types it.

    Raises:
        BadParameter: It is neither a finite number nor `none`.
    """
    plain = text.strip()
    if plain.lower() == "none":
        return None
    try:
        number = float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in plain:
        raise click.BadParameter(
            f"{text!r} is no number such as 1234.5 or 12%, and not none", param_hint="VALUE"
        )
    return number
