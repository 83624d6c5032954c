"""A sample company: made-up records for a warehouse, exports and a workbook.

Real runs do not depend on it.
"""

from __future__ import annotations

from core.demo.generate import generate, write_exports, write_operations

__all__ = [
    "generate",
    "write_exports",
    "write_operations",
]
