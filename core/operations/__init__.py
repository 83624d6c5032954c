"""Starts a project and keeps it running: crontab, deadlines and the doctor.

It runs no KPI.
"""

from __future__ import annotations

from core.operations import crontab
from core.operations.deadlines import all_overdue, record
from core.operations.doctor import examine
from core.operations.start import start_project

__all__ = [
    "all_overdue",
    "crontab",
    "examine",
    "record",
    "start_project",
]
