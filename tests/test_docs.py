"""The documentation matches the product: commands, examples, links, names, layers."""

from __future__ import annotations

import ast
import dataclasses
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from core import kpi
from core.cli.program import cli
from core.model import Runner
from core.query.binding import PARAMETERS

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *ROOT.glob("benchmarks/*.md"),
]
ARCHITECTURE = ROOT / "docs/architecture.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
DECISIONS = ROOT / "docs/decisions.md"
GLOSSARY = ROOT / "docs/glossary.md"
# Folders of the project: `core/store/values.py` in a page is the path of a file.
FOLDERS = ("core", "runners", "scorecards", "sql", "tests", "docs", "benchmarks", ".ci")


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
    if isinstance(command, click.Group):
        command = command.commands[words[1]]
    known = {
        name
        for parameter in command.params
        for name in (*parameter.opts, *parameter.secondary_opts)
    }

    assert {word for word in words[1:] if word.startswith("--")} <= known, page


def test_each_command_says_what_it_does_and_so_does_each_option() -> None:
    groups = [each for each in cli.commands.values() if isinstance(each, click.Group)]
    members = {name: each for group in groups for name, each in group.commands.items()}
    for name, command in (*cli.commands.items(), *members.items()):
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_the_reference_lists_every_attribute_of_a_kpi() -> None:
    assert attributes("## Attributes") == sorted(f.name for f in dataclasses.fields(kpi.Kpi))


def test_the_reference_lists_every_attribute_of_a_runner() -> None:
    assert attributes("## The runner") == sorted(f.name for f in dataclasses.fields(Runner))


def attributes(heading: str) -> list[str]:
    text = (ROOT / "docs/kpi-file.md").read_text()
    section = text.partition(f"{heading}\n")[2].partition("\n## ")[0]
    return sorted(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


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


def test_every_link_between_the_pages_leads_to_a_file_and_a_heading() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text()):
            name, _, anchor = target.partition("#")
            linked = page.parent / name if name else page
            assert linked.exists(), f"{page.name} → {target}"
            assert not anchor or anchor in anchors(linked), f"{page.name} → {target}"


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {text.replace(" ", "-") for text in words}


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


def test_the_architecture_shows_the_layers_that_are_enforced() -> None:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    enforced = config["importlinter:contract:rooms"]["layers"].split("\n")
    diagram = blocks(ARCHITECTURE, "layers")[0]

    shown = [re.split(r" {2,}", line)[0] for line in diagram.splitlines()]
    assert shown == [layer for layer in enforced if layer]


def test_the_architecture_says_of_each_room_what_its_own_docstring_says() -> None:
    rooms = {path.parent.name: path for path in (ROOT / "core").glob("*/__init__.py")}
    described = {
        name: (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]
        for name, path in rooms.items()
    }

    table = re.findall(r"^\| `(\w+)` \| (.+?) \|", ARCHITECTURE.read_text(), re.MULTILINE)
    assert {name: text for name, text in table if name in rooms} == described


@pytest.mark.parametrize("page", [ARCHITECTURE, CONTRIBUTING, GLOSSARY], ids=lambda page: page.name)
def test_every_path_and_name_that_a_page_mentions_exists(page: Path) -> None:
    quoted = re.findall(r"`([^`\n]+)`", page.read_text())
    paths = [text for text in quoted if re.match(rf"({'|'.join(FOLDERS)})/[^\s<>…]*$", text)]
    names = [text for text in quoted if re.fullmatch(r"core(\.\w+)+", text)]

    assert paths or names
    assert [path for path in paths if not list(ROOT.glob(path))] == []
    assert [name for name in names if not is_there(name)] == []


def is_there(name: str) -> bool:
    """Return whether `core.x.y` is a module, or a name within one."""
    module, parts = name, list[str]()
    while True:
        try:
            found = import_module(module)
            break
        except ModuleNotFoundError:
            module, _, attribute = module.rpartition(".")
            parts.insert(0, attribute)
    for attribute in parts:
        if not hasattr(found, attribute):
            return attribute in getattr(found, "__annotations__", ())
        found = getattr(found, attribute)
    return True


def test_each_decision_has_a_number_a_date_a_reason_and_a_price() -> None:
    text = DECISIONS.read_text()
    entries = re.split(r"^(?=\*\*\d+ ·)", text, flags=re.MULTILINE)[1:]

    heads = [re.match(r"\*\*(\d+) · \d{4}-\d\d-\d\d · \S", entry) for entry in entries]
    assert all(heads)
    numbers = sorted(int(head[1]) for head in heads if head)
    assert numbers == list(range(1, len(entries) + 1))
    assert [e[:40] for e in entries if "**Because**" not in e or "**Costs**" not in e] == []


@pytest.mark.parametrize(
    "line", [line for block in blocks(CONTRIBUTING, "sh") for line in block.splitlines()]
)
def test_each_command_for_contributors_can_be_run(line: str) -> None:
    program, *words = shlex.split(line.partition("  #")[0])
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    if program == "make":
        assert set(words) <= set(targets)
    elif program == "scorecard":
        assert words[0] in cli.commands
    else:
        assert program == "." or program.startswith(".venv/bin/")
    if "pytest" in words:
        file, _, test = words[-1].partition("::")
        assert f"def {test}(" in (ROOT / file).read_text() if test else (ROOT / file).exists()
