"""Alerts in the store: points to judge, states, the log and silences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from core.engines.base import Database
from core.model.alert_records import (
    AlertEvent,
    AlertPoint,
    AlertState,
    AlertSubject,
    Silence,
)
from core.model.targets import Band
from core.store.alerts import Alerts
from core.store.schema import migrate
from core.store.series import SeriesLedger
from core.store.values import Store
from tests.core.model.test_target_changes import target
from tests.rows import row

NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)
SUBJECT = AlertSubject(
    domain="success", kpi_number=6, field_name="forms", range_type="week", cadence="weekly"
)
STATE = AlertState(
    subject=SUBJECT,
    level="critical",
    rule="above(5, 'critical')",
    period="2026-W46",
    period_start=date(2026, 11, 9),
    value=6.0,
    changed_at=NOW,
)
EVENT = AlertEvent(
    event_id="1",
    subject=SUBJECT,
    name="Forms",
    change="raised",
    level="critical",
    level_before="",
    rule="above(5, 'critical')",
    sentence="Forms in 2026-W46 is 6, above 5",
    period="2026-W46",
    period_start=date(2026, 11, 9),
    value=6.0,
    value_before=None,
    target=None,
    unit="count",
    cause="",
    run_id="run-1",
    noticed_at=NOW,
)


def test_only_whole_and_final_values_are_points(warehouse: Database) -> None:
    migrate(warehouse, ["success"])
    rows = [
        row(1.0, period="2026-W41"),
        row(2.0, period="2026-W42", target=3.0),
        row(None, period="2026-W43"),
        row(4.0, period="2026-W44", by_hand=True),
        row(5.0, period="2026-W45", provisional_until=date(2026, 12, 1)),
        row(6.0, period="2026-W46", partial=True),
    ]
    Store(warehouse).write(rows, (), ())

    found = Alerts(warehouse).read_points("success", {6: date(2026, 10, 12)})
    periods = [each.period for each in rows]
    assert found == {
        SUBJECT: [
            AlertPoint(periods[1], 2.0, 3.0, "v1"),
            AlertPoint(periods[3], 4.0, None, ""),
        ]
    }
    assert Alerts(warehouse).read_points("success", {7: date(2026, 10, 12)}) == {}


def test_a_target_that_a_person_set_is_the_one_that_alerts_judge_by(warehouse: Database) -> None:
    migrate(warehouse, ["success"])
    weeks = [row(1.0, period=f"2026-W{week}", target=5.0, better="higher") for week in (44, 45, 46)]
    Store(warehouse).write(weeks, (), ())
    band = target(Band(2.0, 3.0), since="2026-W46", better="within")
    SeriesLedger(warehouse).add([target(6.0, until="2026-W45").change, band.change])

    (points,) = Alerts(warehouse).read_points("success", {6: date(2026, 10, 26)}).values()
    assert [(each.target, each.target_high, each.better) for each in points] == [
        (5.0, None, "higher"),
        (6.0, None, "higher"),
        (2.0, 3.0, "within"),
    ]


def test_a_new_state_replaces_the_one_before_and_the_log_grows(warehouse: Database) -> None:
    alerts = Alerts(warehouse)
    assert alerts.read_states("success") == {}  # there is no table yet
    migrate(warehouse, ["success"])
    alerts.record([STATE], [EVENT])
    over = replace(STATE, level="", rule="", value=2.0)
    later = replace(EVENT, event_id="2", level="", noticed_at=NOW + timedelta(weeks=1))
    alerts.record([over], [later])
    alerts.record([], [])

    assert alerts.read_states("success") == {SUBJECT: over}
    assert alerts.read_states("risk") == {}
    assert alerts.read_log(["success"]) == [later, EVENT]
    assert alerts.read_log(["success"], limit=1) == [later]
    assert alerts.read_log(["success"], since=NOW + timedelta(days=1)) == [later]
    assert alerts.read_log(["risk"]) == []


def test_silences_are_read_until_they_end(warehouse: Database) -> None:
    alerts = Alerts(warehouse)
    migrate(warehouse, ["success"])
    short = Silence(
        domain="success",
        kpi_number=6,
        until=NOW + timedelta(days=1),
        note="moving",
        silenced_by="ana",
        host="h",
        silenced_at=NOW,
    )
    long = replace(short, kpi_number=None, until=NOW + timedelta(days=2))
    alerts.add_silence(short)
    alerts.add_silence(long)

    assert alerts.read_silences(["success"], NOW) == [long, short]
    assert alerts.read_silences(["success"], NOW + timedelta(days=1)) == [long]
    assert alerts.read_silences(["risk"], NOW) == []
