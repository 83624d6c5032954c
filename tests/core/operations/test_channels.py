"""The doctor looks at channels and mail, over real servers: it sends nothing, shows no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.operations.channels import examine_channels
from core.runner import Runner
from tests.channels import Hook, MailBox, free_port, mail_server
from tests.project import settings_of, write_project

CHANNELS = {"critical": ("SLACK_URL", "risk@example.com"), "warning": ("SLACK_URL",)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path)


def runner(**given: object) -> Runner:
    return Runner(title="Risk scorecard", timezone="Europe/Berlin", schedule={}, **given)  # type: ignore[arg-type]


ALERTING = runner(channels=CHANNELS, escalation=("HEAD",))


def found(root: Path, *runners: Runner, **environment: str) -> list[tuple[bool | None, str, str]]:
    settings = settings_of(root, **environment)
    by_domain = {f"risk{number}": each for number, each in enumerate(runners)}
    return [(each.ok, each.subject, each.text) for each in examine_channels(settings, by_domain)]


def test_channels_that_work_are_said_to(root: Path, mail: MailBox, slack: Hook) -> None:
    environment = {"SLACK_URL": slack.url, "HEAD": "mailto:ana@example.com,ben@example.com"}

    assert found(root, ALERTING, ALERTING, SCORECARD_SMTP=mail.url, **environment) == [
        (
            True,
            "channel SLACK_URL",
            "a URL of JSON; scorecard alerts test SLACK_URL sends to it",
        ),
        (True, "channel HEAD", "mail to 2 recipients; scorecard alerts test HEAD sends to it"),
        (True, "mail", f"127.0.0.1:{mail.port} takes mail from scorecard@127.0.0.1"),
    ]
    assert mail.mails == []
    assert slack.bodies == []


def test_settings_that_are_missing_are_named(root: Path) -> None:
    remedy = "set it in .env to a URL of apprise, or to mailto: and an address"

    assert found(root, ALERTING) == [
        (False, "channel SLACK_URL", f"SLACK_URL is not set; {remedy}"),
        (False, "channel HEAD", f"HEAD is not set; {remedy}"),
        (
            False,
            "mail",
            "SCORECARD_SMTP is not set, so no alert is mailed; set it to"
            " smtps://user:password@host",
        ),
    ]


def test_readers_without_a_mail_server_are_a_hint(root: Path) -> None:
    ((is_ok, subject, text),) = found(root, runner(recipients=("ana@example.com",)), runner())

    assert (is_ok, subject) == (None, "mail")
    assert text.startswith("SCORECARD_SMTP is not set, so recipients of risk0 get no summary; ")
    assert found(root, runner()) == []


def test_a_url_that_apprise_does_not_know_is_not_shown(root: Path) -> None:
    url = "slakc://TokenA/TokenB/TokenC"
    ((is_ok, _, text), *_) = found(root, ALERTING, SLACK_URL=url)

    assert not is_ok
    assert text.startswith("SLACK_URL is not a URL that apprise knows; ")
    assert "Token" not in text


@pytest.mark.parametrize(
    ("user", "refusal", "remedy"),
    [
        ("ana%40example.com:s3cret%21pw", "", ""),
        ("ana%40example.com:wr0ng%21pw", "refuses the user: 535 ", "; fix user and password in"),
    ],
)
def test_a_login_is_tried(root: Path, user: str, refusal: str, remedy: str) -> None:
    with mail_server("s3cret!pw") as box:
        url = f"smtp://{user}@127.0.0.1:{box.port}"
        ((is_ok, _, text),) = found(root, runner(), SCORECARD_SMTP=url)

    assert is_ok is (not refusal)
    assert refusal in text
    assert remedy in text
    assert "pw" not in text
    assert box.mails == []


def test_a_server_that_is_down_and_a_setting_that_is_wrong_are_told_apart(root: Path) -> None:
    port = free_port()
    ((_, _, down),) = found(root, runner(), SCORECARD_SMTP=f"smtp://127.0.0.1:{port}")
    ((_, _, wrong),) = found(root, runner(), SCORECARD_SMTP="mail.example.com")

    assert down == (
        f"127.0.0.1:{port}: [Errno 111] Connection refused; start the server, or fix SCORECARD_SMTP"
    )
    assert wrong.startswith(
        "SCORECARD_SMTP is not the URL of a mail server; set SCORECARD_SMTP to "
    )
