"""The doctor: a diagnosis of each part of an installation, with the way to fix it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.kpi import Tab
from core.operations.doctor import Diagnosis, examine
from core.operations.user_crontab import install
from tests.core.operations.test_user_crontab import users_crontab
from tests.project import catalogue_of, kpi_text, runner_text, settings_of, write_project
from tests.runs import run
from tests.sheets_emulator import Emulator
from tests.spreadsheets import ACCOUNT, emulator, sheets

__all__ = ["emulator", "sheets", "users_crontab"]

TAB = Tab("CLIENTS_SHEET", "Clients", ("client",))
KPIS = {
    "success/kpi_01.py": kpi_text(),
    "success/kpi_02.py": kpi_text(
        "SELECT count(client) AS value FROM clients", name="Clients", sources=[TAB]
    ),
}


@pytest.fixture
def root(tmp_path: Path, users_crontab: Path) -> Path:
    runners = {"success": runner_text("success", sheet="SUCCESS_SHEET")}
    return write_project(tmp_path, KPIS, runners)


def diagnoses(root: Path, **environment: str) -> dict[str, Diagnosis]:
    url = f"duckdb:///{root / 'warehouse.duckdb'}"
    settings = settings_of(root, **({"SCORECARD_WAREHOUSE": url} | environment))
    return {diagnosis.subject: diagnosis for diagnosis in examine(settings)}


def google(sheets: Emulator) -> dict[str, str]:
    return {
        "GOOGLE_CREDENTIALS": json.dumps(sheets.service_account(ACCOUNT)),
        "GOOGLE_SHEETS_ENDPOINT": sheets.url,
    }


def shown(diagnosis: Diagnosis) -> tuple[bool | None, str]:
    return diagnosis.ok, diagnosis.text


def test_a_new_installation_lacks_its_schema_workbook_and_crontab(root: Path) -> None:
    found = diagnoses(root)

    assert list(found) == [
        "catalogue",
        "warehouse",
        "schema",
        "time zone of success",
        "scorecard of success",
        "CLIENTS_SHEET",
        "cron",
    ]
    assert found["schema"].text.endswith("migrations to apply; run scorecard init")
    assert shown(found["scorecard of success"]) == (
        True,
        f"goes to {root / 'var' / 'success.xlsx'}; SUCCESS_SHEET is not set",
    )
    assert shown(found["CLIENTS_SHEET"]) == (
        False,
        "is not set, and KPIs read tabs of it; put the path of an .xlsx or a spreadsheet's id"
        " into .env",
    )
    assert shown(found["cron"]) == (
        None,
        "this user's crontab starts no scorecard; install them with scorecard crontab --install",
    )


def test_an_overdue_scorecard_is_a_note(root: Path) -> None:
    url = f"duckdb:///{root / 'warehouse.duckdb'}"
    run(root, url, "2026-W45", kpis=[1])
    overdue = diagnoses(root)["deadline of success"]
    assert overdue.ok is None
    assert overdue.text.startswith("success 2026-W45 is overdue since 2026-11-09 09:00")


def test_findings_are_counted(root: Path) -> None:
    assert shown(diagnoses(root)["catalogue"]) == (True, "2 KPIs, no problems found")
    write_project(
        root, {"success/kpi_03.py": kpi_text("SELECT 1 AS value FROM stg.other", name="Other")}
    )
    assert shown(diagnoses(root)["catalogue"]) == (False, "1 finding; see scorecard check")


def test_an_unknown_time_zone_names_the_runner(root: Path) -> None:
    write_project(root, runners={"success": runner_text("success", "Europe/Atlantis")})
    assert shown(diagnoses(root)["time zone of success"]) == (
        False,
        "'Europe/Atlantis' is unknown on this machine; fix runners/success.py",
    )


@pytest.mark.parametrize(
    ("place", "ok", "text"),
    [
        ("clients.xlsx", True, "clients.xlsx exists"),
        (
            "gone.xlsx",
            False,
            "gone.xlsx does not exist; fix the path in .env, or put the workbook there",
        ),
    ],
)
def test_a_workbook_must_exist(root: Path, place: str, ok: bool, text: str) -> None:
    (root / "clients.xlsx").touch()
    assert shown(diagnoses(root, CLIENTS_SHEET=place)["CLIENTS_SHEET"]) == (ok, text)


def test_a_spreadsheet_must_be_readable(root: Path, sheets: Emulator) -> None:
    book = sheets.create("Clients", readers=(ACCOUNT,))
    found = diagnoses(root, CLIENTS_SHEET=book, **google(sheets))
    assert shown(found["CLIENTS_SHEET"]) == (True, f"{ACCOUNT} may read it")

    sheets.person(book).unshare(ACCOUNT)
    found = diagnoses(root, CLIENTS_SHEET=book, **google(sheets))
    assert shown(found["CLIENTS_SHEET"]) == (
        False,
        f"CLIENTS_SHEET: spreadsheet {book}: no permission; share it with {ACCOUNT} as editor",
    )


def test_the_published_spreadsheet_must_be_editable_and_stays_as_it_is(
    root: Path, sheets: Emulator
) -> None:
    book = sheets.create("Success", writers=(ACCOUNT,))
    sheets.workbook(book).properties["timeZone"] = "Europe/Berlin"
    found = diagnoses(root, SUCCESS_SHEET=book, **google(sheets))
    assert shown(found["scorecard of success"]) == (
        True,
        f"goes to 'Success', which {ACCOUNT} may edit",
    )

    sheets.workbook(book).properties["timeZone"] = "America/New_York"
    found = diagnoses(root, SUCCESS_SHEET=book, **google(sheets))
    assert shown(found["scorecard of success"]) == (
        None,
        f"goes to 'Success', which {ACCOUNT} may edit; its time zone is America/New_York, the"
        " scorecard's is Europe/Berlin: see File > Settings there",
    )

    sheets.person(book).share(ACCOUNT, "reader")
    found = diagnoses(root, SUCCESS_SHEET=book, **google(sheets))
    assert found["scorecard of success"].ok is False
    assert "no permission" in found["scorecard of success"].text


def test_the_crontab_is_installed_or_out_of_date(root: Path) -> None:
    install(catalogue_of(root))
    assert shown(diagnoses(root)["cron"]) == (
        True,
        "this user's crontab starts every scorecard",
    )
    write_project(
        root, runners={"success": runner_text("success", schedule={"daily": "0 5 * * *"})}
    )
    assert shown(diagnoses(root)["cron"]) == (
        None,
        "the lines in this user's crontab are out of date; install them with scorecard crontab"
        " --install",
    )


def test_files_that_others_can_read_are_noted(root: Path) -> None:
    url = f"duckdb:///{root / 'warehouse.duckdb'}"
    run(root, url)
    (root / ".env").write_text("A_TOKEN=hunter2\n")
    (root / ".env").chmod(0o600)
    names = (".env", "warehouse.duckdb", "warehouse.duckdb.lock")
    assert not diagnoses(root).keys() & set(names)

    for name in names:
        (root / name).chmod(0o640)
        assert shown(diagnoses(root)[name]) == (
            None,
            f"other users of this machine can read it; run chmod 600 {name}",
        )
