"""`target set`, `target end` and `target list`: targets beside those of KPI files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from core.cli.app import App, announce, command_line, pass_app
from core.cli.arguments import read_number, require_note
from core.cli.options import form, kpis, one_domain, one_kpi, some_domains, wait
from core.cli.output import print_published

if TYPE_CHECKING:
    from core.model import Band, Per
    from core.run import Options, TargetRequest, TargetResult
    from core.settings import Settings

_WANTED = "two such as 2%..5%, nor none"

_since = click.option("--from", "since", required=True, metavar="P", help="The first period.")
_note = click.option("--note", required=True, help="The reason, which readers will see.")
_label = click.option("--field", "label", default="", metavar="LABEL", help="Only this field.")
_no_publish = click.option("--no-publish", is_flag=True, help="Record only.")


@click.group()
def target() -> None:
    """Set targets for a span of time, end them, or list them."""


@target.command(name="set", context_settings={"ignore_unknown_options": True})
@one_domain
@one_kpi
@click.argument("value", metavar="VALUE")
@_since
@click.option("--to", "until", default="", metavar="P", help="The last period; default no end.")
@click.option(
    "--per",
    type=click.Choice(["quarter", "year"]),
    default=None,
    help="VALUE is for a whole quarter or year, to be spread over its days.",
)
@_label
@_note
@_no_publish
@wait
@pass_app
def set_target(
    app: App,
    kpi: int,
    value: str,
    since: str,
    until: str,
    per: Per | None,
    label: str,
    note: str,
    no_publish: bool,
    wait: float,
) -> int:
    """Set a target for some periods, past ones too, in place of the file's.

    VALUE is a number, 12% for a share, 2%..5% for a band, or none for no target. A period is a day,
    a week, a month, a quarter or a year. What was set before is kept as history.
    """
    from core.run import TargetRequest
    from core.run import set_target as record

    request = TargetRequest(
        domain=app.domain,
        kpi=kpi,
        since=since,
        until=until,
        value=_parse_target(value),
        is_share="%" in value,
        per=per or "",
        label=label,
        note=require_note(note),
    )
    return _carry_out(app, request, record, _options(app, not no_publish, wait))


@target.command(name="end")
@one_domain
@one_kpi
@_since
@_label
@_note
@_no_publish
@wait
@pass_app
def end_target(
    app: App, kpi: int, since: str, label: str, note: str, no_publish: bool, wait: float
) -> int:
    """Let the file's target hold again, from a period on."""
    from core.run import TargetRequest
    from core.run import end_target as record

    text = require_note(note)
    request = TargetRequest(domain=app.domain, kpi=kpi, since=since, label=label, note=text)
    return _carry_out(app, request, record, _options(app, not no_publish, wait))


@target.command(name="list")
@some_domains
@kpis
@form("table", "json")
@pass_app
def list_targets(app: App, kpis: tuple[int, ...], form: str) -> None:
    """List targets: of files since when, and set by whom, when and why."""
    from core.cli.text.targets import targets_text
    from core.explain import list_targets as read

    with app.open_store() as database:
        found = [each for domain in app.domains for each in read(database, domain)]
    if kpis:
        found = [each for each in found if each.number in kpis]
    click.echo(targets_text(found, form))


def _carry_out(
    app: App,
    request: TargetRequest,
    record: Callable[[Settings, TargetRequest, Options], TargetResult],
    options: Options,
) -> int:
    from core.cli.text.targets import result_text
    from core.publish import is_complete

    result: Any = app.retry(lambda settings: record(settings, request, options))
    click.echo(result_text(result))
    print_published(result.published)
    return 0 if all(map(is_complete, result.published.values())) else 1


def _options(app: App, publish: bool, wait: float) -> Options:
    from core.run import Options

    return Options(command_line(app.settings), publish=publish, wait=wait, on_wait=announce)


def _parse_target(text: str) -> float | Band | None:
    """Parse VALUE; None stands for `none`.

    Raises:
        BadParameter: It is not a number, two numbers, or `none`.
    """
    from core.model import Band

    plain = text.strip()
    if plain.lower() == "none":
        return None
    low, dots, high = plain.partition("..")
    if not dots:
        return read_number(low, text, _WANTED)
    band = Band(read_number(low, text, _WANTED), read_number(high, text, _WANTED))
    if band.low >= band.high:
        raise click.BadParameter(f"{text!r} is empty; give the low end first", param_hint="VALUE")
    return band
