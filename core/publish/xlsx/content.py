"""The hash by which a workbook is known to show a grid already."""

from __future__ import annotations

import hashlib
from importlib.resources import files

from core.publish.grid import Grid

# Another way to render the same grid makes another file.
_SOURCES = (
    "colours.py",
    "model/formats.py",
    "model/states.py",
    "publish/charts.py",
    "publish/grid.py",
    "publish/theme.py",
    "publish/widths.py",
    "publish/xlsx/charts.py",
    "publish/xlsx/page.py",
    "publish/xlsx/render.py",
    "publish/xlsx/styles.py",
)


def content_of(grid: Grid) -> str:
    """Return a hash of the content and the look of `grid`; its workbook carries it as a keyword."""
    digest = hashlib.sha256()
    for source in _SOURCES:
        digest.update((files("core") / source).read_bytes())
    digest.update(repr(grid).encode())
    return digest.hexdigest()
