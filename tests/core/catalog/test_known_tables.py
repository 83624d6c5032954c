"""The memory of the warehouse's tables, and the personal columns that views show."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog.known_tables import KnownTables, read_known_tables, save_known_tables
from core.catalog.views import ViewReader

PERSONAL = {"stg.clients": ["Email"]}


def known(*views: tuple[str, str], **columns: tuple[str, ...]) -> KnownTables:
    """Return tables of which views are given by name and query."""
    definitions = {f"rep.{name}": f"CREATE VIEW rep.{name} AS {query};" for name, query in views}
    of_views = {f"rep.{name}": names for name, names in columns.items()}
    tables = {"stg.clients": ("id", "email"), **of_views}
    return ViewReader(tables, definitions, "duckdb").read(tables)


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    tables = known(("a", "SELECT email FROM stg.clients"), a=("email",))
    save_known_tables(tmp_path, tables)

    assert read_known_tables(tmp_path) == tables


@pytest.mark.parametrize("text", ["", "{", '{"tables": 1}', "\udcff"])
def test_a_broken_memory_counts_as_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "var/cache/tables.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode(errors="surrogateescape"))

    assert read_known_tables(tmp_path) == KnownTables()


@pytest.mark.parametrize(
    ("query", "columns", "shown"),
    [
        ("SELECT id, lower(email) AS contact FROM stg.clients", ("id", "contact"), "contact"),
        ("SELECT * FROM stg.clients", ("id", "email"), "email"),
        ("SELECT * EXCLUDE (email) FROM stg.clients", ("id",), ""),
        ("SELECT * RENAME (email AS mail) FROM stg.clients", ("id", "mail"), "mail"),
        ("SELECT id, count(email) AS n FROM stg.clients GROUP BY 1", ("id", "n"), ""),
        ("SELECT 1 AS one FROM stg.clients WHERE email > ''", ("one",), ""),
    ],
)
def test_a_view_shows_a_personal_column_or_not(
    query: str, columns: tuple[str, ...], shown: str
) -> None:
    tables = known(("a", query), a=columns)

    expected = {shown: "stg.clients.email"} if shown else {}
    assert tables.shown_personal("rep.a", PERSONAL) == expected


def test_views_of_views_are_followed() -> None:
    tables = known(
        ("a", "SELECT email AS x FROM stg.clients"),
        ("b", "SELECT x AS y FROM rep.a"),
        a=("x",),
        b=("y",),
    )

    assert tables.shown_personal("rep.b", PERSONAL) == {"y": "stg.clients.email"}


def test_every_column_of_a_view_whose_columns_are_renamed_at_once_may_be_personal() -> None:
    tables = known(("a", "SELECT p, q FROM (SELECT * FROM stg.clients) AS t(p, q)"), a=("p", "q"))

    assert set(tables.shown_personal("rep.a", PERSONAL)) == {"p", "q"}
