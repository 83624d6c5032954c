"""A finding of the doctor's on one part of an installation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One part of the installation; `ok` is None if it works but deserves a look."""

    ok: bool | None
    subject: str
    text: str
