"""Recipients get the summary of each period once, over a real mail server."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.run.context import Options
from core.run.targets import TargetRequest, set_target
from tests.channels import MailBox, text_of
from tests.lending import (
    MONDAYS,
    correct,
    fill_loans,
    kpi_file,
    run_on,
    runner_file,
    told,
    write_lending,
)
from tests.project import kpi_text, settings_of, write_project
from tests.runs import run
from tests.warehouses import HOLDER, execute


@pytest.fixture
def root(tmp_path: Path, warehouse_url: str) -> Path:
    fill_loans(warehouse_url)
    return write_lending(tmp_path, recipients=("ana@example.com", "ben@example.com"))


def test_recipients_get_one_mail_per_period(root: Path, warehouse_url: str, mail: MailBox) -> None:
    for _ in range(2):
        run_on(root, warehouse_url, "2026-W45", SCORECARD_SMTP=mail.url)
    correct(warehouse_url, "2026-W45", 0.05)
    for _ in range(2):
        run_on(root, warehouse_url, "2026-W46", SCORECARD_SMTP=mail.url)
        run_on(root, warehouse_url, "2026-W46", SCORECARD_SMTP=mail.url, period="2026-W45")

    assert [sent["Message-ID"] for sent in mail.mails] == [
        "<risk.weekly.2026-W45.summary@scorecard>",
        "<risk.weekly.2026-W46.summary@scorecard>",
    ]
    assert {sent["To"] for sent in mail.mails} == {"ana@example.com, ben@example.com"}
    assert "PAR90: 4.0%, -1.2 pp on 2026-W45, alert: warning" in text_of(mail.mails[1])


def test_a_failure_is_in_the_summary(root: Path, warehouse_url: str, mail: MailBox) -> None:
    execute(warehouse_url, "ALTER TABLE stg.loans RENAME COLUMN par90 TO par")
    report = run_on(root, warehouse_url, "2026-W45", SCORECARD_SMTP=mail.url)

    assert not report.ok
    (sent,) = mail.mails
    assert sent["Subject"] == "Risk scorecard 2026-W45: 1 failed"


def test_alert_and_summary_judge_by_the_target_that_a_person_set(
    root: Path, warehouse_url: str, mail: MailBox
) -> None:
    file = kpi_file("above_target(10)", target=0.06)
    kpis = {"risk/kpi_01.py": file.replace("above,", "above, above_target,")}
    write_project(root, kpis, {"risk": runner_file(recipients=("ana@example.com",))})
    settings = settings_of(root, MONDAYS["2026-W45"], SCORECARD_WAREHOUSE=warehouse_url)
    wanted = TargetRequest(domain="risk", kpi=1, since="2026-W45", value=0.04, note="agreed")
    set_target(settings, wanted, Options(HOLDER, publish=False))
    report = run_on(root, warehouse_url, "2026-W45", SCORECARD_SMTP=mail.url)

    assert told(report) == [
        "warning: PAR90 in 2026-W45 is 5.2%, more than 10 % above target (4.0%)"
    ]
    assert "target ≤ 4.0%, ▲ needs attention, alert: warning" in text_of(mail.mails[0])


def test_without_a_mail_server_nothing_is_planned(root: Path, warehouse_url: str) -> None:
    execute(warehouse_url, "DROP SCHEMA IF EXISTS vl_analytics CASCADE")
    assert run_on(root, warehouse_url, "2026-W45").alerted.undelivered == ()


def test_a_mail_server_that_is_down_is_said_and_the_mail_follows(
    root: Path, warehouse_url: str, mail: MailBox
) -> None:
    mail.refuses = True
    report = run_on(root, warehouse_url, "2026-W45", SCORECARD_SMTP=mail.url)
    (fault,) = report.alerted.undelivered
    mail.refuses = False
    run_on(root, warehouse_url, "2026-W45", SCORECARD_SMTP=mail.url)

    assert report.ok
    assert fault.endswith("; the next run tries again")
    assert len(mail.mails) == 1


def test_a_run_that_a_person_limits_sends_none(
    root: Path, warehouse_url: str, mail: MailBox
) -> None:
    options = {"now": MONDAYS["2026-W45"], "domains": ("risk",), "publish": True}
    run(root, warehouse_url, "2026-W45", **options, SCORECARD_SMTP=mail.url)  # type: ignore[arg-type]
    run(root, warehouse_url, kpis=[1], **options, SCORECARD_SMTP=mail.url)  # type: ignore[arg-type]

    assert mail.mails == []


def test_the_total_of_a_breakdown_is_alerted_and_in_the_summary(
    root: Path, warehouse_url: str, mail: MailBox
) -> None:
    query = "SELECT 'A' AS field, 2 AS value UNION ALL SELECT 'B', 3"
    text = kpi_text(query, name="Branches", adds="sum").replace(
        "from core.kpi import Kpi", "from core.kpi import Kpi, above"
    )
    text = text.replace("KPI = Kpi(", 'KPI = Kpi(\n    alerts=[above(4, "warning")],')
    runner = runner_file(recipients=("ana@example.com",))
    write_project(root, {"risk/kpi_02.py": text}, {"risk": runner})
    report = run_on(root, warehouse_url, "2026-W45", SCORECARD_SMTP=mail.url)

    assert "warning: Branches in 2026-W45 is 5, above 4" in told(report)
    assert "  Branches: 5, as in 2026-W44, alert: warning" in text_of(mail.mails[-1])
