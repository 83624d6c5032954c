"""The doctor's look at warehouse and store: written and undone, each declared table read."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from core.kpi import Table
from core.operations.databases import examine_databases
from core.operations.diagnosis import Diagnosis
from tests.project import catalogue_of, kpi_text, settings_of
from tests.remotes import write_lake
from tests.runs import run
from tests.warehouses import execute

KPIS = {
    "success/kpi_01.py": kpi_text(
        "SELECT count(*) AS value FROM stg.forms", sources=[Table("stg.forms")]
    ),
    "success/kpi_02.py": kpi_text(
        "SELECT count(*) AS value FROM stg.gone", name="Gone", sources=[Table("stg.gone")]
    ),
}
SCHEMAS = "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'vl_analytics'"
TABLES = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'vl_analytics' ORDER BY 1"


@pytest.fixture
def url(warehouse_url: str) -> str:
    execute(warehouse_url, "CREATE SCHEMA stg", "CREATE TABLE stg.forms (n int)")
    return warehouse_url


def diagnoses(root: Path, **environment: str) -> dict[str, Diagnosis]:
    catalogue = catalogue_of(root, KPIS)
    found = examine_databases(settings_of(root, **environment), catalogue)
    return {diagnosis.subject: diagnosis for diagnosis in found}


def test_a_store_is_written_and_left_as_it_was(tmp_path: Path, url: str) -> None:
    found = diagnoses(tmp_path, SCORECARD_WAREHOUSE=url)
    assert found["warehouse"].text.endswith(" answers and can be written")
    assert execute(url, SCHEMAS) == [(0,)]

    run(tmp_path, url, "2026-W46", kpis=[1])
    before = execute(url, TABLES)
    assert diagnoses(tmp_path, SCORECARD_WAREHOUSE=url)["warehouse"].ok
    assert execute(url, TABLES) == before


def test_each_declared_table_is_read(tmp_path: Path, url: str) -> None:
    found = diagnoses(tmp_path, SCORECARD_WAREHOUSE=url)
    assert "stg.forms" not in found
    assert found["stg.gone"].ok is False
    assert "stg.gone" in found["stg.gone"].text or "gone does not exist" in found["stg.gone"].text

    execute(url, "CREATE VIEW stg.gone AS SELECT * FROM stg.forms")
    assert diagnoses(tmp_path, SCORECARD_WAREHOUSE=url)["tables"] == Diagnosis(
        True, "tables", "2 tables can be read"
    )


def test_a_warehouse_beside_the_store_is_a_diagnosis_of_its_own(tmp_path: Path, url: str) -> None:
    store = f"duckdb:///{tmp_path / 'store.duckdb'}"
    found = diagnoses(tmp_path, SCORECARD_WAREHOUSE=url, SCORECARD_STORE=store)
    assert list(found) == ["store", "schema", "warehouse", "stg.gone"]
    assert found["store"].text == f"{tmp_path / 'store.duckdb'}, which does not exist yet, answers"
    assert found["warehouse"].text.endswith(" answers")
    assert not (tmp_path / "store.duckdb").exists()

    nowhere = "postgresql://me:s3cret@127.0.0.1:1/w"
    found = diagnoses(tmp_path, SCORECARD_WAREHOUSE=url, SCORECARD_STORE=nowhere)
    assert found["store"].ok is False
    assert found["store"].text.startswith("SCORECARD_STORE: 127.0.0.1/w cannot be reached")
    assert found["warehouse"].ok is True


def test_a_folder_in_place_of_the_store_is_one_sentence(tmp_path: Path) -> None:
    found = diagnoses(tmp_path, SCORECARD_WAREHOUSE=f"duckdb:///{tmp_path}")
    assert found["warehouse"].ok is False
    assert found["warehouse"].text.startswith(f"SCORECARD_WAREHOUSE: {tmp_path} ")


def test_a_remote_warehouse_that_takes_writes_deserves_a_look(tmp_path: Path, sail: str) -> None:
    tables = {"stg.forms": pa.table({"n": [1]})}
    lake = write_lake(tmp_path / "lake", tables)
    found = diagnoses(
        tmp_path,
        SCORECARD_WAREHOUSE=sail,
        SCORECARD_STORE=f"duckdb:///{tmp_path}/store.duckdb",
        SCORECARD_LAKE=str(lake),
    )

    assert found["warehouse"].ok is None
    assert "give it a role that only reads" in found["warehouse"].text
    assert found["stg.gone"].ok is False


def test_a_remote_warehouse_needs_a_store(tmp_path: Path, sail: str) -> None:
    found = diagnoses(tmp_path, SCORECARD_WAREHOUSE=sail)

    assert [*found] == ["store"]
    assert found["store"].text.startswith("SCORECARD_STORE is where the stored values are")
