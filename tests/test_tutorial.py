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


def test_the_page_shows_what_its_blocks_print_and_needs_only_what_it_installs(
    tmp_path: Path,
) -> None:
    page = blocks()
    assert sum(block.shown is not None for block in page) > 8

    *outputs, last = printed(
        [*(block.script for block in page), 'python -c "import hypothesis"\n'], tmp_path
    )

    pairs = [(block.shown, output) for block, output in zip(page, outputs, strict=True)]
    assert [pair for pair in pairs if not is_as_shown(*pair)] == []
    assert "ModuleNotFoundError: No module named 'hypothesis'" in last


def is_as_shown(shown: str | None, output: str) -> bool:
    """Return whether a block prints what the page shows; anything may be where it shows `…`."""
    return shown is None or bool(re.fullmatch(re.escape(shown).replace("…", ".*"), output))


def printed(scripts: list[str], base: Path) -> list[str]:
    """Return what each script prints, all of them run in one shell."""
    home = base / "home"
    home.mkdir()
    build_wheel(copy_sources(base / "sources"), base / "dist")
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
