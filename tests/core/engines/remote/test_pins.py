"""Tables that are loaded while a run reads them, on each remote engine that runs here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from core.engines import Access, Snapshot, TableCopy, Warehouse, open_warehouse
from core.errors import QueryError
from core.query import Part, Query, Result, join_queries, split_results
from tests.core.engines.remote.lakes import KINDS, append_rows, settings_on

COUNT = "SELECT count(*) AS value FROM shop.{}"


class Lake(NamedTuple):
    """A warehouse over a lake, and who loads it."""

    root: Path
    sail: str
    warehouse: Warehouse

    def load(self) -> None:
        for kind in KINDS:
            append_rows(self.root, self.sail, kind)


@pytest.fixture(params=["sail", "chdb"])
def lake(
    request: pytest.FixtureRequest, tmp_path: Path, sail: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Lake]:
    monkeypatch.chdir(tmp_path)
    settings = settings_on(request.param, tmp_path, sail)
    with closing(open_warehouse(settings, Access("scorecard run", write=False))) as warehouse:
        yield Lake(tmp_path, sail, warehouse)


def count(snapshot: Snapshot, table: str) -> object:
    return snapshot.fetch(Query(COUNT.format(table), "", {})).rows[0][0]


def test_all_statements_read_a_table_as_it_was_when_it_was_pinned(lake: Lake) -> None:
    with lake.warehouse.snapshot(20) as snapshot:
        snapshot.pin(["shop.delta", "shop.iceberg"])
        lake.load()

        for kind in KINDS:
            assert count(snapshot, kind) == 2
            parts = [Part(Query(COUNT.format(kind), "", {}), ["value"])] * 3
            answers = split_results(parts, snapshot.fetch(join_queries(parts)).rows)
            assert answers == [Result(("value",), [(2.0,)])] * 3
            reader = snapshot.cell_reader
            assert reader is not None
            reader.read_cells({"cells_": Query(COUNT.format(kind), "", {})})
            assert snapshot.local().execute("SELECT value FROM cells_").rows == [(2,)]
            snapshot.extract(f"shop.{kind}", TableCopy(frozenset({"id"})))
            assert snapshot.local().execute(f"SELECT sum(id) FROM shop.{kind}").rows == [(3,)]
            [measured] = snapshot.measure([(f"shop.{kind}", "")])
            assert measured.rows == 2
            assert measured.version is not None
            assert measured.version.kind == kind
        assert snapshot.consistency == "each table at one version"


def test_two_tables_of_one_statement_have_a_version_each(lake: Lake) -> None:
    append_rows(lake.root, lake.sail, "delta")
    pairs = Query(
        "SELECT count(shop.delta.id) AS value FROM shop.delta"
        " JOIN shop.iceberg AS i ON i.id = delta.id JOIN shop.plain ON plain.id = i.id",
        "",
        {},
    )
    with lake.warehouse.snapshot(20) as snapshot:
        assert snapshot.fetch(pairs).rows == [(4,)]
        lake.load()
        assert snapshot.fetch(pairs).rows == [(4,)]
        assert snapshot.consistency == "no snapshot of shop.plain"


def test_a_table_that_was_not_expected_is_pinned_when_it_is_met(lake: Lake) -> None:
    with lake.warehouse.snapshot(20) as snapshot:
        assert snapshot.consistency == "no snapshot"
        assert count(snapshot, "iceberg") == 2
        lake.load()
        assert [count(snapshot, kind) for kind in KINDS] == [4, 2]


def test_another_run_pins_anew(lake: Lake) -> None:
    numbers = []
    for _ in range(2):
        with lake.warehouse.snapshot(20) as snapshot:
            snapshot.pin(["shop.delta"])
            lake.load()
            [measured] = snapshot.measure([("shop.delta", "")])
            assert measured.version is not None
            numbers.append((measured.version.number, measured.rows))
    assert numbers == [(0, 2), (1, 4)]


def test_a_table_without_versions_is_read_as_it_is(lake: Lake) -> None:
    with lake.warehouse.snapshot(20) as snapshot:
        snapshot.pin(["shop.plain", "shop.gone"])
        assert count(snapshot, "plain") == 2
        assert snapshot.consistency == "no snapshot"
        [measured] = snapshot.measure([("shop.plain", "")])
        assert measured.version is None


def test_a_version_that_is_gone_is_one_sentence(lake: Lake) -> None:
    with lake.warehouse.snapshot(20) as snapshot:
        assert count(snapshot, "delta") == 2
        shutil.rmtree(lake.root / "lake" / "shop" / "delta")
        with pytest.raises(QueryError) as caught:
            snapshot.fetch(Query("SELECT sum(price) AS value FROM shop.delta", "", {}))
        gone = "a table is gone, or the version at which this run reads it; run again ("
        assert str(caught.value).startswith(gone)
        assert "\n" not in str(caught.value)
