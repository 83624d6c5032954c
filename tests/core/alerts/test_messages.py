"""One message per scorecard, severity and channel."""

from __future__ import annotations

from dataclasses import replace

from core.alerts.messages import html_of, level_name, plan_messages, trial_message
from core.runner import Runner
from tests.catalogues import entry
from tests.core.alerts.series import NOW
from tests.core.store.test_alerts import EVENT

RUNNER = Runner(
    title="Success scorecard",
    timezone="Europe/Berlin",
    schedule={},
    channels={"critical": ("SLACK_URL", "SMS_URL"), "warning": ("SLACK_URL",)},
)
CRITICAL = replace(EVENT, route="critical")


def test_all_alerts_of_a_severity_are_in_one_message_for_each_channel() -> None:
    other = replace(
        CRITICAL, event_id="2", level="", sentence="Calls in 2026-W46 is 2, no longer below 3"
    )
    warning = replace(EVENT, event_id="3", level="warning", route="warning")
    untold = replace(EVENT, event_id="4", level="info", route="info")
    entries = {6: entry(6, playbook="Ask the desk.\nhttps://wiki.example.com/forms")}
    book = "https://docs.google.com/spreadsheets/d/x"

    found = plan_messages(RUNNER, entries, [warning, CRITICAL, other, untold], book)
    assert [(each.severity, each.channel) for each in found] == [
        ("critical", "SLACK_URL"),
        ("critical", "SMS_URL"),
        ("warning", "SLACK_URL"),
    ]
    assert found[0].message_id == found[1].message_id == "1.critical@scorecard"
    assert found[0].subject == "critical: Forms and 1 more (Success scorecard)"
    assert found[0].text == (
        "critical: Forms in 2026-W46 is 6, above 5\n"
        "  owner a@example.com; where it comes from: scorecard explain success 6 2026-W46\n"
        "  Ask the desk.\n"
        "  https://wiki.example.com/forms\n"
        "over: Calls in 2026-W46 is 2, no longer below 3\n"
        "  owner a@example.com; where it comes from: scorecard explain success 6 2026-W46\n"
        "\n"
        "Success scorecard: https://docs.google.com/spreadsheets/d/x\n"
        "2 alerts, noticed 2026-11-16 06:00 CET\n"
    )


def test_html_has_the_same_lines_with_links_and_nothing_of_a_value_is_markup() -> None:
    assert html_of("1 < 2 & 3\nsee https://x.example/?a=1&b=2\n") == (
        "<html><body><p>1 &lt; 2 &amp; 3<br>\n"
        'see <a href="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</a></p>'
        "</body></html>"
    )


def test_levels_have_names_for_readers() -> None:
    levels = [replace(EVENT, level=level) for level in ("critical", "good", "")]  # type: ignore[arg-type]

    assert [level_name(each) for each in levels] == ["critical", "good news", "over"]


def test_a_trial_says_that_nothing_is_the_matter() -> None:
    message = trial_message("SLACK_URL", NOW)

    assert message.channel == "SLACK_URL"
    assert message.text.endswith("Nothing needs attention.\n")
