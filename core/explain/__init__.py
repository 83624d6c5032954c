"""Where a stored value comes from: definition, inputs, run, changes, publications.

It computes nothing anew.
"""

from __future__ import annotations

from core.explain.origin import Computation, Field, Origin, ValueRead, origin_of, stored_rows
from core.explain.publications import Appearance

__all__ = [
    "Appearance",
    "Computation",
    "Field",
    "Origin",
    "ValueRead",
    "origin_of",
    "stored_rows",
]
