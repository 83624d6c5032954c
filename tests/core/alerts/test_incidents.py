"""Incidents are told when they begin, when another thing goes wrong, and when all is well."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from core.alerts.incidents import Incident, Incidents, find_event
from core.model.alert_records import AlertState, AlertSubject, Silence
from core.runner import Runner
from core.store.alerts import Alerts
from core.store.messages import Messages
from core.store.schema import migrate
from tests.core.alerts.series import NOW
from tests.warehouses import open_for, settings_for

RUNNER = Runner(
    title="Risk scorecard",
    timezone="Europe/Berlin",
    schedule={},
    channels={"warning": ("SLACK_URL",)},
)
SUBJECT = AlertSubject(domain="risk", kind="run", field_details="weekly")


def incident(*items: str) -> Incident:
    return Incident("run", "weekly", "weekly run", items, f"failed: {', '.join(items)}")


def test_an_incident_is_told_again_only_when_another_thing_goes_wrong() -> None:
    state: AlertState | None = None
    told = []
    for items in ((), ("1",), ("1",), ("1", "2"), ("2",), ("1", "2"), (), ()):
        new, event = find_event(incident(*items), SUBJECT, state, RUNNER, NOW)
        state = new or state
        told.append(event and (event.change, event.level, event.route, event.sentence))

    assert told == [
        None,
        ("raised", "warning", "warning", "failed: 1"),
        None,
        ("raised", "warning", "warning", "failed: 1, 2"),
        None,
        ("raised", "warning", "warning", "failed: 1, 2"),
        ("over", "", "warning", "weekly run: all is well again"),
        None,
    ]


def test_a_partial_incident_adds_to_what_is_known_and_ends_nothing() -> None:
    state: AlertState | None = None
    told = []
    for items in (("2",), ("1",), ("1",), ()):
        partial = replace(incident(*items), is_partial=True)
        new, event = find_event(partial, SUBJECT, state, RUNNER, NOW)
        state = new or state
        told.append(event and (event.change, event.rule, event.sentence))

    assert told == [("raised", "2", "failed: 2"), ("raised", "2; 1", "failed: 1"), None, None]


def test_incidents_are_recorded_with_their_messages_unless_silent(
    warehouse_url: str, tmp_path: Path
) -> None:
    with closing(open_for(settings_for(tmp_path, warehouse_url))) as database:
        migrate(database, ["risk"])
        incidents = Incidents(database, "risk", RUNNER, NOW, "run-1", "var/risk.xlsx")
        (event,) = incidents.record([incident("1")])
        assert incidents.record([incident("1")]) == ()
        (message,) = Messages(database).read_open("risk")
        assert event.run_id == "run-1"
        assert message.subject == "warning: weekly run (Risk scorecard)"
        assert message.text.startswith("warning: failed: 1\n\nRisk scorecard: var/risk.xlsx\n")

        until = NOW + timedelta(days=1)
        silence = Silence(
            domain="risk",
            kpi_number=None,
            until=until,
            note="n",
            silenced_by="ana",
            host="h",
            silenced_at=NOW,
        )
        Alerts(database).add_silence(silence)
        assert incidents.record([incident()]) == ()
        later = Incidents(database, "risk", RUNNER, until)
        assert [each.change for each in later.record([incident()])] == ["over"]
