"""The tables of `vl_analytics`: values, restatements, runs, definitions, publications, alerts.

It decides nothing: it writes what it is given, and nothing else writes these tables.
"""

from __future__ import annotations

from core.store.alerts import Alerts
from core.store.checks import CheckRecord, Checks, Release
from core.store.comments import Comment, CommentKey, Comments, comment_key, current_comments
from core.store.continuity import read_continuity
from core.store.definitions import Definitions, Replacement, StoredDefinition
from core.store.events import Events, NotedEvent, current_events
from core.store.explanations import ExplanationKey, Explanations, StoredExplanation
from core.store.faults import Faults
from core.store.histories import StoredHistory, read_histories
from core.store.holes import read_holes
from core.store.identity import read_identity
from core.store.inputs import Inputs, SourceAge
from core.store.limits import RecordedLimits
from core.store.lineage import mark_stale, read_stale
from core.store.messages import Messages
from core.store.past_values import read_rows_at
from core.store.publications import Publication, Publications
from core.store.published_cells import (
    CellKeys,
    OverwrittenCell,
    PublishedCells,
    SheetValue,
    WrittenCell,
    find_published_cells,
)
from core.store.published_tabs import PublishedTab
from core.store.replaced_rows import ReplacedRow, ReplacedRows
from core.store.restatements import Restatements
from core.store.reviews import ReviewEdition, ReviewEditions
from core.store.runs import PastRun, Run, Runs, new_run_id
from core.store.schema import has_table, migrate, pending_migrations, try_writing
from core.store.series import SeriesLedger
from core.store.series_move import SeriesMove, find_rows, move_series
from core.store.store_copy import copy_store
from core.store.targets import apply_targets, read_targets_set, seen_rows
from core.store.values import Store
from core.store.view import StoreView

__all__ = [
    "Alerts",
    "CellKeys",
    "CheckRecord",
    "Checks",
    "Comment",
    "CommentKey",
    "Comments",
    "Definitions",
    "Events",
    "ExplanationKey",
    "Explanations",
    "Faults",
    "Inputs",
    "Messages",
    "NotedEvent",
    "OverwrittenCell",
    "PastRun",
    "Publication",
    "Publications",
    "PublishedCells",
    "PublishedTab",
    "RecordedLimits",
    "Release",
    "ReplacedRow",
    "ReplacedRows",
    "Replacement",
    "Restatements",
    "ReviewEdition",
    "ReviewEditions",
    "Run",
    "Runs",
    "SeriesLedger",
    "SeriesMove",
    "SheetValue",
    "SourceAge",
    "Store",
    "StoreView",
    "StoredDefinition",
    "StoredExplanation",
    "StoredHistory",
    "WrittenCell",
    "apply_targets",
    "comment_key",
    "copy_store",
    "current_comments",
    "current_events",
    "find_published_cells",
    "find_rows",
    "has_table",
    "mark_stale",
    "migrate",
    "move_series",
    "new_run_id",
    "pending_migrations",
    "read_continuity",
    "read_histories",
    "read_holes",
    "read_identity",
    "read_rows_at",
    "read_stale",
    "read_targets_set",
    "seen_rows",
    "try_writing",
]
