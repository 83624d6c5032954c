"""The origin of a stored value: definition, inputs, run, changes, publications.

It computes nothing anew.
"""

from __future__ import annotations

from core.explain.missing import MissingValue, find_missing
from core.explain.origin import Computation, Field, Origin, origin_of
from core.explain.publications import Appearance
from core.explain.selection import find_stored_rows
from core.explain.sources import ValueRead
from core.explain.targets import TargetRecord, list_targets

__all__ = [
    "Appearance",
    "Computation",
    "Field",
    "MissingValue",
    "Origin",
    "TargetRecord",
    "ValueRead",
    "find_missing",
    "find_stored_rows",
    "list_targets",
    "origin_of",
]
