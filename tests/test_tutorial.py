"""The tutorial, typed in from top to bottom by a user who has only what it installs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.installation import build_wheel, copy_sources, link_dependencies
from tests.processes import ROOT

PAGE = ROOT / "docs/tutorial.md"
END_OF_BLOCK = "~~~ end of block ~~~"

pytestmark = pytest.mark.slow


class Block(NamedTuple):
    """What the page types in, and what it shows below; None if it shows nothing."""

    script: str
    shown: str | None


def blocks() -> list[Block]:
    found = re.findall(
        r"^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?",
        PAGE.read_text(),
        re.DOTALL | re.MULTILINE,
    )
    return [Block(script, shown or None) for script, shown in found]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what each block prints, in one shell; the last is that of a block of our own."""
    base = tmp_path_factory.mktemp("tutorial")
    home = base / "home"
    home.mkdir()
    build_wheel(copy_sources(base / "sources"), base / "dist")
    scripts = [*(block.script for block in blocks()), 'python -c "import hypothesis"\n']
    done = subprocess.run(
        ["bash", "-c", f"echo {END_OF_BLOCK}\n".join(("set -e\nexec 2>&1\n", *scripts))],
        cwd=home,
        env=environment_of_a_user(base),
        capture_output=True,
        text=True,
        check=False,
    )
    _, *outputs = done.stdout.split(f"{END_OF_BLOCK}\n")
    assert len(outputs) == len(scripts), done.stdout
    return outputs


def environment_of_a_user(base: Path) -> dict[str, str]:
    """Return an environment with Python and nothing else.

    What the framework and pytest need counts as installed, so that pip has only the wheel to
    install.
    """
    programs = base / "bin"
    programs.mkdir()
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (programs / "python3").symlink_to(Path(sys.base_prefix) / "bin" / version)
    return {
        "PATH": os.pathsep.join((str(programs), "/usr/bin", "/bin")),
        "HOME": str(base / "home"),
        "LANG": "C.UTF-8",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_FIND_LINKS": str(base / "dist"),
        "PIP_NO_INDEX": "1",
        "PYTHONPATH": str(link_dependencies(base / "packages")),
    }


@pytest.mark.parametrize("number", range(len(blocks())))
def test_a_block_prints_what_the_page_shows(printed: list[str], number: int) -> None:
    shown = blocks()[number].shown
    if shown is None:
        return
    pattern = re.escape(shown).replace("…", ".*")
    assert re.fullmatch(pattern, printed[number]), printed[number]


def test_most_blocks_of_the_page_show_what_they_print() -> None:
    assert sum(block.shown is not None for block in blocks()) > 8


def test_the_user_has_none_of_the_developers_packages(printed: list[str]) -> None:
    assert "ModuleNotFoundError: No module named 'hypothesis'" in printed[-1]
