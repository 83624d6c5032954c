"""`demo`: the sample company and its five scorecards."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from core.cli.app import App, command_line, pass_app
from core.errors import UsageError

if TYPE_CHECKING:
    from core.run import Report
    from core.settings import Settings

_SERIES = ("domain", "no", "KPI", "period", "value", "before")
_ACTIVATE = "\n  . .venv/bin/activate                      once, for the commands below"
_NEXT = """
Open a workbook, then try:{activate}
  scorecard show success 32                 where a number comes from
  scorecard run success --week {week}     run a week again: nothing changes
  scorecard alerts log                      what deserved a message
  scorecard new success                     write a KPI of your own
  scorecard doctor                          see what a real installation still needs"""


@click.command()
@click.option(
    "--weeks",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    help="How many weeks to fill.",
)
@pass_app
def demo(app: App, weeks: int) -> int:
    """Fill and publish five scorecards of a sample company."""
    from core.model import last_ended

    _refuse_another_project(app)
    settings = _with_dotenv(app.settings)
    _load(settings)
    last = last_ended("weekly", settings.now.date())
    report = _run(settings, app.domains, f"{last.shift(1 - weeks)}..{last}")
    click.echo(f"{_newest_values(report)}\n")
    for domain, published in report.published.items():
        click.echo(f"{domain:13} {getattr(published, 'place', published)}")
    activate = "" if shutil.which("scorecard") else _ACTIVATE
    click.echo(_NEXT.format(week=last, activate=activate))
    return 0 if report.ok else 1


def _refuse_another_project(app: App) -> None:
    from core.demo import DOMAINS

    for domain in DOMAINS:
        if domain not in app.domains:
            raise UsageError(
                f"this project is not the sample company's, which has scorecards/{domain}; run"
                " scorecard demo in the framework's repository"
            )


def _with_dotenv(settings: Settings) -> Settings:
    """Copy `.env.example`, which names the sample's workbook, to `.env` where there is none."""
    from core.settings import load_settings

    target, example = settings.root / ".env", settings.root / ".env.example"
    if target.exists() or not example.exists():
        return settings
    target.touch(mode=0o600)  # secrets will follow
    shutil.copyfile(example, target)
    click.echo("wrote .env from .env.example", err=True)
    return load_settings(start=settings.root)


def _load(settings: Settings) -> None:
    from core.demo import load_company
    from core.engines import Access

    folder = settings.var / "sample"
    click.echo(f"making the sample company's data in {folder.relative_to(settings.root)}", err=True)
    load_company(settings, folder, Access(command_line(settings), write=True, wait=60))


def _run(settings: Settings, domains: Sequence[str], span: str) -> Report:
    from core.cli.text.progress import progress
    from core.run import Options, RunRequest, run

    click.echo(f"computing {span} of {', '.join(domains)}", err=True)
    with progress() as advance:
        return run(
            settings, RunRequest(domains, period=span), Options(command_line(settings)), advance
        )


def _newest_values(report: Report) -> str:
    """Return a table of each series' newest value, with that of the period before."""
    from core.cli.text.tables import table
    from core.cli.text.values import label, value_text

    series: dict[tuple[str, int, str], list[tuple[str, ...]]] = {}
    for result in report.results:
        entry = result.task.entry
        for row in result.rows:
            name = label(row, {entry.key: entry.kpi.name})
            line = (entry.domain, f"{entry.number:02}", name, row.period.label, value_text(row))
            series.setdefault((entry.domain, entry.number, row.field_details), []).append(line)
    lines = []
    for _, history in sorted(series.items()):
        before = history[-2][-1] if len(history) > 1 else ""
        lines.append((*history[-1], before))
    return table(lines, _SERIES, right=(1, 4, 5))
