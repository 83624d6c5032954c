"""The SQL files that ship with the framework."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def sql_folder(name: str) -> Traversable:
    """Return the folder of the framework's SQL that is `sql/<name>` in the repository.

    A wheel has it inside the package, where setup.cfg puts it; a checkout has it beside the package.
    """
    packaged = files("core") / "sql" / name
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "sql" / name
