"""A new project: what is in it, and where it is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from core.catalog.check import check
from core.catalog.loading import load_catalogue
from core.errors import UsageError
from core.operations.crontab import project_crontab
from core.operations.start import start_project
from core.settings import load_settings
from tests.runs import run, values_of

NOW = "2026-11-20T12:00+01:00"
FILES = [
    ".env",
    ".env.example",
    ".gitignore",
    "README.md",
    "crontab",
    "exports/orders.csv",
    "pytest.ini",
    "requirements.txt",
    "runners/__init__.py",
    "runners/sales.py",
    "scorecards/sales/kpi_01.py",
    "sql/README.md",
    "tests/scorecards/sales/test_kpi_01.py",
]


def start(
    folder: Path, domain: str = "sales", timezone: str = "Europe/Berlin", now: str = NOW
) -> list[str]:
    return start_project(folder, domain, timezone, datetime.fromisoformat(now))


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_project_has_an_example_and_all_that_it_needs(tmp_path: Path) -> None:
    assert start(tmp_path / "acme") == FILES
    assert files_in(tmp_path / "acme") == FILES


def test_a_new_project_passes_every_check(tmp_path: Path) -> None:
    start(tmp_path)

    catalogue = load_catalogue(tmp_path)
    assert check(catalogue).findings == ()
    assert [entry.id for entry in catalogue.entries] == ["sales/kpi_01"]


def test_its_crontab_is_the_generated_one(tmp_path: Path) -> None:
    start(tmp_path)

    assert (tmp_path / "crontab").read_text() == project_crontab(load_catalogue(tmp_path))


def test_the_settings_are_for_the_owner_only_and_are_the_example_s(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        start(tmp_path)
    finally:
        os.umask(before)

    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / ".env").read_text() == (tmp_path / ".env.example").read_text()
    found = load_settings({}, start=tmp_path)
    assert found.warehouse == "duckdb:///var/warehouse.duckdb"
    assert found.environment.keys() == {"SCORECARD_WAREHOUSE", "SCORECARD_QUERY_TIMEOUT"}


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-11-15T23:59+01:00", "2026-W45"),  # a Sunday
        ("2026-11-16T00:00+01:00", "2026-W46"),  # the Monday after it
        ("2026-11-20T12:00+01:00", "2026-W46"),
        ("2026-12-31T12:00+01:00", "2026-W52"),
    ],
)
def test_the_example_has_a_value_for_the_last_ended_week_whatever_day_it_is(
    tmp_path: Path, now: str, week: str
) -> None:
    start(tmp_path, now=now)
    url = f"duckdb:///{tmp_path}/var/warehouse.duckdb"
    run(tmp_path, url, domains=["sales"], now=now)

    stored = values_of(tmp_path, url, 1, "sales")
    assert max(stored) == week
    assert stored[week] == 19


def test_the_example_s_own_test_passes_beside_that_of_another_scorecard(tmp_path: Path) -> None:
    start(tmp_path, domain="client_care", timezone="Asia/Kolkata")
    test = (tmp_path / "tests/scorecards/client_care/test_kpi_01.py").read_text()
    other = tmp_path / "tests/scorecards/other"
    other.mkdir()
    (other / "test_kpi_01.py").write_text(test)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "2 passed" in done.stdout, done.stdout + done.stderr


def test_the_project_names_its_own_scorecard_everywhere(tmp_path: Path) -> None:
    files = start(tmp_path, domain="client_care")

    texts = {file: (tmp_path / file).read_text() for file in files}
    assert [file for file, text in texts.items() if "sales" in text.lower()] == []
    assert [file for file, text in texts.items() if "$domain" in text or "${" in text] == []
    assert "CLIENT_CARE_SHEET=" in texts[".env"]
    assert 'sheet="CLIENT_CARE_SHEET"' in texts["runners/client_care.py"]
    assert 'owner="client_care@example.com"' in texts["scorecards/client_care/kpi_01.py"]


def test_the_framework_is_pinned_to_the_version_that_started_the_project(tmp_path: Path) -> None:
    start(tmp_path)

    assert "\nscorecard-framework==0." in (tmp_path / "requirements.txt").read_text()


def test_a_folder_with_git_and_a_virtual_environment_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".venv").mkdir()

    assert start(tmp_path) == FILES


def test_a_folder_with_anything_else_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(
        UsageError, match=r" is not empty: it has notes\.txt; choose a new or an empty folder$"
    ):
        start(tmp_path)
    assert files_in(tmp_path) == ["notes.txt"]


def test_a_folder_that_cannot_be_written_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(
        UsageError, match=r"/file/acme: Not a directory; choose a folder that you can write to$"
    ):
        start(tmp_path / "file" / "acme")


@pytest.mark.parametrize(
    ("domain", "timezone", "message"),
    [
        ("Client Care", "Europe/Berlin", "domain 'Client Care' "),
        ("../x", "Europe/Berlin", "domain '../x' "),
        ("run", "Europe/Berlin", "domain 'run' is reserved"),
        ("sales", "Mars", "timezone 'Mars' "),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_and_nothing_is_written(
    tmp_path: Path, domain: str, timezone: str, message: str
) -> None:
    with pytest.raises(UsageError) as raised:
        start(tmp_path / "acme", domain, timezone)

    assert str(raised.value).startswith(message)
    assert not (tmp_path / "acme").exists()
