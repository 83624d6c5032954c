"""Processes that die, lost answers, quotas and refusals: the sheet and the messages after them."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.cli import main
from core.errors import PublishError
from tests.core.publish.google.weeks import KPIS, LEADS, expected, weeks
from tests.project import NOW
from tests.sheets_emulator import Emulator
from tests.spreadsheets import ACCOUNT, TAB, Office, Waits, picture

WRITE = "*:batchUpdate"


def until(done: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + 20
    while not done():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def asked_for(sheets: Emulator, method: str) -> bool:
    """Whether a request has arrived, be it answered or not."""
    return any(entry.api == method for entry in sheets.journal.entries)


def fill(office: Office) -> None:
    """Publish 45 weeks, and store a 46th, a change of two values and a new KPI."""
    office.store(weeks(KPIS[:2], last=45), KPIS[:2])
    office.publish()
    office.store(weeks(KPIS[:2], first=45, last=46, plus=0.5))
    office.store(weeks((LEADS,)), (LEADS,))


def stands_as(office: Office, wanted: list[dict[str, Any]]) -> None:
    """Check that a sheet is as it should be, and that nothing is left to do."""
    assert picture([office.sheet()]) == wanted
    office.asked()
    office.publish()
    assert office.asked() == (1, 0)
    assert [outcome for (outcome,) in office.stored("outcome", "scorecard_publication", "1")].count(
        "planned"
    ) == 0


@pytest.fixture(scope="module")
def wanted(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return the picture of a sheet in which the same was published without any trouble."""
    office = Office(emulator, tmp_path_factory.mktemp("undisturbed"))
    fill(office)
    office.publish()
    return picture([office.sheet()])


@pytest.mark.parametrize(
    ("moment", "method", "applied"),
    [
        ("before the write", "spreadsheets.get", False),
        ("during the write, which Google then does not apply", "spreadsheets.batchUpdate", False),
        ("during the write, which Google applies", "spreadsheets.batchUpdate", True),
    ],
)
def test_a_publish_killed_and_another_leave_the_same_sheet(
    office: Office, wanted: list[dict[str, Any]], moment: str, method: str, applied: bool
) -> None:
    fill(office)
    office.emulator.journal.clear()
    path = WRITE if method.endswith("batchUpdate") else "*/spreadsheets/*"
    office.emulator.faults.add("timeout", path=path, applied=applied, seconds=1)
    marks = office.emulator.workbook(office.book).metadata

    with office.command("publish", "success") as process:
        until(lambda: asked_for(office.emulator, method))
        if applied:
            until(lambda: office.emulator.workbook(office.book).metadata != marks)
        process.send_signal(signal.SIGKILL)
    office.publish()

    stands_as(office, wanted)


