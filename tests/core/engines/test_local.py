"""The local database of a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pytest

from core.engines.local import LocalDuckDb, first_line, open_local
from core.errors import QueryError, TimeLimitError
from core.query.result import Result
from tests.core.engines.asking import ENDLESS


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalDuckDb]:
    files = [str(tmp_path / name) for name in ("a.csv", "b.csv", "a.parquet", "gone.csv")]
    with closing(open_local(20, files, tmp_path)) as found:
        yield found


def test_a_statement_takes_named_or_numbered_parameters(local: LocalDuckDb) -> None:
    local.execute("CREATE TABLE t AS SELECT unnest($n::INT[]) AS N", {"n": [1, 2]})

    assert local.execute("SELECT * FROM t WHERE n > ?", [1]) == Result(("n",), [(2,)])


@pytest.mark.parametrize(("whole", "expected"), [(True, 3), (False, 3.5)])
def test_division_is_that_of_the_dialect_in_which_the_author_writes(
    local: LocalDuckDb, whole: bool, expected: float
) -> None:
    assert local.fetch("SELECT 7 / 2", {}, integer_division=whole).rows == [(expected,)]
    assert local.fetch("SELECT $n % 4", {"n": 7}, integer_division=whole).rows == [(3,)]


def test_what_duckdb_refuses_is_one_sentence(local: LocalDuckDb) -> None:
    with pytest.raises(QueryError, match="Table with name nowhere does not exist") as caught:
        local.execute("SELECT * FROM nowhere")
    assert "\n" not in str(caught.value)
    with pytest.raises(QueryError, match="Could not convert string 'x'"):
        local.fetch("SELECT 'x'::INT", {}, integer_division=False)


def test_a_name_that_no_source_has_finds_no_variable_of_python(local: LocalDuckDb) -> None:
    forms = duckdb.sql("SELECT 1 AS n")
    assert forms.fetchall() == [(1,)]
    with pytest.raises(QueryError, match="forms does not exist"):
        local.fetch("SELECT n FROM forms", {}, integer_division=False)


def test_a_query_has_a_time_limit_and_the_next_one_works(tmp_path: Path) -> None:
    with closing(open_local(0.2, (), tmp_path)) as local:
        with pytest.raises(TimeLimitError, match=r"took longer than 0\.2 s; .*_QUERY_TIMEOUT"):
            local.fetch(ENDLESS, {}, integer_division=False)
        assert local.fetch("SELECT 1", {}, integer_division=False).rows == [(1,)]


def test_files_are_loaded_with_guessed_or_given_types(local: LocalDuckDb, tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    Path(paths[0]).write_text("code,day\n70,2026-11-09\n")
    Path(paths[1]).write_text("day,code\n2026-11-10,8\n")
    local.load_files("guessed", paths, {})
    local.load_files("given", paths, {"code": "varchar"})

    assert local.execute("SELECT max(code), min(day) FROM guessed").rows == [
        (70, date(2026, 11, 9))
    ]
    assert local.execute("SELECT code FROM given ORDER BY 1").rows == [("70",), ("8",)]


def test_a_parquet_file_keeps_its_types_but_for_given_ones(
    local: LocalDuckDb, tmp_path: Path
) -> None:
    path = str(tmp_path / "a.parquet")
    duckdb.sql("SELECT 7 AS code, DATE '2026-11-09' AS day").write_parquet(path)
    local.load_files("deals", [path], {"code": "varchar"})

    assert local.execute("FROM deals").rows == [("7", date(2026, 11, 9))]


def test_a_file_that_is_not_as_declared_is_refused(local: LocalDuckDb, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("code\nx\n")

    with pytest.raises(QueryError, match="CSV Error on Line: 2"):
        local.load_files("codes", [str(path)], {"code": "integer"})
    with pytest.raises(QueryError):
        local.load_files("gone", [str(tmp_path / "gone.csv")], {})


def test_a_relation_is_measured_and_one_that_is_missing_is_refused(local: LocalDuckDb) -> None:
    local.execute("CREATE TABLE t AS SELECT 1 AS n")

    assert local.measure("t", "").rows == 1
    with pytest.raises(QueryError, match="does not exist"):
        local.measure("nowhere", "")


def test_a_message_is_its_first_line_without_advice_on_settings() -> None:
    assert first_line(ValueError("\n  Conversion Error: bad. Use TRY(x)\nLINE 1")) == (
        "Conversion Error: bad"
    )
    assert first_line(ValueError()) == "ValueError"


def test_no_name_in_a_query_loads_an_extension(local: LocalDuckDb) -> None:
    settings = local.execute(
        "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions'"
        " OR name = 'allow_community_extensions'"
    )

    assert sorted(settings.rows) == [
        ("allow_community_extensions", "false"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
    ]
