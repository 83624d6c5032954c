"""The origin of a stored value: definition, inputs, run, changes, publications.

It stores nothing: values that it computes again are compared with the stored ones.
"""

from __future__ import annotations

from core.explain.missing import MissingValue, find_missing
from core.explain.origin import Computation, Field, Origin, origin_of
from core.explain.publications import Appearance
from core.explain.published_values import (
    CELL_TRUTHS,
    VerifiedCell,
    VerifiedPlace,
    verify_place,
)
from core.explain.recomputation import RecordedTask
from core.explain.records import StoredRecords
from core.explain.selection import find_stored_rows
from core.explain.sources import ValueRead
from core.explain.targets import TargetRecord, list_targets
from core.explain.verification import verify_rows
from core.explain.verified import TRUTHS, Verified
from core.explain.watched import WatchedDomain, read_watched
from core.explain.weights import read_weights

__all__ = [
    "CELL_TRUTHS",
    "TRUTHS",
    "Appearance",
    "Computation",
    "Field",
    "MissingValue",
    "Origin",
    "RecordedTask",
    "StoredRecords",
    "TargetRecord",
    "ValueRead",
    "Verified",
    "VerifiedCell",
    "VerifiedPlace",
    "WatchedDomain",
    "find_missing",
    "find_stored_rows",
    "list_targets",
    "origin_of",
    "read_watched",
    "read_weights",
    "verify_place",
    "verify_rows",
]
