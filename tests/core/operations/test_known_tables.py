"""What the warehouse says of the tables that KPIs read."""

from __future__ import annotations

from pathlib import Path

from core.catalog import read_known_tables
from core.kpi import Table
from core.operations.known_tables import learn_tables
from tests.project import catalogue_of, kpi_text
from tests.warehouses import execute, open_for, settings_for

STATEMENTS = (
    "CREATE SCHEMA stg",
    "CREATE SCHEMA rep",
    "CREATE TABLE stg.clients (id int, email text, is_test boolean)",
    "CREATE TABLE stg.orders (client_id int, amount int)",
    "CREATE TABLE stg.other (n int)",
    "CREATE VIEW rep.people AS SELECT id, email AS contact FROM stg.clients WHERE NOT is_test",
    "CREATE VIEW rep.active AS SELECT p.contact, o.amount FROM rep.people AS p"
    " JOIN stg.orders AS o ON o.client_id = p.id",
)
QUERY = "SELECT count(*) AS value FROM rep.active"


def test_views_are_followed_and_remembered(tmp_path: Path, warehouse_url: str) -> None:
    kpis = {"success/kpi_01.py": kpi_text(QUERY, sources=[Table("rep.Active")])}
    catalogue = catalogue_of(tmp_path, kpis)
    open_for(settings_for(tmp_path, warehouse_url)).close()
    execute(warehouse_url, *STATEMENTS)

    database = open_for(settings_for(tmp_path, warehouse_url), write=False)
    known = learn_tables(catalogue, database, None)
    database.close()

    assert sorted(known.tables) == ["rep.active", "rep.people", "stg.clients", "stg.orders"]
    assert known.columns["stg.clients"] == ("id", "email", "is_test")
    view = known.view("rep.people")
    assert view is not None
    found = {read.column: (read.outputs, read.decides) for read in view.reads}
    assert found == {
        "email": (("contact",), False),
        "id": (("id",), False),
        "is_test": ((), True),
    }
    assert read_known_tables(tmp_path) == known
