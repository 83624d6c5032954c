"""Incidents of whole runs: failed KPIs, cells that could not be written, old holes."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import Finding
from core.run.incidents import _reasons, left_out_of
from core.run.pipeline import Report
from tests.channels import MailBox, text_of
from tests.core.run.gates import fill_orders, write_shop
from tests.core.run.test_gate import LOSE_CLIENTS
from tests.forms import edit
from tests.lending import MONDAYS, WEEKS, fill_loans, kpi_file, run_on, runner_file, write_lending
from tests.project import write_project
from tests.rows import row
from tests.runs import catch_up, run
from tests.warehouses import execute, stored


@pytest.fixture
def root(tmp_path: Path, warehouse_url: str) -> Path:
    fill_loans(warehouse_url)
    return write_lending(tmp_path, "", channels={"warning": ("SLACK_URL",)})


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(each.subject.kind, each.change, each.sentence) for each in report.alerted.events]


def test_a_failed_kpi_is_told_once_and_so_is_its_repair(root: Path, warehouse_url: str) -> None:
    execute(warehouse_url, "ALTER TABLE stg.loans RENAME COLUMN par90 TO par")
    first = told(run_on(root, warehouse_url, "2026-W45"))
    again = told(run_on(root, warehouse_url, "2026-W45"))
    execute(warehouse_url, "ALTER TABLE stg.loans RENAME COLUMN par TO par90")
    repaired = told(run_on(root, warehouse_url, "2026-W45"))

    ((kind, change, sentence),) = first
    assert (kind, change) == ("run", "raised")
    assert sentence.startswith(
        "Risk scorecard: 1 KPI without an answer: risk/kpi_01 2026-W45 failed: "
    )
    assert again == []
    assert repaired == [("run", "over", "incomplete weekly run: all is well again")]


def test_a_reason_that_kpis_share_is_said_once() -> None:
    failed = {
        (f"risk/kpi_{number:02}", "failed"): row(None, outcome="failed", reason="no such table")
        for number in (1, 2, 3)
    }
    other = {("risk/kpi_04", "late"): row(None, outcome="late", reason="no rows since Monday")}

    assert _reasons({**failed, **other}) == [
        "risk/kpi_01, risk/kpi_02, risk/kpi_03 2026-W46 failed: no such table",
        "risk/kpi_04 2026-W46 late: no rows since Monday",
    ]


def test_a_failure_is_not_over_because_nothing_was_computed_again(
    root: Path, warehouse_url: str
) -> None:
    run_on(root, warehouse_url, "2026-W45")
    execute(warehouse_url, "ALTER TABLE stg.loans RENAME COLUMN par90 TO par")
    ((_, change, _),) = told(run_on(root, warehouse_url, "2026-W45"))
    again = catch_up(root, warehouse_url, now=MONDAYS["2026-W45"], publish=True, domain="risk")

    assert change == "raised"
    assert again.results == ()
    assert told(again) == []


def test_a_run_that_a_person_limits_tells_nothing_of_it(root: Path, warehouse_url: str) -> None:
    execute(warehouse_url, "ALTER TABLE stg.loans RENAME COLUMN par90 TO par")

    assert told(run_on(root, warehouse_url, "2026-W45", period="2026-W45")) == []


def test_a_kpi_that_is_left_out_is_told(root: Path, warehouse_url: str) -> None:
    broken = {"risk/kpi_02.py": kpi_file("").replace("percent", "parsecs")}
    write_project(root, broken, {"risk": runner_file(channels={"warning": ("SLACK_URL",)})})
    ((kind, _, sentence),) = told(run_on(root, warehouse_url, "2026-W45"))

    assert kind == "run"
    assert "scorecards/risk/kpi_02.py:" in sentence


def test_a_place_that_is_wrong_is_told(root: Path, warehouse_url: str) -> None:
    runner = runner_file(channels={"warning": ("SLACK_URL",)}, sheet="RISK_SHEET")
    write_project(root, {}, {"risk": runner})
    report = run_on(root, warehouse_url, "2026-W45", RISK_SHEET="nowhere")

    ((kind, _, sentence),) = told(report)
    assert kind == "cells"
    assert sentence.startswith("Risk scorecard is not up to date: RISK_SHEET is neither")
    assert told(run_on(root, warehouse_url, "2026-W45", RISK_SHEET="x.xlsx")) == [
        ("cells", "over", "unwritten cells: all is well again")
    ]


def test_a_place_that_a_later_publish_reaches_is_told_although_no_value_is_missing(
    root: Path, warehouse_url: str
) -> None:
    def catch_up_on(week: str) -> list[tuple[str, str, str]]:
        report = catch_up(root, warehouse_url, now=MONDAYS[week], publish=True, domain="risk")
        assert report.results == ()
        return told(report)

    folder, aside = root / "var", root / "aside"
    run_on(root, warehouse_url, "2026-W44")
    run_on(root, warehouse_url, "2026-W45", publish=False)
    folder.rename(aside)
    folder.touch()
    ((kind, change, sentence),) = catch_up_on("2026-W45")
    folder.unlink()
    aside.rename(folder)

    assert (kind, change) == ("cells", "raised")
    assert sentence.startswith("Risk scorecard is not up to date: ")
    assert catch_up_on("2026-W45") == [("cells", "over", "unwritten cells: all is well again")]


def test_an_old_hole_is_told(root: Path, warehouse_url: str) -> None:
    run_on(root, warehouse_url, "2026-W47", period="2026-W30")
    ((kind, change, sentence),) = told(run_on(root, warehouse_url, "2026-W47"))

    assert (kind, change) == ("hole", "raised")
    assert "risk/kpi_01 2026-W31..2026-W42" in sentence
    assert stored(warehouse_url, "count(*)", "scorecard_alert_message", "1") == [(1,)]
    assert list(WEEKS)[-1] == "2026-W47"


def test_an_owner_gets_a_mail_when_values_are_withheld_and_one_when_they_are_not(
    tmp_path: Path, warehouse_url: str, mail: MailBox
) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05)]')
    edit(root, "scorecards/success/kpi_04.py", "owner='", "owner='ben-")
    fill_orders(warehouse_url, LOSE_CLIENTS)
    for _ in range(2):
        run(root, warehouse_url, publish=True, SCORECARD_SMTP=mail.url)

    ben, ana = sorted(mail.mails, key=lambda sent: str(sent["To"]))
    assert (ana["To"], ben["To"]) == ("success@example.com", "ben-success@example.com")
    assert ana["Subject"] == "warning: withheld values (Success scorecard)"
    assert text_of(ana).splitlines()[0] == (
        "warning: Success scorecard withholds 5 values: success/kpi_02 2026-W42..2026-W46: 30 % of"
        " client_id is missing in stg.orders (at most 5 %); fix the source, or run"
        " scorecard release success KPI PERIOD --note REASON"
    )
    assert "success/kpi_04 2026-W42..2026-W46: depends on kpi_02, which was withheld" in text_of(
        ben
    )

    fill_orders(warehouse_url)
    run(root, warehouse_url, publish=True, SCORECARD_SMTP=mail.url)
    after = [(each["To"], each["Subject"]) for each in mail.mails[2:]]
    assert sorted(after) == [
        ("ben-success@example.com", "over: withheld values (Success scorecard)"),
        ("success@example.com", "over: withheld values (Success scorecard)"),
    ]


def test_a_run_by_a_person_tells_the_owner_and_ends_nothing(
    tmp_path: Path, warehouse_url: str, mail: MailBox
) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05)]')
    edit(root, "scorecards/success/kpi_04.py", "owner='", "owner='ben-")
    fill_orders(warehouse_url, LOSE_CLIENTS)
    for _ in range(2):
        run(root, warehouse_url, "2026-W46", publish=True, SCORECARD_SMTP=mail.url)
    (sent,) = [each for each in mail.mails if each["To"] == "success@example.com"]
    assert "withholds 1 value: success/kpi_02 2026-W46: 30 % of" in text_of(sent)

    fill_orders(warehouse_url)
    run(root, warehouse_url, "2026-W46", publish=True, SCORECARD_SMTP=mail.url)
    assert len(mail.mails) == 2
    run(root, warehouse_url, publish=True, SCORECARD_SMTP=mail.url)
    assert {each["Subject"] for each in mail.mails[2:]} == {
        "over: withheld values (Success scorecard)"
    }


def test_an_owner_whom_a_channel_tells_gets_no_second_mail(
    root: Path, warehouse_url: str, mail: MailBox
) -> None:
    channels = {"warning": ("success@example.com",)}
    write_shop(root, 'checks=[missing("client_id", 0.05)]')
    write_project(root, {}, {"success": runner_file(channels=channels)})
    fill_orders(warehouse_url, LOSE_CLIENTS)
    run(root, warehouse_url, publish=True, SCORECARD_SMTP=mail.url)

    assert mail.subjects("success@example.com") == [
        "warning: incomplete weekly run (Risk scorecard)"
    ]


def test_a_run_of_one_domain_ends_no_incident_of_another_that_follows_it(
    root: Path, warehouse_url: str, mail: MailBox
) -> None:
    values = kpi_file("").replace('Table("stg.loans")', 'Values(1, last=1, domain="risk")')
    values = values.replace("Kpi, Table", "Kpi, Values").replace(
        "stg.loans WHERE week = :first_day", "kpi_01"
    )
    board = {
        "board/kpi_01.py": values.replace("SELECT par90", "SELECT value"),
        "board/kpi_02.py": kpi_file("")
        .replace("SELECT par90", "SELECT gone")
        .replace("PAR90", "A"),
    }
    told_all = {"channels": {"warning": ("SLACK_URL",)}, "recipients": ("ceo@example.com",)}
    write_project(root, board, {"board": runner_file(**told_all)})
    run_on(root, warehouse_url, "2026-W44", domains=("risk",))
    first = run_on(root, warehouse_url, "2026-W45", domains=("board",))
    risk = run_on(root, warehouse_url, "2026-W45", domains=("risk",), SCORECARD_SMTP=mail.url)
    again = run_on(root, warehouse_url, "2026-W45", domains=("board",))

    assert [(kind, change) for kind, change, _ in told(first)] == [("run", "raised")]
    assert {result.task.entry.id for result in risk.results} == {"risk/kpi_01", "board/kpi_01"}
    assert told(risk) == []
    assert told(again) == []
    assert mail.mails == []


def test_findings_are_those_of_the_domain() -> None:
    ours = Finding("scorecards/risk/kpi_01.py", 3, "unit is unknown")
    theirs = Finding("scorecards/sales/kpi_01.py", 3, "unit is unknown")

    assert left_out_of([ours, theirs], "risk") == {
        "scorecards/risk/kpi_01.py": "scorecards/risk/kpi_01.py:3: unit is unknown"
    }