def test_a_publish_killed_after_the_answer_is_settled_by_the_next(
    office: Office, wanted: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(office)
    with monkeypatch.context() as patch:
        patch.setattr("core.publish.google.delivery.Courier.conclude", killed)
        with pytest.raises(KeyboardInterrupt):
            office.publish()

    office.publish()

    stands_as(office, wanted)


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_write_whose_answer_is_lost_is_not_sent_again(
    office: Office, wanted: list[dict[str, Any]], waits: Waits
) -> None:
    fill(office)
    office.emulator.faults.add("timeout", path=WRITE, applied=True, seconds=0)
    office.asked()

    office.publish()

    assert office.asked() == (2, 1)
    stands_as(office, wanted)


@pytest.mark.parametrize("kind", ["timeout", "reset", "html", "status", "cut"])
@pytest.mark.parametrize("applied", [True, False])
def test_however_a_write_fails_the_sheet_is_right_in_the_end(
    office: Office, wanted: list[dict[str, Any]], waits: Waits, kind: str, applied: bool
) -> None:
    fill(office)
    office.emulator.faults.add(kind, path=WRITE, applied=applied, code=502, seconds=0)

    office.publish()

    stands_as(office, wanted)


def test_a_value_typed_while_an_answer_was_lost_is_kept(office: Office, waits: Waits) -> None:
    fill(office)
    office.emulator.faults.add("timeout", path=WRITE, applied=True, seconds=0, count=1)
    office.emulator.faults.add("status", path="*/spreadsheets/*", skip=1, count=None)
    with pytest.raises(PublishError):
        office.publish()
    office.emulator.faults.clear()
    office.person.type(TAB, office.cell("Calls", "W46"), 7)

    office.publish()

    assert office.values()["Calls", "W46"] == 7


def test_quota_twice_and_then_success_waits_one_and_two_seconds(
    office: Office, waits: Waits
) -> None:
    office.store(weeks(), KPIS)
    office.emulator.faults.add("quota", path=WRITE, count=2)

    office.publish()

    assert waits.slept == [1.0, 2.0]
    assert office.values() == expected()


def test_quota_that_names_a_time_is_honoured(office: Office, waits: Waits) -> None:
    office.store(weeks(), KPIS)
    office.emulator.faults.add("quota", method="GET", count=2, retry_after=30)

    office.publish()

    assert waits.slept == [30.0, 30.0]


def test_a_lasting_quota_ends_a_publish_after_three_minutes_and_the_next_one_catches_up(
    office: Office, waits: Waits
) -> None:
    office.store(weeks(), KPIS)
    office.emulator.faults.add("quota", path=WRITE, count=None)
    office.asked()

    with pytest.raises(PublishError) as caught:
        office.publish()

    assert (
        str(caught.value)
        == f"SUCCESS_SHEET: spreadsheet {office.book}: Google's quota is used up; "
        "the next run publishes what is missing (tried 9 times in 180 s)"
    )
    assert office.asked() == (1, 9)
    office.emulator.faults.clear()
    office.publish()
    assert office.values() == expected()


def test_a_server_that_loses_every_answer_ends_a_publish_after_three_minutes(
    office: Office, waits: Waits
) -> None:
    office.store(weeks(), KPIS)
    office.emulator.faults.add("status", path=WRITE, count=None)

    with pytest.raises(PublishError) as caught:
        office.publish()

    assert str(caught.value) == (
        f"SUCCESS_SHEET: spreadsheet {office.book}: Google answers 503: The service is currently"
        " unavailable. (tried 9 times in 180 s); publish again"
    )
    assert sum(waits.slept) == 180
    office.emulator.faults.clear()
    office.publish()
    assert office.values() == expected()


def test_a_quota_for_three_minutes_ends_a_command_with_code_1_and_the_values_are_stored(
    office: Office,
    waits: Waits,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    office.store(weeks(), KPIS)
    office.emulator.faults.add("quota", path=WRITE, count=None)
    here = {"SCORECARD_HOME": str(office.root), "SCORECARD_NOW": NOW}
    for name, value in {**office.environment, **here}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["scorecard", "publish", "success"])

    with pytest.raises(SystemExit) as caught:
        main()

    assert caught.value.code == 1
    assert capsys.readouterr().err.endswith(
        "Google's quota is used up; the next run publishes what is missing (tried 9 times in"
        " 180 s)\n"
    )
    assert office.stored("count(*)", "scorecard_success", "1") == [(5 * 46,)]


def refusal(office: Office) -> str:
    """Return the one sentence that a publish ends with."""
    code, out, err = office.run("publish", "success")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    key = json.loads(
        office.emulator.service_account(ACCOUNT)["private_key"].join('""').replace("\n", "\\n")
    )
    assert key[40:80] not in err
    assert "Traceback" not in err
    return err.strip()


def test_a_wrong_id_is_reported(office: Office) -> None:
    office.store(weeks(), KPIS)
    office.environment["SUCCESS_SHEET"] = "1" * 44
    assert (
        refusal(office)
        == f"SUCCESS_SHEET: spreadsheet {'1' * 44}: the spreadsheet does not exist; fix"
        " SUCCESS_SHEET"
    )


@pytest.mark.parametrize("role", ["nobody", "reader"])
def test_a_missing_permission_names_the_address_to_share_with(office: Office, role: str) -> None:
    office.store(weeks(), KPIS)
    office.person.unshare(ACCOUNT)
    if role == "reader":
        office.person.share(ACCOUNT, "reader")
    assert (
        refusal(office)
        == f"SUCCESS_SHEET: spreadsheet {office.book}: no permission; share it with {ACCOUNT} as"
        " editor"
    )


def test_a_malformed_key_is_reported_without_any_part_of_it(office: Office) -> None:
    office.store(weeks(), KPIS)
    key = json.loads(office.environment["GOOGLE_CREDENTIALS"])
    office.environment["GOOGLE_CREDENTIALS"] = json.dumps(
        key | {"private_key": key["private_key"][:200]}
    )
    assert (
        refusal(office)
        == "SUCCESS_SHEET: GOOGLE_CREDENTIALS is not a usable Google key (type 'service_account'); "
        "download it again and copy all of it"
    )


def test_a_key_that_google_no_longer_knows_is_reported(office: Office) -> None:
    office.store(weeks(), KPIS)
    key = office.emulator.service_account("gone@emulator.iam.gserviceaccount.com")
    del office.emulator.accounts.keys["gone@emulator.iam.gserviceaccount.com"]
    office.environment["GOOGLE_CREDENTIALS"] = json.dumps(key)
    assert (
        refusal(office)
        == f"SUCCESS_SHEET: spreadsheet {office.book}: Google refused the key; create a new one"
    )


def test_a_missing_network_is_reported(office: Office, waits: Waits) -> None:
    office.store(weeks(), KPIS)
    office.environment["GOOGLE_SHEETS_ENDPOINT"] = "http://127.0.0.1:9"
    with pytest.raises(PublishError) as caught:
        office.publish()
    assert (
        str(caught.value)
        == f"SUCCESS_SHEET: spreadsheet {office.book}: Google Sheets cannot be reached; check the"
        " network (tried 9 times in 180 s)"
    )


def test_one_scorecard_that_cannot_be_published_stops_no_other(
    sheets: Emulator, tmp_path: Path
) -> None:
    success, sales = Office(sheets, tmp_path), Office(sheets, tmp_path, domain="sales")
    success.store(weeks(KPIS[:1]), KPIS[:1])
    there = [replace(row, domain="sales") for row in weeks(KPIS[:1])]
    sales.store(there, [replace(each, domain="sales") for each in KPIS[:1]])
    success.environment |= sales.environment | {"SUCCESS_SHEET": "1" * 44}

    code, _, err = success.run("publish")

    assert code == 1
    assert "the spreadsheet does not exist" in err
    assert f"published https://docs.google.com/spreadsheets/d/{sales.book}" in err
    # The project has no file of this KPI.
    assert sales.values() == expected(KPIS[:1]) | {("Calls", "W47"): "retired"}


def test_two_publishes_at_once_wait_for_each_other(office: Office) -> None:
    office.store(weeks(), KPIS)
    office.emulator.faults.add("slow", path=WRITE, seconds=1)
    office.asked()

    with office.command("publish", "success") as first:
        until(lambda: asked_for(office.emulator, "spreadsheets.batchUpdate"))
        code, _, err = office.run("publish", "success")
        first.communicate()

    assert (first.returncode, code) == (0, 0)
    assert "is already up to date" in err
    assert office.asked() == (2, 1)
