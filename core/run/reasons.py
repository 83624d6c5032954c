"""Reasons for which a run keeps values back."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Outcome


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a value back: `check` names source and check, as a release does."""

    check: str
    outcome: Outcome
    sentence: str
