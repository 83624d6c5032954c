"""Tones of what charts judge: a background and the ink that is readable on it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from core.colours import (
    ALARM,
    ALARM_INK,
    CURRENT,
    GAP,
    GOOD,
    GOOD_INK,
    INK,
    PAPER,
    WARNING,
    WARNING_INK,
)

Tone = Literal["", "good", "plain", "warning", "alarm", "missing"]

# Background and ink. They differ in lightness, and a sign or word always stands beside them.
TONES: Mapping[Tone, tuple[str, str]] = {
    "": (PAPER, INK),
    "good": (GOOD, GOOD_INK),
    "plain": (CURRENT, GOOD_INK),
    "warning": (WARNING, WARNING_INK),
    "alarm": (ALARM, ALARM_INK),
    "missing": (GAP, INK),
}
