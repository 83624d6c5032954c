"""Alerts in sentences."""

from __future__ import annotations

from core.alerts.sentences import condition_before, value_sentence
from core.alerts.states import LevelFound, Transition
from core.model.alerts import above, below_target
from tests.core.alerts.series import points

CRITICAL = above(0.05, "critical")
WARNING = above(0.03, "warning")


def test_an_alert_names_value_and_condition() -> None:
    found = LevelFound("critical", CRITICAL, points(0.052)[0])
    raised = Transition("raised", "critical", "", "", None)

    sentence = value_sentence("PAR90", "percent", found, raised, "")
    assert sentence == "PAR90 in 2026-W40 is 5.2%, above 5.0%"


def test_a_milder_alert_names_both_conditions() -> None:
    found = LevelFound("warning", WARNING, points(0.04)[0])
    eased = Transition("eased", "warning", "critical", "", 0.052)

    sentence = value_sentence("PAR90", "percent", found, eased, "above 5.0%")
    assert sentence == "PAR90 in 2026-W40 is 4.0%, above 3.0% but no longer above 5.0%"


def test_a_recovery_by_a_correction_names_the_value_before() -> None:
    found = LevelFound("", None, points(0.02)[0])
    over = Transition("over", "", "critical", "corrected", 0.052)

    sentence = value_sentence("PAR90", "percent", found, over, "above 5.0%")
    assert sentence == "PAR90 in 2026-W40 is 2.0%, no longer above 5.0% (corrected from 5.2%)"


def test_a_recovery_by_other_rules_says_so() -> None:
    found = LevelFound("", None, points(0.052)[0])
    over = Transition("over", "", "critical", "rules", 0.052)

    assert value_sentence("PAR90", "percent", found, over, "") == (
        "PAR90 in 2026-W40 is 5.2%, without an alert (the value is the same; its rules, its"
        " target or earlier values changed)"
    )


def test_a_rule_about_the_target_names_it() -> None:
    found = LevelFound("warning", below_target(20), points(7, target=10)[0])
    raised = Transition("raised", "warning", "", "", None)

    sentence = value_sentence("Forms", "count", found, raised, "")
    assert sentence == "Forms in 2026-W40 is 7, more than 20 % below target (10)"


def test_the_condition_before_is_found_by_its_text() -> None:
    rules = [CRITICAL, WARNING]

    assert condition_before(rules, "above(0.03, 'warning')", "percent") == "above 3.0%"
    assert condition_before(rules, "above(0.02, 'warning')", "percent") == ""
