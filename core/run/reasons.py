"""Reasons for which a run keeps values back."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Outcome


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a value back: `check` names source and check, as a release does.

    `measured` says how far the value is from what the check allows, None if unknown. The reason
    `is_fixed` if another extent is another fault: a column that is gone, or a number of rows.
    """

    check: str
    outcome: Outcome
    sentence: str
    measured: float | None = None
    is_fixed: bool = False
