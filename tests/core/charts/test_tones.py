"""Tones of what charts judge."""

from __future__ import annotations

from typing import get_args

from core.charts.tones import TONES, Tone


def test_each_tone_has_a_background_of_its_own() -> None:
    assert set(TONES) == set(get_args(Tone))
    assert len({fill for fill, _ in TONES.values()}) == len(TONES)
