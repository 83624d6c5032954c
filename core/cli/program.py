"""The command line's front door: the group of commands, and what a failure ends the process with."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from core.cli.catalog import check, list_, new, show
from core.cli.demo import demo
from core.cli.manual import set_, unset
from core.cli.operate import crontab, doctor, init, overdue
from core.cli.publish import publish
from core.cli.run import catch_up, run
from core.cli.start import start
from core.cli.values import diff, explain, history, values
from core.errors import ScorecardError, UsageError

INTERRUPTED = 130


class _Commands(click.Group):
    """Shows commands in the order in which a person meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(self.commands)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name="scorecard-framework", prog_name="scorecard")
def cli() -> None:
    """Weekly scorecards from one file a KPI: compute, store, publish, and re-run any week without
    fear.

    Exit codes: 0 all well, 1 some KPI or publish failed and the rest is stored, 2 wrong usage, 3
    catalogue, settings or warehouse unusable and nothing ran, 4 another run holds the lock, 130
    interrupted.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(_run(arguments))


def main_for(domain: str) -> None:
    """Run the command line bound to one domain: `python -m runners.success run` is `scorecard run
    success`.
    """
    arguments = sys.argv[1:]
    command = cli.commands.get(arguments[0]) if arguments else None
    if command and any(parameter.name in ("domain", "domains") for parameter in command.params):
        arguments = [arguments[0], domain, *arguments[1:]]
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = cli.main(arguments, standalone_mode=False)
    except ScorecardError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        return _stopped(error)
    except Exception as error:
        if os.environ.get("SCORECARD_DEBUG"):
            raise
        click.echo(
            f"unforeseen {type(error).__name__}: {error}; SCORECARD_DEBUG=1 shows where, please"
            " report it",
            err=True,
        )
        return 1
    return result if isinstance(result, int) else 0


def _stopped(error: BaseException) -> int:
    # A question that nobody can answer aborts as Ctrl-C does.
    if isinstance(error.__context__, EOFError):
        click.echo("\nthere is nobody to ask; give the answers as options, see --help", err=True)
        return UsageError.exit_code
    click.echo("interrupted; nothing is half stored, run again to complete", err=True)
    return INTERRUPTED


for _command in (
    start,
    list_,
    show,
    check,
    run,
    catch_up,
    values,
    set_,
    unset,
    history,
    diff,
    explain,
    publish,
    overdue,
    new,
    crontab,
    doctor,
    init,
    demo,
):
    cli.add_command(_command)
