"""What is written about the product is what it does."""

from __future__ import annotations

import dataclasses
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from core import kpi
from core.cli.program import cli
from core.query.binding import PARAMETERS

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *ROOT.glob("benchmarks/*.md"),
]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)


def commands() -> Iterator[tuple[str, list[str]]]:
    for page in PAGES:
        for block in (*blocks(page, ""), *blocks(page, "sh")):
            for line in block.replace("\\\n", " ").splitlines():
                if line.startswith("scorecard "):
                    yield page.name, shlex.split(line.partition("  #")[0])[1:]


def test_the_readme_shows_the_real_help() -> None:
    shown = re.search(
        r"<!-- help -->\n```\n(.*?)\n```", (ROOT / "README.md").read_text(), re.DOTALL
    )
    help_text = (
        CliRunner()
        .invoke(cli, ["--help"], prog_name="scorecard", terminal_width=100, max_content_width=100)
        .output
    )

    assert shown
    assert shown[1].split() == help_text.split()


def test_the_readme_begins_with_a_real_kpi_file() -> None:
    assert (
        blocks(ROOT / "README.md", "python")[0]
        == (ROOT / "scorecards/applications/kpi_01.py").read_text()
    )


@pytest.mark.parametrize(("page", "words"), list(commands()))
def test_each_command_in_the_pages_exists_with_its_options(page: str, words: list[str]) -> None:
    command = cli.commands[words[0]]
    known = {
        name
        for parameter in command.params
        for name in (*parameter.opts, *parameter.secondary_opts)
    }

    assert {word for word in words[1:] if word.startswith("--")} <= known, page


def test_each_command_says_what_it_does_and_so_does_each_option() -> None:
    for name, command in cli.commands.items():
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_the_reference_lists_every_attribute_of_a_kpi() -> None:
    text = (ROOT / "docs/kpi-file.md").read_text()
    attributes = re.findall(r"^\| `(\w+)` \|", text.partition("## Parameters")[0], re.MULTILINE)

    assert sorted(attributes) == sorted(field.name for field in dataclasses.fields(kpi.Kpi))


def test_the_reference_lists_every_parameter() -> None:
    text = (ROOT / "docs/kpi-file.md").read_text()
    section = text.partition("## Parameters")[2].partition("## Result")[0]
    named = re.findall(
        r"`:(\w+)`",
        "".join(line.split("|")[1] for line in section.splitlines() if line.startswith("| `")),
    )

    assert sorted(named) == sorted(PARAMETERS)


def test_the_example_test_of_the_reference_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(blocks(ROOT / "docs/kpi-file.md", "python")[0], names)

    test = names["test_it_counts_the_applications_of_the_week"]
    assert callable(test)
    test()


def test_every_link_between_the_pages_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_every_setting_that_is_read_is_explained() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "core").rglob("*.py"))
    read = set(re.findall(r'"(SCORECARD_[A-Z_]+)"', sources))
    explained = (ROOT / "docs/operating.md").read_text()

    assert read
    assert {name for name in read if f"`{name}`" not in explained} == set()


def test_the_checked_in_crontab_is_the_generated_one() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "core", "crontab"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert (ROOT / "crontab").read_text() == found.stdout
