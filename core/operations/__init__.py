"""Starts a project and keeps it running: crontab, deadlines, doctor, check of queries.

It runs no KPI.
"""

from __future__ import annotations

from core.operations.backlog import Backlog, read_backlog
from core.operations.crontab import log_hint, project_crontab
from core.operations.deadlines import Overdue, all_overdue
from core.operations.doctor import examine
from core.operations.known_tables import learn_tables
from core.operations.quality_domain import write_quality_domain
from core.operations.queries import QueryCheck, check_queries
from core.operations.source_columns import source_columns
from core.operations.start import start_project
from core.operations.user_crontab import install, machine_zone, uninstall

__all__ = [
    "Backlog",
    "Overdue",
    "QueryCheck",
    "all_overdue",
    "check_queries",
    "examine",
    "install",
    "learn_tables",
    "log_hint",
    "machine_zone",
    "project_crontab",
    "read_backlog",
    "source_columns",
    "start_project",
    "uninstall",
    "write_quality_domain",
]
