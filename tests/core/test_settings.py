"""The environment and `.env` as settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import SettingsError
from core.settings import DEFAULT_WAREHOUSE, Settings, current_time, find_root, load_settings
from tests.project import settings_of, write_project


def settings(root: Path, dotenv: str = "", **environ: str) -> Settings:
    return load_settings(environ, start=write_project(root, files={".env": dotenv}))


def test_an_empty_environment_has_its_defaults(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    found = load_settings({}, start=write_project(tmp_path))
    assert (found.root, found.warehouse, found.query_timeout) == (tmp_path, DEFAULT_WAREHOUSE, 300)
    assert before <= found.now <= datetime.now(UTC)
    assert found.environment == {}


def test_the_root_is_found_from_any_folder_below_it(tmp_path: Path) -> None:
    deep = write_project(tmp_path) / "scorecards" / "success"
    deep.mkdir()
    assert find_root(deep) == find_root(tmp_path) == tmp_path


def test_scorecard_home_wins_over_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    here, there = (
        write_project(tmp_path / "here"),
        write_project(tmp_path / "there", files={".env": "A=1"}),
    )
    found = load_settings({"SCORECARD_HOME": str(there)}, start=here)
    assert (found.root, found.environment["A"]) == (there, "1")


def test_a_folder_without_scorecards_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        SettingsError,
        match=r"has a scorecards/ folder; change to the project's root, set SCORECARD_HOME,"
        r" or run scorecard start FOLDER$",
    ):
        load_settings({}, start=tmp_path)


def test_the_clock_is_known_before_there_is_a_project() -> None:
    fixed = current_time({"SCORECARD_NOW": "2027-01-04T06:00+01:00"})
    assert fixed == datetime(2027, 1, 4, 5, tzinfo=UTC)

    before = datetime.now(UTC)
    assert before <= current_time({}) <= datetime.now(UTC)


def test_dotenv_is_read_with_its_quotes_comments_and_blanks(tmp_path: Path) -> None:
    text = """
# Secrets stay here.
SCORECARD_WAREHOUSE="postgresql://reader@db/warehouse"   # the copy
SUCCESS_SHEET='var/a b.xlsx'
export SCORECARD_QUERY_TIMEOUT=12.5
EMPTY=
"""
    found = settings(tmp_path, text)
    assert found.warehouse == "postgresql://reader@db/warehouse"
    assert found.query_timeout == 12.5
    assert found.environment["SUCCESS_SHEET"] == "var/a b.xlsx"
    assert "EMPTY" not in found.environment


def test_a_byte_order_mark_is_not_part_of_the_first_name(tmp_path: Path) -> None:
    assert settings(tmp_path, "\ufeffSUCCESS_SHEET=a.xlsx\n").environment == {
        "SUCCESS_SHEET": "a.xlsx"
    }


def test_the_environment_wins_over_dotenv(tmp_path: Path) -> None:
    dotenv = "SCORECARD_WAREHOUSE=duckdb:///old.duckdb\nSUCCESS_SHEET=old.xlsx\nOTHER=kept\n"
    found = settings(
        tmp_path, dotenv, SCORECARD_WAREHOUSE="duckdb:///new.duckdb", SUCCESS_SHEET="new.xlsx"
    )
    assert found.warehouse == "duckdb:///new.duckdb"
    assert (found.environment["SUCCESS_SHEET"], found.environment["OTHER"]) == ("new.xlsx", "kept")


def test_an_empty_variable_is_as_one_that_is_not_set(tmp_path: Path) -> None:
    found = settings(
        tmp_path, "", SCORECARD_WAREHOUSE="", SCORECARD_QUERY_TIMEOUT="", SCORECARD_NOW=""
    )
    assert (found.warehouse, found.query_timeout) == (DEFAULT_WAREHOUSE, 300)
    assert datetime.now(UTC) - found.now < timedelta(minutes=1)


def test_a_fixed_clock_is_an_instant(tmp_path: Path) -> None:
    found = settings(tmp_path, "", SCORECARD_NOW="2027-01-04T06:00+01:00")
    assert found.now == datetime(2027, 1, 4, 5, tzinfo=UTC)
    assert settings(tmp_path, "SCORECARD_NOW=2027-01-04T05:00Z").now == found.now


@pytest.mark.parametrize(
    "text", ["2027-01-04", "2027-01-04T06:00", "tomorrow", "04.01.2027 06:00+01:00"]
)
def test_a_clock_without_an_offset_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(
        SettingsError, match=r"^SCORECARD_NOW is not an instant; write it with an offset"
    ):
        settings(tmp_path, "", SCORECARD_NOW=text)


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "five", "5 min"])
def test_a_time_limit_is_a_number_of_seconds_above_0(tmp_path: Path, text: str) -> None:
    with pytest.raises(
        SettingsError, match=r"^SCORECARD_QUERY_TIMEOUT is not a number of seconds above 0"
    ):
        settings(tmp_path, "", SCORECARD_QUERY_TIMEOUT=text)


def test_a_secret_does_not_show_where_settings_are_printed(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        "TOKEN=hunter2\n",
        SCORECARD_WAREHOUSE="postgresql://me:hunter2@db/w",
        PGPASSWORD="hunter2",
    )
    assert "hunter2" in found.warehouse
    assert "hunter2" not in repr(found) + str(found) + f"{found!s}"


def test_paths_are_relative_to_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    found = settings(tmp_path)
    assert found.var == tmp_path / "var"
    assert found.path("var/x.xlsx") == tmp_path / "var" / "x.xlsx"
    assert found.path("/srv/x.xlsx") == Path("/srv/x.xlsx")
    assert found.path("~/x.xlsx") == Path("/home/ada/x.xlsx")


def test_settings_do_not_show_secrets(tmp_path: Path) -> None:
    settings: Settings = settings_of(
        write_project(tmp_path), SCORECARD_WAREHOUSE="postgresql://me:s3cret@host/w"
    )

    assert "s3cret" not in repr(settings)
    assert "s3cret" not in repr(replace(settings, query_timeout=1.0))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"A=\xff\xfe", ".env is not in UTF-8; save it as UTF-8"),
        ("A=b\n".encode("utf-16"), ".env is not in UTF-8; save it as UTF-8"),
        (b"A=a\0b", ".env contains a NUL character; remove it"),
    ],
)
def test_a_dotenv_that_is_not_text_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    root = write_project(tmp_path)
    (root / ".env").write_bytes(content)

    with pytest.raises(SettingsError) as caught:
        load_settings({}, start=root)
    assert str(caught.value) == message
    assert caught.value.exit_code == 3


def test_a_dotenv_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / ".env").mkdir()

    with pytest.raises(
        SettingsError, match=r"\.env cannot be read: Is a directory; make it a file"
    ):
        load_settings({}, start=root)


def test_the_number_of_copied_rows_is_a_whole_number(tmp_path: Path) -> None:
    assert settings(tmp_path).copied_rows == 2_000_000
    assert settings(tmp_path, SCORECARD_COPIED_ROWS="10").copied_rows == 10
    for text in ("0", "-1", "many", "1.5"):
        with pytest.raises(SettingsError, match="SCORECARD_COPIED_ROWS is not a number of rows"):
            settings(tmp_path, SCORECARD_COPIED_ROWS=text)
