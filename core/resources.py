"""The SQL files that ship with the framework."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def sql_folder(name: str) -> Traversable:
    """Return the folder of the framework's SQL that is `sql/<name>` in the repository.

    In a wheel it is inside the package, where setup.py puts it; in a checkout it is beside it.
    """
    packaged = files("core") / "sql" / name
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "sql" / name
