"""`unusual` and `outlook`: what is odd about the newest values, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app, require_sound
from core.cli.options import form, optional_domain, single_period, some_domains
from core.cli.settling import read_expected

if TYPE_CHECKING:
    from core.catalog import Catalogue


@click.command()
@some_domains
@single_period
@form("table", "json")
@pass_app
def unusual(app: App, period: str, form: str) -> None:
    """List the values that are unusual beside those before them, the weightiest first."""
    from core.analysis import Unusual, rank_unusual
    from core.cli.text.unusual import unusual_text
    from core.explain import read_watched, read_weights
    from core.model import parse_span

    catalogue = _catalogue(app)
    judged: list[Unusual] = []
    weights: dict[tuple[str, int], float] = {}
    names: dict[tuple[str, int], str] = {}
    with app.open_store() as database:
        for domain in app.domains:
            span = parse_span(period, catalogue.today(domain, app.settings.now))
            found = read_watched(database, domain, catalogue.runners.get(domain))
            own = replace(app, domains=(domain,))
            ends = read_expected(own, database, found.provisional_rows(span))
            judged += found.judge(span, ends)
            names |= found.names
            weights |= read_weights(database, catalogue, domain, span)
    ranked = rank_unusual(judged, weights)
    click.echo(unusual_text(ranked, judged, form, names))


@click.command()
@optional_domain
@click.argument("kpi", type=click.IntRange(min=0), required=False)
@form("table", "json")
@pass_app
def outlook(app: App, kpi: int | None, form: str) -> None:
    """Say whether the targets of the quarter will be reached, and how sure that is."""
    from core.analysis import Outlook
    from core.cli.text.outlook import outlook_text
    from core.explain import read_watched

    catalogue = _catalogue(app)
    found: list[Outlook] = []
    names: dict[tuple[str, int], str] = {}
    with app.open_store() as database:
        for domain in app.domains:
            watched = read_watched(database, domain, catalogue.runners.get(domain), kpi)
            own = replace(app, domains=(domain,))
            ends = read_expected(own, database, watched.provisional_rows())
            found += watched.outlooks(catalogue.today(domain, app.settings.now), ends)
            names |= watched.names
    click.echo(outlook_text(found, form, names, is_whole=kpi is None))


def _catalogue(app: App) -> Catalogue:
    """Return the catalogue of all domains, since drivers of a north star may be in another."""
    from core.catalog import check_runners, load_catalogue

    catalogue = load_catalogue(app.settings.root)
    require_sound(check_runners(catalogue), *(f"runners/{name}.py" for name in app.domains))
    return catalogue
