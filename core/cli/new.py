"""`new`: the files of a new KPI."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app

if TYPE_CHECKING:
    from core.engines import PlannedColumns
    from core.model import Runner

_Fault = Callable[[str], str]
_REQUIRED = ("name", "definition", "owner")


@click.command()
@click.argument("domain", metavar="DOMAIN")
@click.option(
    "--number", type=click.IntRange(min=0), help="The KPI's number; default the next free one."
)
@click.option("--name", help="The name on the scorecard.")
@click.option("--definition", help="The first sentence of the KPI file.")
@click.option("--owner", help="E-mail address of the person responsible.")
@click.option("--unit", help="count, number, percent, hours, days or EUR, USD, …; default count.")
@click.option("--better", help="The direction that is good: higher, lower or neutral, the default.")
@click.option(
    "--cadence", help="The length of a period: daily, weekly (the default), monthly or quarterly."
)
@click.option("--source", help="The table (schema.name) or CSV or Parquet file that is read.")
@click.option("--time", help="The source's column with the time of a row; default the first.")
@click.option("--title", default="", help="The scorecard's title, if the domain is new.")
@click.option("--timezone", help="The time zone, if the domain is new; default the project's.")
@click.option(
    "--of-quality",
    is_flag=True,
    help="Write a new domain on the quality of the data; give --owner and --timezone.",
)
@pass_app
def new(
    app: App, domain: str, number: int | None, title: str, of_quality: bool, **given: str | None
) -> None:
    """Write a KPI file and its test, and a runner for a new domain.

    On a terminal, it asks for what no option gives. The query counts the rows of a period by their
    time, or adds up an amount; change it as you like.
    """
    from core.catalog import Draft, scaffold

    required = ("owner",) if of_quality else _REQUIRED
    answers = _Questionnaire(given, sys.stdin.isatty(), required)
    answers.require("domain", domain)
    if of_quality:
        _write_quality(app, domain, answers)
        return
    runner = _runner(app, domain)
    name, definition, owner = (
        answers.get("name", "Name"),
        answers.get("definition", "Definition in words"),
        answers.get("owner", "Owner's e-mail address"),
    )
    unit = answers.get("unit", "Unit", "count")
    better = answers.get("better", "Which direction is good (higher, lower, neutral)", "neutral")
    cadence = _cadence(answers, domain, runner)
    source, columns = _source(app, answers)
    time = _time(answers, columns)
    timezone = runner.timezone if runner else _timezone(app, answers)
    draft = Draft(
        *(domain, number, name, definition, owner, unit, better, cadence, source, title, timezone),
        *(columns, time),
    )
    for path in scaffold(app.settings.root, draft):
        click.echo(f"wrote {path}")
    if source and not draft.proposal.time:
        click.echo(f"no time of a row is known of {source}; name one with --time", err=True)
    command = f"scorecard run {domain} --dry-run"
    click.echo(f"next: look at the query, then {command}", err=True)


def _write_quality(app: App, domain: str, answers: _Questionnaire) -> None:
    from core.operations import write_quality_domain

    owner = answers.get("owner", "Owner's e-mail address")
    timezone = _timezone(app, answers)
    for path in write_quality_domain(app.settings.root, domain, owner, timezone):
        click.echo(f"wrote {path}")
    click.echo(f"next: scorecard run {domain} --dry-run, then scorecard crontab", err=True)


@dataclass(frozen=True)
class _Questionnaire:
    """An author's answers: options, and on a terminal what is asked for."""

    given: Mapping[str, str | None]
    is_asking: bool
    required: Sequence[str] = _REQUIRED

    def get(
        self, name: str, question: str, default: str | None = None, *, fault: _Fault | None = None
    ) -> str:
        """Return an answer; on a terminal, ask until it can be used.

        Raises:
            UsageError: An option cannot be used, or no terminal can ask for it.
        """
        from core.errors import UsageError

        find_fault = fault or _fault_of(name)
        answer = self.given.get(name)
        if answer is None and self.is_asking:
            return str(click.prompt(question, default, value_proc=_checked(find_fault), err=True))
        if answer is None and default is None:
            raise UsageError(
                f"no terminal to ask on; give {', '.join(self._missing())}, see --help"
            )
        answer = default if answer is None else answer
        if found := find_fault(answer or ""):
            raise UsageError(found)
        return answer or ""

    def _missing(self) -> list[str]:
        """Return the options without a default that are not given."""
        return [f"--{name}" for name in self.required if self.given.get(name) is None]

    def require(self, name: str, answer: str) -> None:
        """Refuse an answer that cannot be used.

        Raises:
            UsageError: It cannot.
        """
        from core.errors import UsageError

        if found := _fault_of(name)(answer):
            raise UsageError(found)


