"""The main path: plan, compute, record, publish; and values that a person sets.

It prints nothing.
"""

from __future__ import annotations

from core.run.manual import Entered, Given, ManualCell, enter
from core.run.pipeline import Options, Report, open_locked, publish_all, run
from core.run.plan import RunRequest

__all__ = [
    "Entered",
    "Given",
    "ManualCell",
    "Options",
    "Report",
    "RunRequest",
    "enter",
    "open_locked",
    "publish_all",
    "run",
]
