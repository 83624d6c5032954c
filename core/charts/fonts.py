"""Widths of texts, so that a chart knows what fits without asking a font. Pure.

The widths are those of DejaVu Sans, or Arial's or Roboto's where these are wider, in thousandths of
the size. Sans-serif fonts in use on screens and paper are narrower, so what fits here fits there.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

FONT_FAMILY = "Roboto, Arial, Helvetica, 'DejaVu Sans', sans-serif"

# Characters from the space to the tilde.
# fmt: off
_REGULAR = (
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 413,
    637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 556,
    1015, 685, 687, 722, 771, 667, 611, 778, 752, 295, 552, 667, 558, 873, 749, 788,
    667, 788, 722, 667, 611, 732, 685, 989, 686, 667, 686, 391, 411, 391, 838, 556,
    500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612,
    635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
)
_BOLD = (
    349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 374,
    696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 611,
    1000, 774, 763, 734, 831, 684, 684, 821, 837, 373, 559, 775, 638, 996, 837, 851,
    733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 422, 458, 838, 556,
    500, 675, 716, 611, 716, 679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688,
    716, 716, 494, 596, 479, 712, 652, 924, 652, 652, 583, 712, 366, 712, 838,
)
# fmt: on
_NARROW = dict.fromkeys("·‘’", 380) | dict.fromkeys("–†•°§", 660)
_SIGNS = dict.fromkeys("€£¥₹ß“”„", 720) | dict.fromkeys("≥≤−×÷↑↓→←✓✗±▲▼◆", 838)
_OTHERS = _NARROW | _SIGNS
# What the tables do not know is at most as wide as this.
_WIDEST = 1170


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return a width that the text does not exceed, in the unit of `size`."""
    return size * _thousandths(text, is_bold) / 1000


@lru_cache(maxsize=4096)
def _thousandths(text: str, is_bold: bool) -> int:
    widths = _BOLD if is_bold else _REGULAR
    letters = unicodedata.normalize("NFD", text)
    return sum(_width(letter, widths) for letter in letters)


def _width(letter: str, widths: tuple[int, ...]) -> int:
    place = ord(letter) - 32
    if 0 <= place < len(widths):
        return widths[place]
    # An accent stands above the letter before it.
    return 0 if unicodedata.combining(letter) else _OTHERS.get(letter, _WIDEST)


def fit_text(text: str, room: float, size: float, *, is_bold: bool = False) -> str:
    """Return the text, or as much of it as fits into `room` with an ellipsis behind it."""
    if text_width(text, size, is_bold=is_bold) <= room:
        return text
    for length in range(len(text) - 1, 0, -1):
        start = f"{text[:length].rstrip()}…"
        if text_width(start, size, is_bold=is_bold) <= room:
            return start
    return ""


def wrap_text(text: str, room: float, size: float) -> list[str]:
    """Return the text in lines that fit into `room`; a longer word is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(fit_text(word, room, size))
    return lines
