"""A helper for all KPI tests: it computes a KPI from a few rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.catalog.loading import load_catalogue
from core.testing import compute_kpi

ROOT = Path(__file__).parents[2]

Values = list[tuple[Any, ...]]


@pytest.fixture
def kpi_value() -> Callable[..., Values]:
    """Return a function that computes one KPI for one period from a few rows.

    It returns `(field, value)`, or `(field, value, numerator, denominator)` if the query has them,
    sorted.
    """

    def compute(domain: str, number: int, period: str, **given: Any) -> Values:
        found = compute_kpi(domain, number, period, root=ROOT, **given)
        assert not any(computed.outcome == "failed" for computed in found), found[0].reason
        with_parts = " AS numerator" in load_catalogue(ROOT, [domain]).entry(domain, number).query
        parts = [
            (computed.numerator, computed.denominator) if with_parts else () for computed in found
        ]
        return sorted(
            (computed.field, computed.value, *part)
            for computed, part in zip(found, parts, strict=True)
        )

    return compute
