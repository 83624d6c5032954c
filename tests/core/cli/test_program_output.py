"""Output that cannot be written: a full disk, a closed pipe, a character that is unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.processes import Outcome, ended, start_command
from tests.project import kpi_text, write_project

FULL = "the output or a file cannot be written: No space left on device; free some space, or"


def shell(root: Path, command: str, **environment: str) -> Outcome:
    return ended(start_command(root, ["bash", "-c", command], **environment))


@pytest.mark.parametrize("arguments", ["list", "check", "list --format json", "--help", "run -h"])
def test_a_full_disk_behind_stdout_is_one_sentence(root: Path, arguments: str) -> None:
    found = shell(root, f"scorecard {arguments} > /dev/full")

    assert found.code == 1
    (line,) = found.err.splitlines()
    assert line.startswith(FULL)


def test_a_full_disk_behind_stderr_leaves_the_exit_code(root: Path) -> None:
    found = shell(root, "scorecard values sales 2> /dev/full")

    assert found == Outcome(2, "", "")


def test_a_closed_pipe_ends_the_command_quietly(tmp_path: Path) -> None:
    many = {f"success/kpi_{number}.py": kpi_text(name=f"n{number}") for number in range(100, 200)}
    root = write_project(tmp_path, many)
    found = shell(
        root, "scorecard list --format json | (exec 0<&-; sleep 0); exit ${PIPESTATUS[0]}"
    )

    assert found == Outcome(1, "", "")


def test_a_character_that_the_encoding_lacks_is_replaced(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"success/kpi_07.py": kpi_text(name="Größe → 数")})
    command = "scorecard list | iconv -f latin1 -t utf-8; exit ${PIPESTATUS[0]}"
    found = shell(root, command, PYTHONIOENCODING="latin-1:strict")

    assert (found.code, found.err) == (0, "")
    assert "Größe ? ?" in found.out


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii:strict"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_a_locale_without_an_encoding_gets_utf_8(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    root = write_project(tmp_path, {"success/kpi_07.py": kpi_text(name="Größe → 数")})
    found = shell(root, "scorecard list && scorecard values sales", **environment)

    assert "Größe → 数" in found.out
    assert (found.code, found.err) == (2, "domain 'sales' does not exist; choose from success\n")
