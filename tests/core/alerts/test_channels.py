"""Messages to real servers, by address and by URL in the environment."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from core.alerts.channels import Channels, mail_addresses
from core.alerts.failure import ChannelError
from tests.channels import Hook, MailBox
from tests.core.alerts.examples import MESSAGE

SLACK = replace(MESSAGE, channel="SLACK_URL")


def test_an_address_gets_mail_and_a_url_is_for_apprise(mail: MailBox, slack: Hook) -> None:
    environment = {
        "SCORECARD_SMTP": mail.url,
        "SCORECARD_MAIL_FROM": "kpi@example.com",
        "TEAM": "mailto:ben@example.com,cem@example.com",
        "SLACK_URL": slack.url,
    }
    channels = Channels(environment)
    for channel in ("ana@example.com", "TEAM", "SLACK_URL"):
        channels.send(replace(MESSAGE, channel=channel))

    assert [sent["To"] for sent in mail.mails] == [
        "ana@example.com",
        "ben@example.com, cem@example.com",
    ]
    assert {sent["From"] for sent in mail.mails} == {"kpi@example.com"}
    assert slack.titles == [MESSAGE.subject]
    assert slack.bodies[0]["message"].strip() == MESSAGE.text.strip()


def test_no_secret_of_the_environment_leaves_it(slack: Hook) -> None:
    channels = Channels({"SLACK_URL": slack.url}, ("5.2%, above",))
    channels.send(SLACK)

    assert "PAR90 in 2026-W45 is *** 5.0%" in slack.bodies[0]["message"]
    assert slack.url not in repr(channels)


def test_a_service_that_fails_says_why_without_its_url(slack: Hook) -> None:
    slack.status = 500
    with pytest.raises(ChannelError) as failed:
        Channels({"SLACK_URL": slack.url}).send(SLACK)

    assert "500" in str(failed.value)
    assert "secretpath" not in str(failed.value)


@pytest.mark.parametrize(
    ("channel", "environment", "said"),
    [
        ("SLACK_URL", {}, "SLACK_URL is not set; set it in .env to a URL of apprise"),
        ("SLACK_URL", {"SLACK_URL": "nothing://hiddenword"}, "SLACK_URL is not a URL that apprise"),
        ("ana@example.com", {}, "SCORECARD_SMTP is not set; set it to smtps"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    channel: str, environment: dict[str, str], said: str
) -> None:
    with pytest.raises(ChannelError, match=said) as failed:
        Channels(environment).send(replace(MESSAGE, channel=channel))
    assert "hiddenword" not in str(failed.value)


def test_without_apprise_mail_still_goes(
    mail: MailBox, slack: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    channels = Channels({"SCORECARD_SMTP": mail.url, "SLACK_URL": slack.url})
    channels.send(MESSAGE)
    with pytest.raises(ChannelError, match=r"pip install 'scorecard-framework\[alerts\]'"):
        channels.send(SLACK)

    assert len(mail.mails) == 1


def test_addresses_are_told_from_urls() -> None:
    assert mail_addresses("ana@example.com") == ("ana@example.com",)
    assert mail_addresses("mailto:a@example.com, b@example.com") == (
        "a@example.com",
        "b@example.com",
    )
    assert mail_addresses("mailtos://me:pw@example.com") == ()
    assert mail_addresses("slack://a/b/c") == ()
