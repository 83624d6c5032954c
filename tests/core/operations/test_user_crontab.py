"""The user's crontab: our lines go in and out, and everything else stays as it was."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalog.entries import Catalogue
from core.catalog.loading import load_catalogue
from core.errors import SettingsError
from core.operations.user_crontab import (
    BEGIN,
    END,
    install,
    is_installed,
    machine_zone,
    uninstall,
    without_ours,
)
from tests.core.operations.test_crontab import project
from tests.project import runner_text, write_project

OURS = [BEGIN, "SHELL=/bin/sh", "", "# a comment", "0 6 * * MON python -m runners.success run", END]


@given(
    st.lists(st.sampled_from(["", "# mine", "5 4 * * * backup", "MAILTO=ada"])),
    st.lists(st.just("7 7 * * * tail")),
)
def test_lines_of_others_pass_through_an_installation_unchanged(
    before: list[str], after: list[str]
) -> None:
    assert without_ours(before) == before
    assert without_ours([*before, *([""] if before else []), *OURS, *after]) == before + after


def test_without_the_end_marker_nothing_is_guessed() -> None:
    with pytest.raises(
        SettingsError, match=f"lacks the line {END!r}; put it back below our lines with crontab -e"
    ):
        without_ours(["# mine", *OURS[:-1], "5 4 * * * backup"])


_FAKE = """#!/bin/sh
case "$1" in
-l) [ -f {file} ] || {{ echo "no crontab for ada" >&2; exit 1; }}; cat {file} ;;
-)
    cat > {file}.new
    grep -q refuse {file}.new && {{ echo "bad minute" >&2; exit 1; }}
    mv {file}.new {file}
    ;;
*) exit 2 ;;
esac
"""


@pytest.fixture
def users_crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file in which a fake `crontab` program keeps the user's lines."""
    file, programs = tmp_path / "spool" / "ada", tmp_path / "bin"
    file.parent.mkdir()
    programs.mkdir()
    (programs / "crontab").write_text(_FAKE.format(file=shlex.quote(str(file))))
    (programs / "crontab").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return file


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    root = tmp_path / "project"
    return project(root, {"weekly": "0 6 * * MON", "daily": "0 6 * * *"})


@pytest.mark.parametrize(
    "mine", ["", "\n", "# mine\nMAILTO=ada\n5 4 * * * backup\n", "5 4 * * * backup\n\n\n"]
)
def test_installing_and_uninstalling_leave_a_crontab_as_it_was(
    users_crontab: Path, catalogue: Catalogue, mine: str
) -> None:
    users_crontab.write_text(mine)
    assert is_installed(catalogue) is False
    assert (
        install(catalogue)
        == "installed 3 lines in the crontab of this user; see them with crontab -l"
    )
    installed = users_crontab.read_text()
    assert installed.startswith(mine)
    assert installed.count(" -m runners.success run ") == 2
    assert installed.count(" -m runners.success overdue ") == 1
    assert is_installed(catalogue) is True
    install(catalogue)
    assert users_crontab.read_text() == installed
    assert uninstall() == "removed our lines from the crontab of this user"
    assert users_crontab.read_text() == mine
    assert uninstall() == "the crontab of this user has no lines of ours"


def test_a_user_without_a_crontab_gets_one(users_crontab: Path, catalogue: Catalogue) -> None:
    assert uninstall() == "the crontab of this user has no lines of ours"
    install(catalogue)
    lines = users_crontab.read_text().splitlines()
    assert (lines[0], lines[-1]) == (BEGIN, END)
    assert f"SCORECARD_HOME={catalogue.root}" in lines


def test_lines_below_ours_stay(users_crontab: Path, catalogue: Catalogue) -> None:
    install(catalogue)
    with users_crontab.open("a") as file:
        file.write("5 4 * * * backup\n")
    install(catalogue)
    uninstall()
    assert users_crontab.read_text() == "5 4 * * * backup\n"


def test_lines_of_an_earlier_catalogue_are_outdated(
    users_crontab: Path, catalogue: Catalogue
) -> None:
    install(catalogue)
    write_project(
        catalogue.root,
        runners={"success": runner_text("success", schedule={"weekly": "0 7 * * MON"})},
    )
    assert is_installed(load_catalogue(catalogue.root)) is None


def test_a_crontab_without_our_end_marker_is_left_alone(
    users_crontab: Path, catalogue: Catalogue
) -> None:
    install(catalogue)
    broken = users_crontab.read_text().replace(END, "") + "5 4 * * * backup\n"
    users_crontab.write_text(broken)
    for change in (uninstall, lambda: install(catalogue)):
        with pytest.raises(SettingsError, match="lacks the line"):
            change()
    assert users_crontab.read_text() == broken


def test_a_cron_that_refuses_is_quoted_and_nothing_changes(
    users_crontab: Path, catalogue: Catalogue
) -> None:
    users_crontab.write_text("# refuse\n")
    with pytest.raises(
        SettingsError, match=r"^crontab refuses the lines: bad minute; nothing was changed$"
    ):
        install(catalogue)
    assert users_crontab.read_text() == "# refuse\n"


def test_a_machine_without_cron_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match="crontab is not on this machine; install cron"):
        uninstall()


def test_the_zone_of_cron_is_the_machines_and_not_that_of_tz(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zone = machine_zone()
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    assert machine_zone() == zone
