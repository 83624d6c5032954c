"""`review`: the weekly review of a domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli.app import App, announce, command_line, pass_app, require_sound
from core.cli.options import one_domain, wait

if TYPE_CHECKING:
    from core.review import MadeEdition, ReviewMaker

_DEFAULT = "-"  # stands for an option without its FILE


@click.command()
@one_domain
@click.option(
    "--week",
    "--period",
    "week",
    default="last",
    metavar="P",
    help="A week as 2026-W46, or last; also a month or a quarter.",
)
@click.option(
    "--html",
    is_flag=False,
    flag_value=_DEFAULT,
    default="",
    metavar="[FILE]",
    help="Write one HTML file; this is the default.",
)
@click.option(
    "--pdf",
    is_flag=False,
    flag_value=_DEFAULT,
    default="",
    metavar="[FILE]",
    help="Write a PDF, which needs the extra pdf.",
)
@click.option(
    "--send", is_flag=True, help="Send it to the recipients, and to the review's channels."
)
@click.option("--editions", is_flag=True, help="List the editions on record instead.")
@click.option(
    "--edition",
    "number",
    type=int,
    default=None,
    metavar="N",
    help="Make an edition on record again, and compare it with the record.",
)
@wait
@pass_app
def review(
    app: App,
    week: str,
    html: str,
    pdf: str,
    send: bool,
    editions: bool,
    number: int | None,
    wait: float,
) -> int:
    """Write the weekly review: what moved, why, whose it is, and whether it is final.

    Each edition is on record with its hash. One that would show the same as the last one is that
    one, byte for byte.
    """
    if editions:
        _list(app)
        return 0
    given = {form: path for form, path in (("html", html), ("pdf", pdf)) if path}
    places = given or {"html": _DEFAULT}
    with _maker(app, week, wait) as maker:
        if number is not None:
            made, faults = maker.make_again(number)
        else:
            made, faults = maker.make(list(places)), ()
            maker.record(made)
        sent, unsent = _send(app, maker, made) if send and not faults else ((), ())
    for fault in (*faults, *unsent):
        click.echo(fault, err=True)
    if faults:
        return 1
    _write(app, made, places if number is None or given else dict.fromkeys(made.files, _DEFAULT))
    for channel in sent:
        click.echo(f"sent to {channel}")
    return 1 if unsent else 0


@contextmanager
def _maker(app: App, week: str, wait: float) -> Iterator[ReviewMaker]:
    """Open the store to make an edition and to record it."""
    from core.catalog import load_catalogue
    from core.engines import Access, open_store
    from core.errors import UsageError
    from core.model import last_ended, parse_period
    from core.review import ReviewMaker
    from core.store import migrate

    settings = app.settings
    catalogue = load_catalogue(settings.root, None)
    require_sound(catalogue.findings, f"runners/{app.domain}.py")
    today = catalogue.today(app.domain, settings.now)
    period = last_ended("weekly", today) if week == "last" else parse_period(week)
    if period.last_day >= today:
        raise UsageError(f"{period} is not over; its review can be made after {period.last_day}")
    access = Access(command_line(settings), write=True, wait=wait, on_wait=announce)
    with closing(open_store(settings, access)) as database:
        app.require_stored(database)
        with database.lock(["scorecard_review"], access):
            migrate(database, [app.domain])
            yield ReviewMaker(settings, database, catalogue, app.domain, period)


def _write(app: App, made: MadeEdition, places: Mapping[str, str]) -> None:
    from core.errors import UsageError

    period = made.document.period
    for form, place in places.items():
        usual = app.settings.var / "reviews" / f"{app.domain}-{period}.{form}"
        path = usual if place == _DEFAULT else Path(place)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made.files[form])
        except OSError as error:
            fault = f"{path} cannot be written: {error.strerror}; name another FILE"
            raise UsageError(fault) from None
        click.echo(f"edition {made.plan.number} of {period}: {path}")


def _send(
    app: App, maker: ReviewMaker, made: MadeEdition
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Send an edition; return the channels that took it, and what was not sent."""
    from core.alerts import Channels
    from core.review import ReviewSender, channels_of
    from core.store import Messages

    if not channels_of(made.plan.runner):
        return (), (f"{app.domain} has no one to send to; set recipients= in its runner",)
    settings = app.settings
    channels = Channels(settings.environment, settings.secrets)
    return ReviewSender(Messages(maker.database), channels, settings.now).send(made)


def _list(app: App) -> None:
    from core.cli.text.reviews import editions_text
    from core.store import ReviewEditions

    with app.open_store() as database:
        found = ReviewEditions(database, app.domain).read()
    click.echo(editions_text(found, app.zones()[app.domain]))
