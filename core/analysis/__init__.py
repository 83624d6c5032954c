"""Analyses stored values: why they changed, how far they still move, what comes next.

It reads no store, no file and no clock, and decides no value.
"""

from __future__ import annotations

from core.analysis.chain_ladder import (
    AgeFactor,
    Triangle,
    Ultimate,
    age_factors,
    project,
    shares,
    total_error,
)

__all__ = [
    "AgeFactor",
    "Triangle",
    "Ultimate",
    "age_factors",
    "project",
    "shares",
    "total_error",
]
