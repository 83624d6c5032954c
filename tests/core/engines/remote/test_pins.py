"""Tables that are loaded while a run reads them, on each remote engine that runs here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from core.engines import Access, Snapshot, TableCopy, Warehouse, open_warehouse
from core.engines.remote.pins import Pins
from core.errors import QueryError, TimeLimitError, WarehouseError
from core.query import Part, Query, Result, TableVersion, join_queries, split_results
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


class Tables:
    """A client that knows versions of some tables, and fails where it is asked for a bad one."""

    def __init__(self, versions: Mapping[str, TableVersion], error: Exception) -> None:
        self.asked: list[tuple[Sequence[str], datetime | None]] = []
        self._versions, self._error = versions, error

    def versions(
        self, tables: Sequence[str], moment: datetime | None
    ) -> Mapping[str, TableVersion]:
        self.asked.append((tuple(tables), moment))
        if "s.bad" in tables:
            raise self._error
        return {table: self._versions[table] for table in tables if table in self._versions}


def pins_of(client: object) -> Pins:
    return Pins(client, lambda work: work())  # type: ignore[arg-type]


def test_a_table_that_cannot_be_asked_for_takes_no_version_from_others() -> None:
    known = {"s.a": TableVersion("delta", 3), "s.b": TableVersion("iceberg", 5)}
    client = Tables(known, QueryError("no such table"))
    pins = pins_of(client)

    assert pins.versions(["s.a", "s.bad", "s.b"]) == known
    assert pins.versions(["s.bad"]) == {}
    assert [tables for tables, _ in client.asked] == [
        ("s.a", "s.bad", "s.b"),
        ("s.a",),
        ("s.bad",),
        ("s.b",),
    ]
    assert pins.consistency == "no snapshot of s.bad"


def test_an_engine_that_takes_too_long_is_not_asked_for_each_table() -> None:
    client = Tables({}, TimeLimitError("took longer"))

    assert pins_of(client).versions(["s.a", "s.bad"]) == {}
    assert len(client.asked) == 1


def test_a_lost_connection_is_not_a_table_without_versions() -> None:
    client = Tables({}, WarehouseError("gone", transient=True))

    with pytest.raises(WarehouseError):
        pins_of(client).versions(["s.a", "s.bad"])


def test_tables_that_are_met_later_are_read_as_of_the_same_time() -> None:
    moment = datetime(2026, 11, 22, 10, 4, tzinfo=UTC)
    versions = {name: TableVersion("time", at=moment) for name in ("s.a", "s.b")}
    client = Tables(versions, QueryError("none"))
    pins = pins_of(client)
    pins.versions(["s.a"])
    pins.versions(["s.b"])

    assert [asked for _, asked in client.asked] == [None, moment]
    assert pins.consistency == "snapshot of 2026-11-22 10:04:00 UTC"
    pins.versions([f"s.{number}" for number in range(5)])
    assert pins.consistency == "no snapshot of s.0, s.1, s.2 and 2 more"
