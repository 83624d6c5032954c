"""Constructs that are not proven on a remote engine, with their place."""

from __future__ import annotations

from pathlib import Path

from core.kpi import Table
from core.operations.remote_findings import find_unproven_queries
from core.query import find_unproven
from tests.project import catalogue_of, kpi_text

PLAIN = "SELECT count(*) AS value FROM shop.orders WHERE sent_at >= :start AND sent_at < :end"


def test_a_proven_query_has_no_finding(tmp_path: Path) -> None:
    kpi = kpi_text(PLAIN, sources=[Table("shop.orders")])
    catalogue = catalogue_of(tmp_path, {"success/kpi_01.py": kpi})

    assert list(find_unproven(PLAIN, "spark")) == []
    assert list(find_unproven_queries(tmp_path, catalogue.entries, "spark")) == []
