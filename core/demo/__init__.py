"""A sample company: made-up records for a warehouse, exports and a workbook.

Real runs do not depend on it.
"""

from __future__ import annotations

from core.demo.load import load_company

__all__ = ["DOMAINS", "load_company"]

DOMAINS = ("applications", "leadership", "recruitment", "shop", "success")
