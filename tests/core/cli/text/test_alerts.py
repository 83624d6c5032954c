"""Alerts in tables."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from core.alerts.backtest import RuleRecord
from core.cli.text.alerts import backtest_text, level_text, log_text, unsent_lines
from core.model.alerts import above
from tests.catalogues import entry
from tests.core.alerts.examples import MESSAGE
from tests.core.store.test_alerts import EVENT, SUBJECT


def test_an_alert_that_is_over_names_its_level() -> None:
    over = replace(EVENT, level="", level_before="critical", change="over")

    assert level_text(EVENT) == "critical"
    assert level_text(over) == "critical over"


def test_a_matter_of_the_domain_has_no_number() -> None:
    late = replace(EVENT, subject=replace(SUBJECT, kind="deadline", kpi_number=0))
    text = log_text([EVENT, late], {"success": ZoneInfo("Europe/Berlin")})

    assert text.splitlines()[2].split()[3:6] == ["success", "06", "critical"]
    assert text.splitlines()[3].split()[3:5] == ["success", "critical"]


def test_an_unsent_message_says_what_follows() -> None:
    given_up = replace(MESSAGE, status="given up", error="refused")
    waiting, after = unsent_lines([MESSAGE, given_up], {"risk": ZoneInfo("Europe/Berlin")})

    subject = "not sent to ana@example.com: 'critical: PAR90 (Risk scorecard)'"
    assert waiting == f"{subject} of 2026-11-16 06:00 CET; the next run tries again"
    assert after == f"{subject} of 2026-11-16 06:00 CET: refused; given up"


def test_many_periods_are_shortened_and_none_is_said() -> None:
    weeks = tuple(f"2026-W{week}" for week in range(10, 18))
    often = RuleRecord(entry(1), "", above(5), weeks, 9, 20)
    never = RuleRecord(entry(2), "north", above(5), (), 0, 20)
    _, _, first, second = backtest_text([often, never]).splitlines()

    assert first.endswith("… 2026-W12, 2026-W13, 2026-W14, 2026-W15, 2026-W16, 2026-W17")
    assert " 8×" in first
    assert second.endswith("never")
    assert "n2, north" in second
