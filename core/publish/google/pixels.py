"""Widths of columns in pixels, by the characters that fit into them. Pure."""

from __future__ import annotations

from core.publish.google.wanted import Wanted
from core.publish.widths import possible_widths

_CHARACTER, _MARGIN = 7, 10
_USUAL_CHARACTERS = 10


def pixel_width(wanted: Wanted, label: str) -> int:
    """Return the width of the columns of a label, or of periods, in pixels."""
    return wanted.widths.get(label, _USUAL_CHARACTERS) * _CHARACTER + _MARGIN


def usual_widths(label: str) -> set[int]:
    """Return the widths, in pixels, that columns of a label can get."""
    return {characters * _CHARACTER + _MARGIN for characters in possible_widths(label)}
