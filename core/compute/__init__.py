"""Tasks become results: each query is asked in the fastest way that gives the same answer.

It writes nothing.
"""

from __future__ import annotations

from core.compute.batches import Batches
from core.compute.changes import Changes
from core.compute.computer import Computer, Workload
from core.compute.extracts import Extracts, Point
from core.compute.files import ProjectFiles
from core.compute.goals import load_revisions, read_goal
from core.compute.history import History, load_history
from core.compute.labels import read_given_label
from core.compute.observed import SourceObserver
from core.compute.outcome import Computed
from core.compute.placement import (
    Placement,
    columns_needed,
    copies_of,
    copy_pays,
    engine_of,
    find_cell_obstacle,
    find_server_only,
    server_obstacle,
)
from core.compute.rehearsal import Rehearsal, Rehearsed
from core.compute.reproduction import reproduce
from core.compute.rows import make_row
from core.compute.steps import Gate, Progress, StepComputer, TaskResult, Verdict, pass_all
from core.compute.strategies.choice import choose

__all__ = [
    "Batches",
    "Changes",
    "Computed",
    "Computer",
    "Extracts",
    "Gate",
    "History",
    "Placement",
    "Point",
    "Progress",
    "ProjectFiles",
    "Rehearsal",
    "Rehearsed",
    "SourceObserver",
    "StepComputer",
    "TaskResult",
    "Verdict",
    "Workload",
    "choose",
    "columns_needed",
    "copies_of",
    "copy_pays",
    "engine_of",
    "find_cell_obstacle",
    "find_server_only",
    "load_history",
    "load_revisions",
    "make_row",
    "pass_all",
    "read_given_label",
    "read_goal",
    "reproduce",
    "server_obstacle",
]
