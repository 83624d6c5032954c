"""The looks of roles, and the roles of a line's cells."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import get_args

import pytest

from core.colours import FAINT_INK, SOFT_INK
from core.publish.grid import CHANGE, LABELS, LATEST, NAME, OWNER, TARGET, YEAR_AGO
from core.publish.theme import (
    CellStyle,
    Role,
    alignment_of,
    line_roles,
    style_of,
)


@pytest.mark.parametrize("role", get_args(Role))
def test_each_role_has_a_look_of_its_own(role: Role) -> None:
    style = style_of(role)
    assert style != CellStyle()
    colours = [asdict(style)[name] for name in ("ink", "background", "rule")]
    assert all(re.fullmatch(r"(#[0-9A-F]{6})?", colour) for colour in colours)


def test_a_later_role_wins_over_an_earlier_one() -> None:
    assert style_of("manual", "retired").ink == style_of("retired").ink
    assert style_of("header", "day").bold is False
    assert style_of("header", "day").background == style_of("header").background


def test_numbers_are_aligned_right() -> None:
    sides = {label: alignment_of(label) for label in ("", *LABELS)}
    assert [label for label, side in sides.items() if side == "right"] == [
        "",
        LATEST,
        CHANGE,
        YEAR_AGO,
        TARGET,
    ]


def line_style(label: str, *, is_breakdown: bool = False, is_retired: bool = False) -> CellStyle:
    return style_of(*line_roles(label, is_breakdown=is_breakdown, is_retired=is_retired))


def test_a_kpis_name_is_bold_and_its_details_are_softer() -> None:
    assert line_style(NAME).bold
    assert line_style(OWNER).ink == SOFT_INK
    assert line_style("") == style_of("line", "right")


def test_a_breakdown_is_smaller_indented_and_repeats_details_faintly() -> None:
    name = line_style(NAME, is_breakdown=True)
    assert (name.size, name.bold, name.alignment) == (9, False, "indented")
    assert line_style(OWNER, is_breakdown=True).ink == FAINT_INK
    assert line_style(TARGET, is_breakdown=True).ink == SOFT_INK


@pytest.mark.parametrize("label", ["", *LABELS])
def test_a_retired_line_is_grey_from_end_to_end(label: str) -> None:
    assert line_style(label, is_retired=True).ink == FAINT_INK
