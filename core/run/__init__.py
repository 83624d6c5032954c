"""The main path: plan, compute, record, publish; and values that a person sets.

It prints nothing.
"""

from __future__ import annotations

from core.run.context import Options, open_locked
from core.run.manual import ManualCell, ManualResult, ManualValue, enter
from core.run.pipeline import Report, publish_all, run
from core.run.plan import RunRequest

__all__ = [
    "ManualCell",
    "ManualResult",
    "ManualValue",
    "Options",
    "Report",
    "RunRequest",
    "enter",
    "open_locked",
    "publish_all",
    "run",
]
