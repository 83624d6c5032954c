"""The main path: plan, compute, record, publish; and values that a person sets.

It prints nothing.
"""

from __future__ import annotations

from core.run.commenting import CommentRequest, add_comment
from core.run.context import Options, ReleaseRequest, open_locked
from core.run.continuity import SeriesState, read_series_state, unknown_domain_notes
from core.run.events import EventRequest, add_event, take_back_event
from core.run.explanations import read_lines
from core.run.lateness import alert_late
from core.run.manual import ManualCell, ManualResult, ManualValue, enter
from core.run.pipeline import Report, run
from core.run.plan import RunRequest
from core.run.publishing import publish_all
from core.run.release import release, was_released
from core.run.renaming import Renaming, SeriesName, rename
from core.run.series import SeriesSelection, require_stored, retire
from core.run.settling import read_settlings
from core.run.silence import silence
from core.run.targets import TargetRequest, TargetResult, end_target, set_target

__all__ = [
    "CommentRequest",
    "EventRequest",
    "ManualCell",
    "ManualResult",
    "ManualValue",
    "Options",
    "ReleaseRequest",
    "Renaming",
    "Report",
    "RunRequest",
    "SeriesName",
    "SeriesSelection",
    "SeriesState",
    "TargetRequest",
    "TargetResult",
    "add_comment",
    "add_event",
    "alert_late",
    "end_target",
    "enter",
    "open_locked",
    "publish_all",
    "read_lines",
    "read_series_state",
    "read_settlings",
    "release",
    "rename",
    "require_stored",
    "retire",
    "run",
    "set_target",
    "silence",
    "take_back_event",
    "unknown_domain_notes",
    "was_released",
]
