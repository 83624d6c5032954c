"""Forms and tickets: duplicates, and moments at the edges of weeks."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.core.demo.company import Tables


def test_offboarding_forms_come_twice_some_of_them_in_the_next_week(tables: Tables) -> None:
    sent: dict[str, list[datetime]] = {}
    for form in tables["stg_hubspot.offboarding_forms"]:
        sent.setdefault(form["agreement_id"], []).append(
            datetime.fromisoformat(form["submitted_at"])
        )
    gaps = [
        (first, second)
        for moments in sent.values()
        for first, second in zip(sorted(moments), sorted(moments)[1:], strict=False)
        if second - first < timedelta(days=4)
    ]
    assert len(gaps) > 20
    assert any(first.isocalendar()[:2] != second.isocalendar()[:2] for first, second in gaps)


def test_some_moments_fall_on_another_day_or_week_in_utc(tables: Tables) -> None:
    moments = [datetime.fromisoformat(row["created_at"]) for row in tables["stg_hubspot.tickets"]]
    local = Counter(f"{moment:%a %H:%M}" for moment in moments)
    assert local["Sun 23:30"] > 10
    assert local["Mon 00:30"] > 10
    in_utc = [moment.astimezone(ZoneInfo("UTC")) for moment in moments]
    assert any(
        a.isocalendar()[:2] != b.isocalendar()[:2] for a, b in zip(moments, in_utc, strict=True)
    )
    assert {moment.utcoffset() for moment in moments} == {timedelta(hours=1), timedelta(hours=2)}
