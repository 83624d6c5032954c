"""The group of all commands, and the exit code of every error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from signal import SIGINT
from typing import Any, NoReturn

import click

from core import signals
from core.cli.alerts import alerts
from core.cli.catalog import catalog, list_
from core.cli.check import check
from core.cli.console import Console, typed_command
from core.cli.demo import demo
from core.cli.events import event, events
from core.cli.explain import explain
from core.cli.lineage import lineage
from core.cli.manual import note, set_, unset
from core.cli.new import new
from core.cli.operate import crontab, doctor, init, overdue
from core.cli.outlook import outlook, unusual
from core.cli.publish import publish
from core.cli.quality import quality, release_
from core.cli.review import review
from core.cli.run import catch_up, run
from core.cli.runs import runs_
from core.cli.series import rename, retire
from core.cli.settling import settling
from core.cli.show import show
from core.cli.start import start
from core.cli.store import store
from core.cli.streams import drop_unwritten, prepare_streams
from core.cli.tables import tables
from core.cli.targets import target
from core.cli.values import diff, history, values
from core.cli.verify import verify
from core.cli.why import why
from core.errors import ScorecardError, UsageError

_SIGNALLED = 128  # exit codes above it are those of signals
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


class _InterruptedError(Exception):
    """Stands for KeyboardInterrupt, which click answers itself, even on a closed terminal."""


class _Commands(click.Group):
    """Lists commands in the order in which a person meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise _InterruptedError from None


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name="scorecard-framework", prog_name="scorecard")
def cli() -> None:
    """Weekly scorecards from one file per KPI: compute, store, publish, and re-run any week without
    fear.

    Exit codes: 0 success; 1 a KPI or a publish failed, or a value is withheld or late, everything
    else is stored; 2 wrong usage; 3 nothing ran, because the catalogue, the settings or the
    warehouse is unusable; 4 another run holds the lock; 130 interrupted, 143 ended by SIGTERM, 129
    by SIGHUP.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    _exit(_run(arguments))


def main_for(domain: str) -> None:
    """Run the command line of one domain: `python -m runners.success run` runs success only."""
    arguments = sys.argv[1:]
    command = cli.commands.get(arguments[0]) if arguments else None
    if command and any(parameter.name in ("domain", "domains") for parameter in command.params):
        arguments.insert(1, domain)
    _exit(_run(arguments))


def _exit(code: int) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        drop_unwritten(stream)
    if code > _SIGNALLED:
        # The interpreter's own end would report the objects of a driver whose import broke off.
        os._exit(code)
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    prepare_streams()
    with signals.handled(), Console.open(os.environ) as console:
        log = console.log
        log.begin(console.mask(typed_command()))
        code = _run_logged(arguments, console)
        log.end(code)
        if log.fault:
            _complain(log.fault)
        return code or bool(log.fault)


def _run_logged(arguments: Sequence[str] | None, console: Console) -> int:
    try:
        result = cli.main(arguments, standalone_mode=False, obj=console)
    except ScorecardError as error:
        _complain(str(error))
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, _InterruptedError, KeyboardInterrupt) as error:
        return _report_abort(error)
    except Exception as error:
        if _follows_interruption(error):
            return _report_abort(error)
        if os.environ.get("SCORECARD_DEBUG"):
            sys.excepthook = console.masking.print_trace
            raise
        _complain(_describe(error))
        return 1
    return result if isinstance(result, int) else 0


def _complain(text: str) -> None:
    # The exit code says enough where stderr cannot be written either.
    with suppress(OSError):
        click.echo(text, err=True)


def _describe(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in _FULL:
        place = error.filename or "the output or a file"
        remedy = "free some space, or write the output elsewhere, and run again"
        return f"{place} cannot be written: {error.strerror}; {remedy}"
    if isinstance(error, OSError) and error.errno in _REFUSED and error.filename:
        remedy = "give this user the permission, and run again"
        return f"{error.filename}: {error.strerror}; {remedy}"
    return (
        f"unexpected {type(error).__name__}: {error}; set SCORECARD_DEBUG=1 to see the stack"
        " trace, and please report it"
    )


def _follows_interruption(error: BaseException | None) -> bool:
    """Return whether an error came up while the command ended, as where its terminal is gone."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _report_abort(error: BaseException) -> int:
    signals.ignore()
    # A prompt without a terminal aborts as Ctrl-C does.
    if isinstance(error.__context__, EOFError):
        _complain("\nno terminal to ask on; pass the answers as options, see --help")
        return UsageError.exit_code
    if sys.stderr.isatty():
        _complain("")  # the terminal shows ^C where the cursor is
    by = "" if signals.received() is SIGINT else f" by {signals.signal_text()}"
    _complain(f"interrupted{by}; nothing is half stored, run again to complete")
    return signals.exit_code()


for _command in (
    start,
    list_,
    catalog,
    show,
    lineage,
    tables,
    check,
    run,
    catch_up,
    values,
    set_,
    unset,
    note,
    event,
    events,
    target,
    quality,
    release_,
    rename,
    retire,
    history,
    diff,
    unusual,
    outlook,
    runs_,
    explain,
    settling,
    verify,
    why,
    publish,
    review,
    overdue,
    alerts,
    new,
    crontab,
    doctor,
    init,
    store,
    demo,
):
    cli.add_command(_command)
