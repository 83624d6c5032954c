"""`set`, `unset` and `note`: manual values, and comments on values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.app import App, announce, command_line, log_run, pass_app, pass_stored_app
from core.cli.arguments import read_number, require_note
from core.cli.options import one_domain, one_kpi, one_period, wait
from core.cli.output import print_remarks

if TYPE_CHECKING:
    from core.run import ManualCell, ManualResult, ManualValue, Options
    from core.settings import Settings

LONGEST_COMMENT = 50_000  # characters that a cell of a spreadsheet takes

_field = click.option("--field", default="", metavar="LABEL", help="The field of a breakdown.")
_no_publish = click.option("--no-publish", is_flag=True, help="Compute and store only.")


@click.command(name="set", context_settings={"ignore_unknown_options": True})
@one_domain
@one_kpi
@one_period
@click.argument("value", metavar="VALUE")
@click.option("--note", required=True, help="The reason, which readers will see.")
@_field
@click.option(
    "--new-field", is_flag=True, help="Allow a label that no stored value of the KPI has."
)
@_no_publish
@wait
@pass_app
def set_(
    app: App,
    kpi: int,
    period: str,
    value: str,
    note: str,
    field: str,
    new_field: bool,
    no_publish: bool,
    wait: float,
) -> int:
    """Set a manual value, which stays until unset removes it.

    VALUE is a number, 12% for a share, or none to hide a wrong computed value. Runs keep the value
    that they compute beneath the manual one, and report both. Stored values derived from this one
    are recomputed.
    """
    from core.run import ManualCell, ManualValue

    reason = require_note(note, "give the reason for the value")
    given = ManualValue(_parse_value(value), reason)
    options = _options(app, publish=not no_publish, wait=wait)
    return _enter(app, ManualCell(app.domain, kpi, period, field, new_field), given, options)


@click.command()
@one_domain
@one_kpi
@one_period
@_field
@_no_publish
@wait
@pass_app
def unset(app: App, kpi: int, period: str, field: str, no_publish: bool, wait: float) -> int:
    """Remove a manual value and restore the computed one."""
    from core.run import ManualCell

    options = _options(app, publish=not no_publish, wait=wait)
    return _enter(app, ManualCell(app.domain, kpi, period, field), None, options)


@click.command()
@one_domain
@one_kpi
@one_period
@click.argument("text", metavar="TEXT")
@_field
@wait
@pass_stored_app
def note(app: App, kpi: int, period: str, text: str, field: str, wait: float) -> None:
    """Comment on a value that has no comment.

    With comments=True in the runner, the scorecard shows it from the next publish on. There people
    may change and remove it.
    """
    from core.model import clean_text
    from core.run import CommentRequest, Options, add_comment

    comment = clean_text(text)
    if not comment or len(comment) > LONGEST_COMMENT:
        fault = f"has {len(comment)} characters; give from 1 to {LONGEST_COMMENT}"
        raise click.BadParameter(fault, param_hint="TEXT")
    request = CommentRequest(app.domain, kpi, period, comment, field)
    options = Options(command_line(app.settings), wait=wait)
    stored = app.retry(lambda settings: add_comment(settings, request, options))
    click.echo(f"stored for {stored.period}, by {stored.author}; see scorecard explain")


def _options(app: App, *, publish: bool, wait: float) -> Options:
    from core.run import Options

    return Options(
        command_line(app.settings), publish=publish, wait=wait, on_begin=log_run, on_wait=announce
    )


def _enter(app: App, cell: ManualCell, value: ManualValue | None, options: Options) -> int:
    from core.cli.text.progress import progress
    from core.cli.text.runs import entered_text
    from core.run import enter

    def attempt(settings: Settings) -> ManualResult:
        with progress() as advance:
            return enter(settings, cell, value, options, advance)

    result = app.retry(attempt)
    click.echo(entered_text(result))
    print_remarks(result.report)
    return 0 if result.report.ok else 1


def _parse_value(text: str) -> float | None:
    """Parse VALUE; None stands for `none`.

    Raises:
        BadParameter: It is neither a finite number nor `none`.
    """
    plain = text.strip()
    if plain.lower() == "none":
        return None
    return read_number(plain, text, "nor none")
