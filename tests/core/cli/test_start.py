"""`scorecard start` as a person types it."""

from __future__ import annotations

from pathlib import Path

from tests.processes import Outcome, ended
from tests.processes import start as start_process

NOW = "2026-11-20T12:00+01:00"


def scorecard(folder: Path, *arguments: str, **environment: str) -> Outcome:
    return ended(start_process(folder, *arguments, SCORECARD_NOW=NOW, **environment))


def test_start_lists_what_it_wrote_and_says_what_to_do_next(tmp_path: Path) -> None:
    found = scorecard(tmp_path, "start", "acme", "--timezone", "Europe/Berlin")

    assert found.code == 0, found.err
    assert "wrote acme/scorecards/sales/kpi_01.py\n" in found.out
    assert found.err == (
        "time zone Europe/Berlin; to change it, edit runners/sales.py\n"
        "next: cd acme && scorecard check && scorecard run\n"
    )


def test_the_commands_that_it_names_work_at_once(tmp_path: Path) -> None:
    scorecard(tmp_path, "start", "acme", "--timezone", "Europe/Berlin")

    assert scorecard(tmp_path / "acme", "check").code == 0
    found = scorecard(tmp_path / "acme", "run")
    assert found.code == 0, found.err
    assert "Orders received  2026-W46     19" in found.out


def test_start_in_the_working_directory_names_no_folder(tmp_path: Path) -> None:
    found = scorecard(tmp_path, "start", ".", "--domain", "care")

    assert found.code == 0, found.err
    assert "wrote runners/care.py\n" in found.out
    assert found.err.splitlines()[-1] == "next: scorecard check && scorecard run"


def test_start_does_not_touch_the_project_that_scorecard_home_names(tmp_path: Path) -> None:
    (tmp_path / "mine" / "scorecards").mkdir(parents=True)
    found = scorecard(tmp_path, "start", "acme", SCORECARD_HOME=str(tmp_path / "mine"))

    assert found.code == 0, found.err
    assert sorted(path.name for path in (tmp_path / "mine").rglob("*")) == ["scorecards"]


def test_a_folder_in_use_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    found = scorecard(tmp_path, "start", ".")

    assert (found.code, found.out) == (2, "")
    assert found.err == ". is not empty: it has notes.txt; choose a new or an empty folder\n"


def test_the_demo_is_refused_in_a_project_of_one_s_own(tmp_path: Path) -> None:
    scorecard(tmp_path, "start", "acme")
    found = scorecard(tmp_path / "acme", "demo")

    assert (found.code, found.out) == (2, "")
    assert found.err == (
        "this project is not the sample company's, which has scorecards/applications; run"
        " scorecard demo in the framework's repository\n"
    )
    assert not (tmp_path / "acme" / "var").exists()
