"""Checks of values as authors write them."""

from __future__ import annotations

import pytest

from core.kpi import Kpi, iqr, value_between, zscore


def test_a_check_reads_as_its_author_writes_it() -> None:
    checks = [value_between(0, 0.5), zscore(), iqr(2, last=20)]
    assert list(map(str, checks)) == [
        "value_between(0, 0.5)",
        "zscore(2.5, last=13)",
        "iqr(2, last=20)",
    ]
    assert [check.blocks for check in checks] == [True, False, False]


def test_a_kpi_takes_checks_of_values_only() -> None:
    with pytest.raises(TypeError, match="each of checks must be one such as value_between"):
        Kpi(name="a", owner="a@b.c", unit="count", query="", checks=["zscore"])  # type: ignore[list-item]
