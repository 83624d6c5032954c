"""Publication after a run: the domains that it changed, or whose last publication is older."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.catalog import Catalogue, file_numbers
from core.engines import Database
from core.errors import PublishError
from core.publish import Order, Published, Scorecard, place_of, publish_domain
from core.run.context import RunContext
from core.settings import Settings
from core.store import Publications


def publish_changes(
    context: RunContext, domains: Iterable[str]
) -> dict[str, Published | PublishError]:
    """Publish the domains of a run, unless it is a dry run or is not to publish."""
    options = context.options
    if options.dry_run or not options.publish:
        return {}
    order = Order(options.command)
    return publish_all(
        context.settings, context.catalogue, context.database, sorted(domains), order
    )


def publish_outdated(
    context: RunContext, domains: Iterable[str]
) -> dict[str, Published | PublishError]:
    """Publish the domains whose last publication is older than the store, as after a kill.

    One whose place is not set rightly says so.
    """
    publications = Publications(context.database)
    outdated = []
    for domain in domains:
        try:
            place = place_of(context.settings, context.catalogue.runners[domain], domain)
        except PublishError:
            outdated.append(domain)
            continue
        target = str(place)
        was_published = publications.find_first(domain, target) is not None
        if was_published and not publications.is_up_to_date(domain, target):
            outdated.append(domain)
    return publish_changes(context, outdated)


def publish_all(
    settings: Settings,
    catalogue: Catalogue,
    database: Database,
    domains: Sequence[str],
    order: Order,
) -> dict[str, Published | PublishError]:
    """Publish each domain; one that fails stops no other."""
    published: dict[str, Published | PublishError] = {}
    for domain in domains:
        numbers = file_numbers(settings.root, domain)
        runner, since = catalogue.runners[domain], catalogue.first_periods(domain)
        scorecard = Scorecard(settings, runner, domain, numbers, database, since)
        try:
            published[domain] = publish_domain(scorecard, order)
        except PublishError as error:
            published[domain] = error
    return published