def _fault_of(name: str) -> _Fault:
    from core.catalog import answer_fault

    return lambda answer: answer_fault(name, answer)


def _checked(find_fault: _Fault) -> Callable[[str], str]:
    """Return a function with which a prompt refuses an answer and asks again."""

    def check(answer: str) -> str:
        if found := find_fault(answer):
            raise click.UsageError(found)
        return answer

    return check


def _runner(app: App, domain: str) -> Runner | None:
    from core.catalog import domain_names, load_catalogue

    if domain not in domain_names(app.settings.root):
        return None
    return load_catalogue(app.settings.root, [domain]).runners.get(domain)


def _cadence(answers: _Questionnaire, domain: str, runner: Runner | None) -> str:
    """Return a cadence for which the domain has a schedule."""
    from core.catalog import answer_fault
    from core.model import CADENCES

    choices = [each for each in CADENCES if runner is None or each in runner.schedule]

    def fault(answer: str) -> str:
        if answer in choices or answer not in CADENCES:
            return answer_fault("cadence", answer)
        missing = f"runners/{domain}.py has no {answer} schedule"
        return f"{missing}; add one, or use {', '.join(choices)}"

    default = "weekly" if "weekly" in choices or not choices else choices[0]
    return answers.get("cadence", f"Cadence ({', '.join(choices)})", default, fault=fault)


def _source(app: App, answers: _Questionnaire) -> tuple[str, PlannedColumns]:
    """Return the source and its columns; on a terminal, ask again for one that does not exist."""
    refused = ""
    while True:
        text = answers.get("source", "Table schema.name, or path of a CSV or Parquet file", "")
        columns, fault = _columns(app, text)
        if fault:
            click.echo(fault, err=True)
        # Who names a source again knows that it is still to come.
        if not fault or not answers.is_asking or answers.given.get("source") or text == refused:
            return text, columns
        refused = text


def _columns(app: App, text: str) -> tuple[PlannedColumns, str]:
    """Return the columns of a source as far as they are known, and why they are not."""
    from core.catalog import parse_source
    from core.errors import ScorecardError
    from core.operations import source_columns

    source = parse_source(text)
    if source is None:
        return (), ""
    try:
        return source_columns(app.settings, source), ""
    except ScorecardError as error:
        return (), f"the columns of {text} are unknown: {error}"


def _time(answers: _Questionnaire, columns: PlannedColumns) -> str:
    """Return the column with the time of a row; empty to leave the choice, or if there is none."""
    from core.catalog import time_columns

    times = time_columns(columns)
    if not times or answers.given.get("time"):
        return answers.given.get("time") or ""

    def fault(answer: str) -> str:
        return "" if answer in times else f"{answer!r} is not one of {', '.join(times)}"

    return answers.get("time", f"Time of a row ({', '.join(times)})", times[0], fault=fault)


def _timezone(app: App, answers: _Questionnaire) -> str:
    """Return the time zone of a new domain, by default that of the project's others."""
    from core.catalog import load_catalogue
    from core.operations import machine_zone

    zones = {each.timezone for each in load_catalogue(app.settings.root).runners.values()}
    default = zones.pop() if len(zones) == 1 else machine_zone().key
    return answers.get("timezone", "Time zone", default)
