"""One KPI over sources of any kind, run on either engine."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from core.model.sources import Source
from tests.project import kpi_text, write_project
from tests.runs import run


def computed(
    root: Path, url: str, query: str, *sources: Source, **environment: str
) -> float | None:
    """Run one KPI for 2026-W46 and return its value, or fail with its reason."""
    write_project(
        root, {"success/kpi_01.py": kpi_text(query, unit="number", sources=list(sources))}
    )
    (result,) = run(root, url, "2026-W46", kpis=[1], **environment).results
    assert not result.failed, result.rows[0].reason
    return result.rows[0].value


def failure(root: Path, url: str, query: str, *sources: Source, **environment: str) -> str:
    """Run one KPI for 2026-W46 and return why it failed."""
    write_project(
        root, {"success/kpi_01.py": kpi_text(query, unit="number", sources=list(sources))}
    )
    (result,) = run(root, url, "2026-W46", kpis=[1], **environment).results
    assert result.failed
    return result.rows[0].reason


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")


def write_parquet(root: Path, name: str, query: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    duckdb.sql(query).write_parquet(str(root / name))


def write_tab(root: Path, title: str, rows: Sequence[Sequence[Any]]) -> None:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    book.save(root / "operations.xlsx")
