"""The framework as a user has it: installed from its wheel, far from the repository."""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.installation import (
    build_wheel,
    copy_sources,
    link_dependencies,
    new_environment,
    pip,
)
from tests.processes import ROOT, Outcome

NOW = "2026-11-20T12:00+01:00"
SQL = {
    f"core/sql/{folder}/{path.name}": path
    for folder in ("sample", "schema")
    for path in (ROOT / "sql" / folder).glob("*.sql")
}

pytestmark = pytest.mark.slow


class Installation(NamedTuple):
    """A wheel, a virtual environment that has it, and a project that it started."""

    wheel: Path
    python: Path
    project: Path

    def run(self, *command: str, **environment: str) -> Outcome:
        """Run a command in the project, with nothing of ours in the environment."""
        return run_in(self.project, self.python, *command, **environment)


def run_in(folder: Path, python: Path, *command: str, **environment: str) -> Outcome:
    path = os.pathsep.join((str(python.parent), "/usr/bin", "/bin"))
    given = {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8", "SCORECARD_NOW": NOW}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**given, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("installed")


@pytest.fixture(scope="module")
def packages(base: Path) -> Path:
    return link_dependencies(base / "packages")


@pytest.fixture(scope="module")
def sources(base: Path) -> Path:
    return copy_sources(base / "sources")


@pytest.fixture(scope="module")
def installed(base: Path, packages: Path, sources: Path) -> Installation:
    wheel = build_wheel(sources, base / "dist")
    python = new_environment(base / "venv", packages)
    pip("--python", str(python), "install", "--no-deps", str(wheel))
    started = run_in(base, python, "scorecard", "start", "acme", "--timezone", "Europe/Berlin")
    assert started.code == 0, started.err
    return Installation(wheel, python, base / "acme")


@pytest.fixture(scope="module")
def first_run(installed: Installation) -> Outcome:
    initialised = installed.run("scorecard", "init")
    assert initialised.code == 0, initialised.err
    return installed.run("scorecard", "run")


def test_the_wheel_has_what_reviews_are_written_with(installed: Installation) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        sizes = {each.filename: each.file_size for each in wheel.infolist()}
    fonts = {name: size for name, size in sizes.items() if name.startswith("core/review/assets/f")}

    assert {"core/review/assets/review.css", "core/review/assets/review.typ"} <= set(sizes)
    assert {name.rpartition("/")[2] for name in fonts} == {
        "LICENSE",
        "README.md",
        "Roboto-Bold.ttf",
        "Roboto-Regular.ttf",
    }
    assert sum(fonts.values()) < 500_000


def test_the_wheel_has_every_module_template_and_migration(installed: Installation) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    files = {str(path.relative_to(ROOT)): path for path in files_of(ROOT / "core")} | SQL

    assert {name for name in packed if ".dist-info/" not in name} == set(files)
    assert [name for name, path in files.items() if packed[name] != path.read_bytes()] == []


def files_of(folder: Path) -> Iterator[Path]:
    return (
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )


def test_the_environment_has_the_wheel_and_nothing_of_the_developers(
    installed: Installation,
) -> None:
    code = "import core; print(core.__file__)"
    found = installed.run("python", "-c", code)
    assert found.out.startswith(str(installed.python.parents[1])), found.err

    for name in ("hypothesis", "xdist", "mypy", "runners.success"):
        assert installed.run("python", "-c", f"import {name}").code == 1


def test_a_started_project_passes_the_checks_and_its_store_is_made(
    installed: Installation, first_run: Outcome
) -> None:
    assert installed.run("scorecard", "check").code == 0
    assert installed.run("scorecard", "init").out.endswith(": up to date\n")
    assert first_run.code == 0, first_run.err


def test_its_first_run_has_a_value_of_the_last_week_and_a_workbook(
    installed: Installation, first_run: Outcome
) -> None:
    assert "Orders received  2026-W46     19" in first_run.out
    assert (installed.project / "var/sales.xlsx").stat().st_size > 5_000


def test_its_doctor_has_nothing_to_say_but_about_cron(
    installed: Installation, first_run: Outcome
) -> None:
    found = installed.run("scorecard", "doctor")

    unwell = [line for line in found.out.splitlines() if not line.startswith("ok ")]
    assert found.code == 0
    assert [line.split()[1] for line in unwell] == ["cron:"]


def test_its_crontab_is_the_generated_one(installed: Installation) -> None:
    found = installed.run("scorecard", "crontab")

    assert found.out == (installed.project / "crontab").read_text()


def test_its_runner_runs_as_a_module(installed: Installation, first_run: Outcome) -> None:
    found = installed.run("python", "-m", "runners.sales", "run", "--week", "last")

    assert found.code == 0, found.err
    assert found.out.splitlines()[-1].startswith("nothing changed: 1 value")


def test_its_tests_pass_with_pytest_alone(installed: Installation) -> None:
    found = installed.run("python", "-m", "pytest")

    assert found.code == 0, found.out + found.err
    assert " 1 passed in " in found.out


def test_a_kpi_that_is_new_in_it_passes_its_test(installed: Installation) -> None:
    answers = ("--name", "Late orders", "--definition", "Orders sent late", "--owner", "a@b.org")
    choices = ("--unit", "count", "--better", "lower", "--source", "exports/orders.csv")
    written = installed.run("scorecard", "new", "sales", *answers, *choices)
    assert written.code == 0, written.err

    found = installed.run("python", "-m", "pytest")
    for name in ("scorecards/sales/kpi_02.py", "tests/scorecards/sales/test_kpi_02.py"):
        (installed.project / name).unlink()
    assert " 2 passed in " in found.out


def test_the_framework_runs_from_within_the_archive(
    installed: Installation, packages: Path, tmp_path: Path
) -> None:
    python = new_environment(tmp_path / "venv", packages)
    wheel = {"PYTHONPATH": str(installed.wheel)}
    for words in (("start", "acme"), ("init",), ("run",)):
        folder = tmp_path if words[0] == "start" else tmp_path / "acme"
        found = run_in(folder, python, "python", "-m", "core", *words, **wheel)
        assert found.code == 0, found.err

    assert "Orders received  2026-W46     19" in found.out


@pytest.mark.parametrize("mode", ["lenient", "strict"])
def test_an_editable_installation_reads_the_sql_of_the_checkout(
    sources: Path, tmp_path: Path, mode: str
) -> None:
    packages = link_dependencies(tmp_path / "packages", "setuptools")
    python = new_environment(tmp_path / "venv", packages)
    options = ("--no-deps", "--no-build-isolation", "--config-settings", f"editable_mode={mode}")
    pip("--python", str(python), "install", *options, "--editable", str(sources))
    (tmp_path / "scorecards").mkdir()
    (tmp_path / "runners").mkdir()

    found = run_in(tmp_path, python, "scorecard", "init")

    assert found.code == 0, found.err
    assert found.out.endswith(" migrations applied\n")
