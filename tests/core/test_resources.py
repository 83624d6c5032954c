"""The SQL that ships with the framework, as a checkout has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.resources import sql_folder

SQL = Path(__file__).parents[2] / "sql"


@pytest.mark.parametrize("name", ["sample", "schema"])
def test_a_checkout_reads_the_sql_beside_the_package(name: str) -> None:
    read = {file.name: file.read_text() for file in sql_folder(name).iterdir()}

    assert read == {file.name: file.read_text() for file in (SQL / name).iterdir()}
