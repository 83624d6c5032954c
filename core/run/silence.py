"""Silences: a person's wish for no alerts on a KPI or a domain until a day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.catalog import load_valid_catalogue
from core.engines import Access
from core.errors import UsageError
from core.model import Silence, midnight
from core.run.context import open_locked
from core.settings import Settings, host, user
from core.store import Alerts, migrate


def silence(
    settings: Settings, access: Access, domain: str, kpi: int | None, until: str, note: str
) -> datetime:
    """Store a silence and return its end: the beginning of the day `until` in business time.

    Raises:
        UsageError: The domain has no such KPI, or `until` is not a day to come.
    """
    catalogue, _ = load_valid_catalogue(settings, [domain])
    if kpi is not None:
        catalogue.entry(domain, kpi)
    end = _end(until, catalogue.runners[domain].zone, settings.now)
    record = Silence(
        domain=domain,
        kpi_number=kpi,
        until=end,
        note=settings.scrub(" ".join(note.split())),
        silenced_by=user(),
        host=host(),
        silenced_at=settings.now,
    )
    with open_locked(settings, access, [domain]) as database:
        migrate(database, [domain])
        Alerts(database).add_silence(record)
    return end


def _end(until: str, zone: ZoneInfo, now: datetime) -> datetime:
    try:
        end = midnight(date.fromisoformat(until), zone)
    except ValueError:
        raise UsageError(f"{until!r} is not a day; write one such as 2026-12-01") from None
    if end <= now:
        raise UsageError(f"{until} is not a day to come; name the day on which alerts begin again")
    return end
