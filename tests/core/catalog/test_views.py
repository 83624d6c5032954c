"""Views of a warehouse, followed to its tables."""

from __future__ import annotations

from core.catalog.known_tables import KnownTables
from core.catalog.views import ViewReader

COLUMNS = {
    "stg.clients": ("id", "email"),
    "rep.people": ("contact",),
    "rep.shown": ("contact",),
    "main.plain": ("id",),
    "rep.unread": ("id",),
}
VIEWS = {
    "rep.people": "CREATE VIEW rep.people AS SELECT email AS contact FROM stg.clients;",
    "rep.shown": "CREATE VIEW rep.shown AS SELECT contact FROM people, plain;",
    "rep.unread": "CREATE VIEW rep.unread AS SELECT id FROM stg.clients;",
}


def read(*names: str) -> KnownTables:
    return ViewReader(COLUMNS, VIEWS, "duckdb").read(names)


def test_a_view_brings_all_that_it_is_made_from() -> None:
    assert sorted(read("rep.shown", "stg.gone").tables) == [
        "main.plain",
        "rep.people",
        "rep.shown",
        "stg.clients",
    ]


def test_a_table_without_its_schema_is_sought_beside_the_view_and_in_the_default_one() -> None:
    view = read("rep.shown").view("rep.shown")

    assert view is not None
    assert sorted(view.relations) == ["main.plain", "rep.people"]
    assert [(each.relation, each.column) for each in view.reads] == [("rep.people", "contact")]


def test_a_table_is_not_a_view() -> None:
    assert read("stg.clients").view("stg.clients") is None


def test_a_view_without_a_definition_says_so() -> None:
    view = ViewReader(COLUMNS, {"rep.people": ""}, "duckdb").read(["rep.people"]).view("rep.people")

    assert view is not None
    assert view.obstacle == "this engine does not say what it is made from"
