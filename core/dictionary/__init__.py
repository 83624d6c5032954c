"""The metric dictionary: what readers need to know of each KPI, gathered and written as pages.

It computes no value, and it reads the store only.
"""

from __future__ import annotations

from core.dictionary.retired import RetiredKpi, find_retired

__all__ = ["RetiredKpi", "find_retired"]
