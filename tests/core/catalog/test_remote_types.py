"""The types that a remote warehouse had when it was last asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog import Catalogue
from core.catalog.known_tables import KnownTables, save_known_tables
from core.catalog.remote_types import check_by_known_types, types_note
from core.kpi import File, Table
from core.query import RemoteDialect
from tests.project import catalogue_of, kpi_text

SUM = "SELECT sum(x) AS value FROM stg.T WHERE at >= :start AND at < :end"
TIME = "timestamp with time zone"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    of_file = "SELECT count(*) AS value FROM f WHERE at >= :start AND at < :end"
    kpis = {
        "success/kpi_01.py": kpi_text(SUM, sources=[Table("stg.T")]),
        "success/kpi_02.py": kpi_text(of_file, name="File", sources=[File("f.csv")]),
    }
    return catalogue_of(tmp_path, kpis)


def note(catalogue: Catalogue, dialect: RemoteDialect | None) -> str:
    return types_note(catalogue, dialect, check_by_known_types(catalogue, dialect))


def remember(catalogue: Catalogue, kind: str) -> None:
    types = {"stg.t": {"x": kind, "at": TIME}}
    save_known_tables(catalogue.root, KnownTables(types=types, dialect="spark"))


def test_what_no_type_was_found_of_is_named(catalogue: Catalogue) -> None:
    ask = "scorecard check --warehouse decides"

    assert check_by_known_types(catalogue, "spark").findings == ()
    assert note(catalogue, "spark") == f"types of stg.t are not known; {ask}"
    assert note(catalogue, None) == ""


def test_known_types_decide(catalogue: Catalogue) -> None:
    remember(catalogue, "numeric(10,2)")
    sound = check_by_known_types(catalogue, "spark").findings, note(catalogue, "spark")
    remember(catalogue, "text")
    [finding] = check_by_known_types(catalogue, "spark").findings

    assert sound == ((), "")
    assert finding.message.startswith("the query uses sum of text")
    assert note(catalogue, "spark") == "types are those of the last scorecard check --warehouse"


def test_types_on_another_engine_say_nothing(catalogue: Catalogue) -> None:
    remember(catalogue, "text")

    assert check_by_known_types(catalogue, "clickhouse").findings == ()
    assert "not known" in note(catalogue, "clickhouse")
