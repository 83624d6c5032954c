"""`run`, `values` and `publish`: the work of a Monday."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from core.cli.options import (
    chosen_domains,
    command_line,
    form,
    kpis,
    one_domain,
    period,
    reading,
    settings,
    some_domains,
    today,
    wait,
    with_retries,
)

if TYPE_CHECKING:
    from core.compute import TaskResult
    from core.errors import PublishError
    from core.publish import Published
    from core.run import Options, Report, RunRequest
    from core.settings import Settings


@click.command()
@some_domains
@kpis
@period
@click.option(
    "--cadence",
    "cadences",
    type=click.Choice(["daily", "weekly", "monthly"]),
    multiple=True,
    help="Only KPIs of this cadence.",
)
@click.option(
    "--only", is_flag=True, help="Leave alone what was made from the values that are replaced."
)
@click.option(
    "--partial",
    is_flag=True,
    help="Allow a period that has not ended; its values are marked partial.",
)
@click.option(
    "--compute",
    type=click.Choice(["auto", "warehouse", "local"]),
    default="auto",
    show_default=True,
    help=(
        "In PostgreSQL itself, or in DuckDB over one copy of what is read; auto takes what is"
        " faster."
    ),
)
@click.option(
    "--dry-run", is_flag=True, help="Show values beside the stored ones and write nothing."
)
@click.option("--no-publish", is_flag=True, help="Compute and store only.")
@wait
@form("table", "json")
def run(
    domains: tuple[str, ...],
    kpis: tuple[int, ...],
    period: str,
    cadences: tuple[Any, ...],
    only: bool,
    partial: bool,
    compute: Any,
    dry_run: bool,
    no_publish: bool,
    wait: float,
    form: str,
) -> int:
    """Compute KPIs, store their values and publish the scorecards.

    Without --period: the last ended period, and any of the four before it that is still missing. A
    KPI runs for those of its own periods that end within P, so a week re-runs its seven days too.
    Stored values that were made from what is replaced follow: later ones whose range covers it, and
    whatever reads it, in every domain.
    """
    from core.model import CADENCES
    from core.run import Options, RunRequest

    options = Options(
        command_line(), dry_run=dry_run, publish=not no_publish, wait=wait, compute=compute
    )

    def asked(found: Settings) -> RunRequest:
        return RunRequest(
            chosen_domains(domains, found), kpis, cadences or CADENCES, period, partial, only
        )

    return print_report(run_with_retries(asked, options), form, dry_run=dry_run)


def run_with_retries(asked: Callable[[Settings], RunRequest], options: Options) -> Report:
    """Run what is asked for, anew where the warehouse fails for a moment, each time by the clock as
    it is then.
    """
    from core.cli.text.progress import progress
    from core.run import run as run_pipeline

    def attempt() -> Report:
        found = settings()
        with progress() as advance:
            return run_pipeline(found, asked(found), options, advance)

    return with_retries(attempt)


def print_report(report: Report, form: str, *, dry_run: bool) -> int:
    """Print what a run did, results on stdout and the rest on stderr; return its exit code."""
    from core.cli.text.runs import results_json, results_text, summary

    if form == "json":
        click.echo(results_json(report.results))
    else:
        text = results_text(report.results)
        click.echo(f"{text}\n\n" * bool(text) + summary(report.results, dry_run=dry_run))
    return print_warnings(report)


def print_warnings(report: Report) -> int:
    """Say on stderr what a person should know of a run, and return its exit code."""
    from core.cli.text.runs import by_hand_lines, restated_lines, stale_text

    _print_failures(report.failed)
    for line in (*restated_lines(report.results), *by_hand_lines(report.results)):
        click.echo(line, err=True)
    for name in report.left_out:
        click.echo(
            f"{name} has findings, so nothing of it could follow; see scorecard check {name}",
            err=True,
        )
    for note in report.notes:
        click.echo(note, err=True)
    if report.stale:
        click.echo(stale_text(report.stale), err=True)
    print_published(report.published)
    return 0 if report.ok else 1


def _print_failures(failed: Sequence[TaskResult]) -> None:
    for result in failed:
        entry = result.task.entry
        click.echo(f"{entry.file}: {result.task.period}: {result.rows[0].reason}", err=True)


def print_published(published: Mapping[str, Published | PublishError]) -> None:
    """Say on stderr where scorecards went, and what a person should know of it."""
    from core.errors import PublishError

    for each in published.values():
        if isinstance(each, PublishError):
            click.echo(str(each), err=True)
            continue
        for line in each.lines:
            click.echo(line, err=True)
        click.echo(
            f"published {each.place}" if each.written else f"{each.place} shows this already",
            err=True,
        )


@click.command()
@one_domain
@kpis
@period
@form("table", "csv", "json")
def values(domain: str, kpis: tuple[int, ...], period: str, form: str) -> None:
    """Print stored values."""
    from core.cli.text.values import rows_text
    from core.model import parse_span
    from core.store import Journal, Store

    found = settings()
    chosen_domains([domain], found)
    span = parse_span(period, today(found, domain)) if period else None
    with reading(found) as warehouse:
        rows = [
            row
            for row in Store(warehouse).rows(domain, kpis or None)
            if span is None or span.holds(row.period)
        ]
        names = {
            (domain, number): definition.name
            for number, definition in Journal(warehouse).definitions(domain).items()
        }
    click.echo(rows_text(rows, form, names))
    if not rows:
        click.echo(
            f"nothing is stored for this; fill it with scorecard run {domain} --period"
            f" {period or 'last'}",
            err=True,
        )


@click.command()
@some_domains
@period
@click.option(
    "--plan", "plan_only", is_flag=True, help="Show every change that would be made, and make none."
)
@click.option(
    "--overwrite",
    is_flag=True,
    help="Take back cells that a person typed over; what was typed is recorded.",
)
@click.option(
    "--restore", is_flag=True, help="Make rows, columns and tabs again that a person deleted."
)
@wait
@form("text", "json")
def publish(
    domains: tuple[str, ...],
    period: str,
    plan_only: bool,
    overwrite: bool,
    restore: bool,
    wait: float,
    form: str,
) -> int:
    """Publish scorecards from the stored values alone.

    To the spreadsheet or the workbook that the runner's variable names. What a person typed, added
    or deleted stays so unless you say otherwise. P limits it to the periods that end within P.
    """
    from core.catalog import load_catalogue
    from core.engines import Access
    from core.errors import CatalogueError, PublishError
    from core.model import parse_span
    from core.publish import Order
    from core.run import open_locked, publish_all
    from core.store import migrate

    found = settings()
    names = chosen_domains(domains, found)
    catalogue = load_catalogue(found.root, names)
    if missing := [name for name in names if name not in catalogue.runners]:
        raise CatalogueError(
            tuple(finding for finding in catalogue.findings if missing[0] in finding.file)
        )
    today_there = found.now.astimezone(catalogue.runners[names[0]].zone).date()
    span = parse_span(period, today_there) if period else None
    order = Order(command_line(), span, overwrite=overwrite, restore=restore, plan_only=plan_only)

    def attempt() -> dict[str, Published | PublishError]:
        with open_locked(found, Access(command_line(), write=True, wait=wait), names) as warehouse:
            migrate(warehouse, names)
            return publish_all(found, catalogue, warehouse, names, order)

    published = with_retries(attempt)
    if form == "json":
        click.echo(
            json.dumps(
                {name: _record(each) for name, each in published.items()},
                indent=2,
                ensure_ascii=False,
            )
        )
    elif plan_only:
        _show_plans(published)
    else:
        print_published(published)
    return 1 if any(isinstance(each, PublishError) for each in published.values()) else 0


def _record(each: Published | PublishError) -> dict[str, Any]:
    from core.errors import PublishError

    if isinstance(each, PublishError):
        return {"error": str(each)}
    return {"place": each.place, "written": each.written, **each.details}


def _show_plans(published: Mapping[str, Published | PublishError]) -> None:
    from core.errors import PublishError

    for each in published.values():
        if isinstance(each, PublishError):
            click.echo(str(each), err=True)
            continue
        for line in each.lines:
            click.echo(line)
        click.echo(
            f"{each.place} would be written" if each.written else f"{each.place} shows this already"
        )
