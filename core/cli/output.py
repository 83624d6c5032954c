"""Prints what a run did: results on stdout, everything else on stderr."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from core.compute import TaskResult
    from core.errors import PublishError
    from core.publish import Published
    from core.run import Report


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
