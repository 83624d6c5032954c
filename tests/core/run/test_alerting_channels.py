"""A lender's alerts on three channels, over real servers: each told once, whatever happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.store.messages import Messages
from tests.channels import Hook, MailBox, text_of
from tests.lending import WEEKS, fill_loans, run_on, write_lending
from tests.warehouses import stored

CHANNELS = {
    "critical": ("SLACK_URL", "risk@example.com", "SMS_URL"),
    "warning": ("SLACK_URL", "risk@example.com"),
}
CRITICAL, WARNING, OVER = (
    f"{each}: PAR90 (Risk scorecard)" for each in ("critical", "warning", "over")
)


@pytest.fixture
def environment(mail: MailBox, slack: Hook, sms: Hook) -> dict[str, str]:
    return {"SCORECARD_SMTP": mail.url, "SLACK_URL": slack.url, "SMS_URL": sms.url}


@pytest.fixture
def root(tmp_path: Path, warehouse_url: str) -> Path:
    fill_loans(warehouse_url)
    return write_lending(tmp_path, channels=CHANNELS)


def test_each_change_reaches_the_channels_of_its_severity_once(
    root: Path,
    warehouse_url: str,
    environment: dict[str, str],
    mail: MailBox,
    slack: Hook,
    sms: Hook,
) -> None:
    for week in WEEKS:
        for _ in range(2):
            report = run_on(root, warehouse_url, week, **environment)
            assert report.ok
            assert report.alerted.undelivered == ()

    assert slack.titles == [CRITICAL, WARNING, OVER]
    assert mail.subjects("risk@example.com") == [CRITICAL, WARNING, OVER]
    assert sms.titles == [CRITICAL, OVER]
    text = text_of(mail.mails[0])
    assert text.startswith("critical: PAR90 in 2026-W45 is 5.2%, above 5.0%")
    assert str(root / "var" / "risk.xlsx") in text


def test_a_channel_that_is_down_changes_no_exit_code_and_is_told_later(
    root: Path,
    warehouse_url: str,
    environment: dict[str, str],
    mail: MailBox,
    slack: Hook,
    sms: Hook,
) -> None:
    sms.status = slack.status = 503
    report = run_on(root, warehouse_url, "2026-W45", **environment)

    assert report.ok
    assert [fault.partition(" did")[0] for fault in report.alerted.undelivered] == [
        "SLACK_URL",
        "SMS_URL",
    ]
    assert "secretpath" not in "".join(report.alerted.undelivered)
    assert mail.subjects("risk@example.com") == [CRITICAL]
    sms.status = slack.status = 200
    run_on(root, warehouse_url, "2026-W45", **environment)
    assert (slack.titles, sms.titles) == ([CRITICAL], [CRITICAL])
    assert mail.subjects("risk@example.com") == [CRITICAL]
    assert {
        status for (status,) in stored(warehouse_url, "status", "scorecard_alert_message", "1")
    } == {"sent"}


def test_a_kill_after_the_values_and_one_before_sending_lose_nothing(
    root: Path,
    warehouse_url: str,
    environment: dict[str, str],
    mail: MailBox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for place in ("core.run.pipeline.alert", "core.run.alerting.deliver"):
        with monkeypatch.context() as patch:
            patch.setattr(place, killed)
            with pytest.raises(KeyboardInterrupt):
                run_on(root, warehouse_url, "2026-W45", **environment)
    assert mail.mails == []

    run_on(root, warehouse_url, "2026-W45", **environment)
    run_on(root, warehouse_url, "2026-W45", **environment)
    assert mail.subjects("risk@example.com") == [CRITICAL]


def test_a_kill_between_sending_and_recording_repeats_the_same_mail_once(
    root: Path,
    warehouse_url: str,
    environment: dict[str, str],
    mail: MailBox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    update = Messages.update

    def die_once_sent(self: Messages, message: object) -> None:
        if getattr(message, "status", "") == "sent":
            raise KeyboardInterrupt
        update(self, message)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Messages, "update", die_once_sent)
        with pytest.raises(KeyboardInterrupt):
            run_on(root, warehouse_url, "2026-W45", **environment, kpis=())
    for _ in range(2):
        run_on(root, warehouse_url, "2026-W45", **environment)

    ids = [sent["Message-ID"] for sent in mail.mails]
    assert len(ids) <= 2
    assert len(set(ids)) == 1
