"""Facts are remembered on disk."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from core.query import cache as cache_module
from core.query.cache import FactsCache
from core.query.facts import SqlFacts
from core.query.parse import statement
from core.query.parse.statement import examine
from tests.core.query.samples import WEEK

QUERY = "WITH x AS (SELECT a FROM s.t) SELECT count(*) AS value FROM x WHERE a >= :start"
BROKEN = "SELECT ("


def test_facts_are_remembered_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "var" / "cache" / "sql.json"
    cache = FactsCache(path)
    learnt = [cache.examine(sql, "postgres") for sql in (QUERY, BROKEN)]
    cache.save()

    def fail(*_: object) -> SqlFacts:
        raise AssertionError("parsed again")

    monkeypatch.setattr(statement, "examine", fail)
    again = FactsCache(path)
    assert [again.examine(sql, "postgres") for sql in (QUERY, BROKEN)] == learnt
    assert learnt == [examine(sql, "postgres") for sql in (QUERY, BROKEN)]
    assert [each.name for each in path.parent.iterdir()] == ["sql.json"]


def test_a_query_is_remembered_for_its_dialect_alone(tmp_path: Path) -> None:
    cache = FactsCache(tmp_path / "sql.json")
    division = "SELECT x::numeric AS value FROM s.t"
    assert cache.examine(division, "postgres").duckdb != cache.examine(division, "duckdb").duckdb


def test_the_file_is_written_only_when_something_was_learnt(tmp_path: Path) -> None:
    path = tmp_path / "sql.json"
    first = FactsCache(path)
    first.save()
    assert not path.exists()
    first.examine(QUERY, "postgres")
    first.save()
    written = path.stat().st_mtime_ns
    second = FactsCache(path)
    second.examine(QUERY, "postgres")
    second.save()
    assert path.stat().st_mtime_ns == written
    second.examine(BROKEN, "postgres")
    second.save()
    assert len(json.loads(path.read_text())) == 2


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"text"', "\x00\xff"])
def test_a_spoilt_file_is_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sql.json"
    path.write_text(text, encoding="latin-1")
    cache = FactsCache(path)
    assert cache.examine(QUERY, "postgres") == examine(QUERY, "postgres")
    cache.save()
    assert len(json.loads(path.read_text())) == 1


def test_a_folder_that_cannot_be_written_costs_nothing_but_speed(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    cache = FactsCache(tmp_path / "var" / "cache" / "sql.json")
    assert cache.examine(QUERY, "postgres").relations == ("s.t",)
    cache.save()


def test_facts_hold_only_for_the_code_that_found_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = shutil.copytree(Path(cache_module.__file__).parent, tmp_path / "query")
    monkeypatch.setattr(cache_module, "files", lambda _: room)
    version = cache_module._code_version.__wrapped__
    before = version()
    assert version() == before
    with (room / "parse" / "components.py").open("a") as file:
        file.write("# changed\n")

    changed = version()
    assert changed != before
    with (room / "remote" / "spark.py").open("a") as file:
        file.write("# changed\n")
    assert version() == changed


@pytest.mark.parametrize(
    "sql",
    [f"SELECT avg(amount) AS value {WEEK}", "SELECT count(*) AS value FROM s.t WHERE t < :end"],
)
def test_a_time_aggregate_is_remembered_as_it_was(sql: str, tmp_path: Path) -> None:
    first = FactsCache(tmp_path / "sql.json")
    first.examine(sql, "postgres")
    first.save()
    assert FactsCache(tmp_path / "sql.json").examine(sql, "postgres") == examine(sql, "postgres")
