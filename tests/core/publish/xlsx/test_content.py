"""The hash by which a workbook is known to show a grid already."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

from core.publish.xlsx import content
from core.publish.xlsx.content import content_of
from tests.core.publish.samples import FORMS, grid_of, row


def test_another_grid_has_another_hash() -> None:
    grid = grid_of(row(FORMS, "2026-W45"))

    assert content_of(grid) == content_of(replace(grid))
    assert content_of(grid) != content_of(grid_of(row(FORMS, "2026-W46")))


def test_each_module_that_makes_the_look_is_part_of_it() -> None:
    assert all((files("core") / source).is_file() for source in content._SOURCES)
