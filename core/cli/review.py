"""`review`: the weekly review of a domain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app
from core.cli.options import one_domain

if TYPE_CHECKING:
    from core.review import ReviewDocument


@click.command()
@one_domain
@click.option(
    "--week",
    "--period",
    "week",
    default="last",
    metavar="P",
    help="The week, month or quarter, as 2026-W46, or last.",
)
@click.option("--html", "html", metavar="FILE", default="", help="Write the HTML file here.")
@click.option(
    "--pdf", "pdf", metavar="FILE", default="", help="Write the PDF here; needs the extra pdf."
)
@pass_app
def review(app: App, week: str, html: str, pdf: str) -> None:
    """Write the weekly review: what moved, why, whose it is, and whether it is final."""
    from core.review import review_html, review_pdf

    document = _make(app, week)
    path = Path(html or f"{app.settings.var / app.domain}-{document.period}.html")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(review_html(document), encoding="utf-8")
    click.echo(str(path))
    if pdf:
        Path(pdf).write_bytes(review_pdf(document))
        click.echo(pdf)


def _make(app: App, week: str) -> ReviewDocument:
    from core.catalog import load_catalogue
    from core.model import last_ended, parse_period
    from core.review import instant_of, make_document, read_facts

    catalogue = load_catalogue(app.settings.root, app.domains)
    runner = catalogue.runners[app.domain]
    today = catalogue.today(app.domain, app.settings.now)
    period = last_ended("weekly", today) if week == "last" else parse_period(week)
    instant = instant_of(runner, period, app.settings.now)
    with app.open_store() as database:
        facts = read_facts(database, catalogue, app.domain, period, instant)
    return make_document(facts)
