"""The tables of `vl_analytics`: values, restatements, runs, definitions, inputs and publications.

It decides nothing: it writes what it is given, and nothing else writes these tables.
"""

from __future__ import annotations

from core.store.inputs import inputs_of
from core.store.publications import Publication, applied_since, insert_publication, is_recorded
from core.store.restatements import changes_of_kpi, changes_since, run_start
from core.store.runs import Journal, PastRun, Run, new_run_id
from core.store.schema import SCHEMA, has_table, migrate, pending
from core.store.tables import Columns, insert, read
from core.store.values import Store, same_row, same_value

__all__ = [
    "SCHEMA",
    "Columns",
    "Journal",
    "PastRun",
    "Publication",
    "Run",
    "Store",
    "applied_since",
    "changes_of_kpi",
    "changes_since",
    "has_table",
    "inputs_of",
    "insert",
    "insert_publication",
    "is_recorded",
    "migrate",
    "new_run_id",
    "pending",
    "read",
    "run_start",
    "same_row",
    "same_value",
]
