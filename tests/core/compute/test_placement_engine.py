"""The engine that a run records, with its version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from core.model.sources import File
from tests.core.compute.sources import (
    COUNT,
    DEALS,
    DEALS_QUERY,
    FORMS,
    fill,
    run_doing,
    write,
)
from tests.project import kpi_text, write_project
from tests.warehouses import execute, stored

DUCKDB = f"DuckDB {duckdb.__version__}"


def engines(url: str) -> Sequence[str]:
    return [engine for (engine,) in stored(url, "engine", "scorecard_run", "1")]


def test_a_run_names_its_engine_and_version(tmp_path: Path, warehouse_url: str) -> None:
    fill(warehouse_url)
    write(tmp_path, COUNT, FORMS)
    run_doing(tmp_path, warehouse_url, lambda _: None, "warehouse")

    if warehouse_url.startswith("duckdb"):
        assert engines(warehouse_url) == [DUCKDB]
    else:
        ((version,),) = execute(warehouse_url, "SHOW server_version")
        assert engines(warehouse_url) == [f"PostgreSQL {version.split()[0]}"]


@pytest.mark.parametrize(
    ("compute", "said"), [("local", "computed"), ("warehouse", "files, tabs and stored values")]
)
def test_a_run_on_postgres_says_what_it_computed_in_duckdb(
    tmp_path: Path, postgres_url: str, compute: str, said: str
) -> None:
    fill(postgres_url)
    (tmp_path / "deals.csv").write_text(DEALS)
    kpis = {
        "success/kpi_01.py": kpi_text(COUNT, name="One", sources=[FORMS]),
        "success/kpi_02.py": kpi_text(DEALS_QUERY, name="Two", sources=[File("deals.csv")]),
    }
    run_doing(write_project(tmp_path, kpis), postgres_url, lambda _: None, compute)

    (engine,) = engines(postgres_url)
    assert engine.startswith("PostgreSQL ")
    assert engine.endswith(f", {said} in {DUCKDB}")
