"""Findings point at the line that an author has to change."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog.positions import foreign_imports, keyword_line

KPI = '''"""What is counted."""

from core.kpi import Kpi, Table

QUERY = """
    SELECT 1 AS value
"""
TARGET: float = 3

KPI = Kpi(
    name="Forms",
    owner=(
        "a"
        "@example.com"
    ),
    sources=[
        Table("a.b"),
    ],
    query=QUERY,
)
'''


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / f"kpi_{len(list(folder.iterdir())):02}.py"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize(
    ("keyword", "line", "text"),
    [
        ("name", 11, "Forms"),
        ("owner", 13, '"a"'),
        ("sources", 16, "sources=["),
        ("query", 5, "QUERY = "),
        ("target", 10, "Kpi("),
    ],
)
def test_a_keyword_is_where_its_value_begins(
    tmp_path: Path, keyword: str, line: int, text: str
) -> None:
    assert text in KPI.splitlines()[line - 1]
    assert keyword_line(written(tmp_path, KPI), keyword) == line


def test_the_call_may_be_written_in_other_ways(tmp_path: Path) -> None:
    assert (
        keyword_line(
            written(tmp_path, "import core.kpi\n\nKPI = core.kpi.Kpi(\n    name='A',\n)\n"), "name"
        )
        == 4
    )
    assert (
        keyword_line(
            written(tmp_path, "def make():\n    return Kpi(\n        name='A')\n\nKPI = make()\n"),
            "name",
        )
        == 3
    )
    assert keyword_line(written(tmp_path, "KPI = Kpi(**GIVEN)\n"), "name") == 1
    assert (
        keyword_line(
            written(tmp_path, "\n\nRUNNER = Runner(\n  title='A',\n  timezone='B')\n"), "timezone"
        )
        == 5
    )
    assert keyword_line(written(tmp_path, "KPI = 3\n"), "name") == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_file_is_read_in_its_own_encoding(tmp_path: Path, encoding: str) -> None:
    cookie = "# -*- coding: latin-1 -*-\n" if encoding == "latin-1" else "\n"
    path = written(
        tmp_path,
        f'{cookie}from core.kpi import Kpi\nimport os\nKPI = Kpi(\n  name="Größe")\n',
        encoding,
    )
    assert keyword_line(path, "name") == 5
    assert foreign_imports(path) == [(3, "os")]


def test_a_kpi_file_that_imports_core_kpi_only_has_no_foreign_imports(tmp_path: Path) -> None:
    assert foreign_imports(written(tmp_path, KPI)) == []
    assert foreign_imports(written(tmp_path, "from core.kpi import Kpi\n")) == []
    future = (
        '"""An important import."""\nfrom __future__ import annotations\n\nfrom core.kpi import'
        " Kpi\n"
    )
    assert foreign_imports(written(tmp_path, future)) == []


def test_every_other_import_is_named_wherever_it_stands(tmp_path: Path) -> None:
    text = (
        "from core.kpi import Kpi\nimport os, sys\nfrom datetime import date\nfrom core import"
        " kpi\nfrom . import other\n\ndef f():\n    import core.store\n"
    )
    assert foreign_imports(written(tmp_path, text)) == [
        (2, "os"),
        (2, "sys"),
        (3, "datetime"),
        (4, "core"),
        (5, "."),
        (8, "core.store"),
    ]
