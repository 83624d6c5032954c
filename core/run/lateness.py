"""Alerts on missed deadlines, which no run can notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.catalog import Catalogue
from core.engines import Access
from core.model import CADENCES, Cadence
from core.run.alerting import deliver
from core.run.context import open_locked
from core.settings import Settings
from core.store import migrate

Late = Mapping[tuple[str, Cadence], tuple[str, str]]  # period and sentence, by domain and cadence


def alert_late(
    settings: Settings, catalogue: Catalogue, access: Access, domains: Sequence[str], late: Late
) -> tuple[str, ...]:
    """Record which scorecards miss their deadline and tell it, for domains with channels.

    Return a sentence on each message that could not be sent.

    Raises:
        ScorecardError: The store cannot be written, for example while a run holds it.
    """
    told = [domain for domain in domains if catalogue.runners[domain].channels]
    if not told:
        return ()
    from core.alerts import Incident, Incidents

    undelivered: list[str] = []
    with open_locked(settings, access, told) as database:
        migrate(database, told)
        for domain in told:
            runner = catalogue.runners[domain]
            found = []
            for cadence in CADENCES:
                period, sentence = late.get((domain, cadence), ("", ""))
                items = (period,) if period else ()
                name = f"missed {cadence} deadline"
                found.append(Incident("deadline", cadence, name, items, sentence))
            Incidents(database, domain, runner, settings.now).record(found)
            undelivered += deliver(settings, catalogue, database, domain)
    return tuple(undelivered)
