"""Servers as settings name them: no part of a password in any name, and libpq's variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.engines.location import Location
from core.engines.postgres.target import read_target
from core.errors import SettingsError
from tests.project import write_project
from tests.warehouses import open_for, settings_for


def at(url: str) -> Location:
    return Location("SCORECARD_WAREHOUSE", url)


MALFORMED = (
    "postgresql://me:TOP@SECRET@db/w",
    "postgresql://me:TOP/SECRET@db/w",
    "postgresql://me:SECRET@db/ware@SECRET",
    "postgresql://me:TOP?SECRET@db/w",
    "postgresql://me:TOP?host=SECRET@db/w",
    "postgresql://me:TOP%SECRET@db/w",
    "postgresql://me:12/SECRET@db/w",
    "postgresql://me:SECRET",
    "postgresql://me:SECRET/w",
    "postgresql://db:5432/w?SECRET",
    "postgresql://[SECRET/w",
    "postgresql://SECRET!=/w",
)


@pytest.mark.parametrize("url", MALFORMED)
def test_no_part_of_a_malformed_url_is_shown(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_target(at(url), {})
    assert str(caught.value) == (
        "SCORECARD_WAREHOUSE is not a valid postgresql:// URL; in the password write %40 for @,"
        " %2F for /, %3F for ? and %25 for %, or put it into PGPASSWORD"
    )


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://me:s3cret@db/w", "db/w"),
        ("postgresql://me:s3:c#ret@db:5432/w", "db/w"),
        ("postgresql://me:s3%40cr%2Fet@db/w", "db/w"),
        ("postgresql://me:s3cret@db.example.com:5433/warehouse", "db.example.com/warehouse"),
        ("postgresql://me@db.example.com/warehouse?password=s3cret", "db.example.com/warehouse"),
        ("postgresql://me@db.example.com/w?sslmode=require", "db.example.com/w"),
        ("postgresql://[::1]:5432/w", "::1/w"),
        ("postgresql://one:1,two:2/w", "one,two/w"),
        ("postgresql://me@/w?host=/run/postgresql", "the local socket/w"),
        ("postgresql:///w", "the local socket/w"),
    ],
)
def test_a_place_is_host_and_database(url: str, place: str) -> None:
    target = read_target(at(url), {})
    assert target.place == place
    assert "s3" not in repr(target)


def test_variables_of_libpq_complete_the_url() -> None:
    environment = {"PGHOST": "db", "PGDATABASE": "w", "PGPASSWORD": "s3cret", "PGUSER": "other"}
    target = read_target(at("postgresql://me@"), environment)

    assert target.place == "db/w"
    assert target.parameters == {
        "host": "db",
        "dbname": "w",
        "password": "s3cret",
        "user": "me",
    }


def test_what_libpq_finds_itself_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    environment = {"PGPASSWORD": "s3cret", "PGUSER": "me"}

    assert read_target(
        Location("SCORECARD_WAREHOUSE", "postgresql://db/w"), environment
    ).parameters == {
        "host": "db",
        "dbname": "w",
        "user": "me",
    }


def test_variables_in_dotenv_reach_the_server(postgres_url: str, tmp_path: Path) -> None:
    url = f"postgresql://{postgres_url.partition('@')[2]}"
    dotenv = "PGUSER=postgres\nPGAPPNAME=ours\nPGOPTIONS=-c search_path=elsewhere\n"
    settings = settings_for(write_project(tmp_path, files={".env": dotenv}), url)

    warehouse = open_for(settings)
    try:
        found = warehouse.execute("SELECT current_user, current_setting('search_path')")
        assert found.rows == [("postgres", "elsewhere")]
        with warehouse.snapshot(20):
            pass
    finally:
        warehouse.close()


def test_the_environment_wins_over_dotenv(postgres_url: str, tmp_path: Path) -> None:
    url = f"postgresql://{postgres_url.partition('@')[2]}"
    root = write_project(tmp_path, files={".env": "PGUSER=nobody\n"})

    open_for(settings_for(root, url, PGUSER="postgres")).close()
    with pytest.raises(SettingsError, match='role "nobody" does not exist'):
        open_for(settings_for(root, url))
