"""Prints what a run or a publish did: results on stdout, remarks on stderr."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from core.compute import TaskResult
    from core.errors import PublishError
    from core.publish import Published
    from core.run import Report


def print_report(report: Report, form: str, *, dry_run: bool) -> None:
    """Print the results of a run on stdout, and its remarks on stderr."""
    from core.cli.text.runs import results_json, results_text, summary

    if form == "json":
        click.echo(results_json(report.results))
    else:
        if table := results_text(report.results):
            click.echo(f"{table}\n")
        click.echo(summary(report.results, dry_run=dry_run))
    print_remarks(report)


def print_remarks(report: Report) -> None:
    """Print on stderr what a person should know about a run."""
    from core.catalog import hole_lines, stale_lines
    from core.cli.text.runs import left_alone_text, manual_lines, restated_lines

    for finding in report.findings:
        click.echo(str(finding), err=True)
    _print_failures((*report.failed, *report.withheld))
    for line in (*restated_lines(report.results), *manual_lines(report.results)):
        click.echo(line, err=True)
    for name in report.left_out:
        click.echo(
            f"{name} has errors, so its dependent values were not recomputed; "
            f"see scorecard check {name}",
            err=True,
        )
    for note in report.notes:
        click.echo(note, err=True)
    if report.left_alone:
        click.echo(left_alone_text(report.left_alone), err=True)
    for line in (*stale_lines(report.stale), *hole_lines(report.holes)):
        click.echo(line, err=True)
    print_published(report.published)
    for event in report.alerted.events:
        click.echo(f"{event.level or 'over'}: {event.sentence}", err=True)
    for sentence in report.alerted.undelivered:
        click.echo(sentence, err=True)


def _print_failures(failed: Sequence[TaskResult]) -> None:
    for result in failed:
        entry = result.task.entry
        click.echo(f"{entry.file}: {result.task.period}: {result.rows[0].reason}", err=True)


def print_published(
    published: Mapping[str, Published | PublishError], *, plan_only: bool = False
) -> None:
    """Print where scorecards were published; a plan is a result and goes to stdout."""
    from core.errors import PublishError

    for outcome in published.values():
        if isinstance(outcome, PublishError):
            click.echo(str(outcome), err=True)
            continue
        ending = _published_text(outcome, plan_only=plan_only)
        for line in (*outcome.lines, *outcome.faults, ending):
            click.echo(line, err=not plan_only)


def _published_text(published: Published, *, plan_only: bool) -> str:
    place = published.place
    if published.faults and (plan_only or not published.written):
        return f"{place} would not be up to date" if plan_only else f"{place} is not up to date"
    if not published.written:
        return f"{place} is already up to date"
    return f"{place} would be written" if plan_only else f"published {place}"
