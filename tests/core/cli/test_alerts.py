"""`alerts` as people and programs use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.channels import mail_server
from tests.core.cli.commands import Command
from tests.lending import MONDAYS, fill_loans, write_lending
from tests.processes import Outcome


@pytest.fixture
def url(root: Path, scorecard: Command, warehouse_url: str) -> str:
    """Return a warehouse in which W45 was critical and W46 a warning."""
    write_lending(root)
    fill_loans(warehouse_url)
    for week in ("2026-W45", "2026-W46"):
        now = MONDAYS[week]
        found = scorecard("run", "risk", url=warehouse_url, SCORECARD_NOW=now)
        assert found.code == 0
    assert found.err.splitlines()[-1] == (
        "warning: PAR90 in 2026-W46 is 4.0%, above 3.0% but no longer above 5.0%"
    )
    return warehouse_url


def test_the_log_lists_alerts_newest_first(scorecard: Command, url: str) -> None:
    found = scorecard("alerts", "log", "risk", url=url)

    _, _, newest, oldest = found.out.splitlines()
    assert newest == (
        "2026-11-16 06:00 CET  risk    01  warning   PAR90 in 2026-W46 is 4.0%, above 3.0% but no"
        " longer above 5.0%"
    )
    assert oldest.endswith("critical  PAR90 in 2026-W45 is 5.2%, above 5.0%")
    records = json.loads(scorecard("alerts", "log", "--format", "json", url=url).out)
    assert [(each["level"], each["value"]) for each in records] == [
        ("warning", 0.04),
        ("critical", 0.052),
    ]
    assert records[0]["noticed_at"] == "2026-11-16T06:00:00+01:00"
    assert scorecard("alerts", "log", "success", url=url).out == "success: no alerts\n"


def test_the_log_names_messages_that_no_channel_took(
    root: Path, scorecard: Command, warehouse_url: str
) -> None:
    write_lending(root, channels={"critical": ("SLACK_URL",)})
    fill_loans(warehouse_url)
    now = MONDAYS["2026-W45"]
    scorecard("run", "risk", url=warehouse_url, SCORECARD_NOW=now)

    found = scorecard("alerts", "log", "risk", url=warehouse_url, SCORECARD_NOW=now)
    assert found.err == (
        "not sent to SLACK_URL: 'critical: PAR90 (Risk scorecard)' of 2026-11-09 06:00 CET:"
        " SLACK_URL is not set; set it in .env to a URL of apprise, or to mailto: and an address;"
        " the next run tries again\n"
    )


def test_a_silence_is_recorded_and_shown(scorecard: Command, url: str) -> None:
    options = ("--until", "2026-12-01", "--note", "moving house")
    found = scorecard("alerts", "silence", "risk", "1", *options, url=url)

    assert found == Outcome(0, "risk/kpi_01 is silent until 2026-12-01 00:00 CET\n", "")
    (line,) = scorecard("alerts", "log", "risk", url=url).err.splitlines()
    assert line.startswith("silent until 2026-12-01 00:00 CET: risk/kpi_01 (")
    assert line.endswith(": moving house)")
    assert scorecard("alerts", "silence", "risk", "--until", "x", "--note", " ", url=url).code == 2


def test_a_backtest_names_periods(scorecard: Command, url: str) -> None:
    found = scorecard("alerts", "backtest", "risk", url=url)

    _, _, critical, warning = found.out.splitlines()
    assert critical.split("  ")[-1].strip() == "2026-W45"
    assert "1 of 3" in critical
    assert "2 of 3" in warning
    records = json.loads(scorecard("alerts", "backtest", "risk", "--format", "json", url=url).out)
    assert records[0]["began"] == ["2026-W45"]
    assert scorecard("alerts", "backtest", "success", url=url).out == (
        "success: no rule has a stored value to judge\n"
    )


def test_a_test_message_says_whether_a_channel_takes_it(root: Path, scorecard: Command) -> None:
    with mail_server() as box:
        found = scorecard("alerts", "test", "ana@example.com", SCORECARD_SMTP=box.url)
    unset = scorecard("alerts", "test", "SLACK_URL")

    assert found.out == "ana@example.com took the message 'test: a message from scorecard'\n"
    assert box.subjects("ana@example.com") == ["test: a message from scorecard"]
    remedy = "set it in .env to a URL of apprise, or to mailto: and an address"
    assert unset == Outcome(1, "", f"SLACK_URL is not set; {remedy}\n")
