"""The framework as users install it: a wheel, in a virtual environment with nothing of ours."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

from tests.processes import ROOT

FRAMEWORK = "scorecard-framework"
# What a wheel is built from.
SOURCES = ("core", "sql", "setup.py", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")
_PACKAGES = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"


def copy_sources(folder: Path) -> Path:
    """Copy what a wheel is built from, for a build leaves its products beside the sources."""
    folder.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    return folder


def build_wheel(sources: Path, folder: Path) -> Path:
    """Build the framework's wheel into `folder` and return its path; nothing is downloaded."""
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(sources))
    (wheel,) = folder.glob("*.whl")
    return wheel


def new_environment(folder: Path, packages: Path) -> Path:
    """Make a virtual environment that sees the distributions in `packages`; return its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (folder / _PACKAGES / "dependencies.pth").write_text(f"{packages}\n")
    return folder / "bin" / "python"


def link_dependencies(folder: Path, *more: str) -> Path:
    """Fill a folder with links to what the framework, pytest and `more` need, and to nothing else.

    It saves installing them again; the framework itself is left out, and so are pytest's plugins.
    """
    folder.mkdir()
    needed: dict[str, set[str]] = {}
    for name in (FRAMEWORK, "pytest", *more):
        _gather(name, {""}, needed)
    for name in needed.keys() - {FRAMEWORK}:
        for source in _top_level(distribution(name)):
            if not (folder / source.name).exists():
                (folder / source.name).symlink_to(source)
    return folder


def _gather(name: str, extras: set[str], needed: dict[str, set[str]]) -> None:
    """Add a distribution with these extras and all that it needs; by name, with the extras."""
    known = needed.setdefault(name.lower().replace("_", "-"), set())
    new = extras - known
    known |= new
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if new and (marker is None or any(marker.evaluate({"extra": extra}) for extra in new)):
            _gather(requirement.name, {"", *requirement.extras}, needed)


def _top_level(found: Distribution) -> Iterator[Path]:
    """Yield the files and folders of a distribution that lie in site-packages itself."""
    names = {file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}
    return (Path(str(found.locate_file(name))) for name in sorted(names))


def pip(*arguments: str) -> None:
    """Run the tests' own pip, offline."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(
        command,
        env={"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
