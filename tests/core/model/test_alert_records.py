"""Silences cover subjects until they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from core.model.alert_records import AlertSubject, Silence

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
SILENCE = Silence(
    domain="risk",
    kpi_number=1,
    until=NOON,
    note="moving",
    silenced_by="ana",
    host="h",
    silenced_at=NOON,
)


def test_a_silence_covers_its_kpi_until_its_end() -> None:
    subject = AlertSubject(domain="risk", kpi_number=1)
    before = NOON.replace(hour=11)

    assert SILENCE.covers(subject, before)
    assert not SILENCE.covers(subject, NOON)
    assert not SILENCE.covers(replace(subject, kpi_number=2), before)
    assert not SILENCE.covers(replace(subject, domain="sales"), before)
    assert not SILENCE.covers(replace(subject, kind="run"), before)


def test_a_silence_of_a_domain_covers_all_of_it() -> None:
    silence = replace(SILENCE, kpi_number=None)

    assert silence.covers(AlertSubject(domain="risk", kind="run"), NOON.replace(hour=11))
