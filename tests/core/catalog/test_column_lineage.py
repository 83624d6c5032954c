"""The columns that a KPI reads of each of its sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.catalog.column_lineage import ColumnUse, find_source_uses
from core.catalog.known_tables import KnownTable, KnownTables
from core.catalog.views import ViewReader
from core.kpi import File, Tab, Table, Values
from tests.project import catalogue_of, kpi_text


def uses(root: Path, query: str, *sources: Any, **columns: tuple[str, ...]) -> dict[str, Any]:
    kpis = {
        "success/kpi_01.py": kpi_text(query, sources=list(sources)),
        "success/kpi_06.py": kpi_text(name="Other"),
    }
    entry = catalogue_of(root, kpis).entry("success", 1)
    known = KnownTables({f"stg.{name}": KnownTable(names) for name, names in columns.items()})
    return {use.name: use.columns or use.obstacle for use in find_source_uses(entry, known)}


def test_a_table_has_the_columns_that_the_query_names(tmp_path: Path) -> None:
    query = "SELECT sum(amount) AS value FROM stg.Deals WHERE won_at >= :start"

    assert uses(tmp_path, query, Table("stg.Deals")) == {
        "stg.Deals": (ColumnUse("amount", ("value",)), ColumnUse("won_at", ()))
    }


def test_values_of_a_kpi_and_the_headers_of_a_tab_are_known_columns(tmp_path: Path) -> None:
    query = "SELECT sum(value) / max(planned_hours) AS value FROM kpi_06, plan WHERE month = period"
    tab = Tab("SHEET", "Plan", columns=("Month", "Planned hours"))

    assert uses(tmp_path, query, Values(6, last=4), tab) == {
        "success/kpi_06": (ColumnUse("period", ()), ColumnUse("value", ("value",))),
        "SHEET › Plan": (ColumnUse("month", ()), ColumnUse("planned_hours", ("value",))),
    }


def test_the_warehouse_says_of_which_table_a_column_is(tmp_path: Path) -> None:
    query = "SELECT sum(n) AS value FROM stg.a JOIN stg.b ON a.id = b.id WHERE a.d >= :first_day"
    sources = Table("stg.a"), Table("stg.b")
    doubtful = uses(tmp_path, query, *sources)
    known = uses(tmp_path / "2", query, *sources, a=("id", "d"), b=("id", "n"))

    assert ColumnUse("n", ("value",), is_certain=False) in doubtful["stg.a"]
    assert known["stg.a"] == (ColumnUse("d", ()), ColumnUse("id", ()))
    assert ColumnUse("n", ("value",)) in known["stg.b"]


def test_a_query_that_cannot_be_followed_says_so_of_each_source(tmp_path: Path) -> None:
    found = uses(tmp_path, "SELECT FROM (", File("exports/deals.csv"))

    assert found == {"exports/deals.csv": "the query could not be followed (ParseError)"}


VIEWS = {
    "rep.people": "SELECT id, email AS contact, city FROM stg.clients WHERE NOT is_test",
    "rep.active": "SELECT p.contact, o.amount FROM rep.people p JOIN stg.orders o ON o.c = p.id",
}
TABLES = {
    "stg.clients": ("id", "email", "city", "is_test"),
    "stg.orders": ("c", "amount"),
    "rep.people": ("id", "contact", "city"),
    "rep.active": ("contact", "amount"),
}


def followed(root: Path, query: str, *tables: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the roles of columns, by the view through which they are read and by table."""
    sources = [Table(name) for name in tables]
    kpis = {"success/kpi_01.py": kpi_text(query, sources=sources)}
    entry = catalogue_of(root, kpis).entry("success", 1)
    known = ViewReader(TABLES, VIEWS, "postgres").read(TABLES)
    return {
        (use.through, use.name): {each.column: each.makes for each in use.columns}
        for use in find_source_uses(entry, known)
    }


def test_a_view_is_followed_to_the_columns_that_the_kpi_needs_of_it(tmp_path: Path) -> None:
    query = "SELECT contact AS field, sum(amount) AS value FROM rep.active GROUP BY contact"

    assert followed(tmp_path, query, "rep.active") == {
        ("", "rep.active"): {"amount": ("value",), "contact": ("field",)},
        ("rep.active", "rep.people"): {"contact": ("field",), "id": ()},
        ("rep.people", "stg.clients"): {"email": ("field",), "id": (), "is_test": ()},
        ("rep.active", "stg.orders"): {"amount": ("value",), "c": ()},
    }


def test_a_table_is_read_itself_and_through_a_view(tmp_path: Path) -> None:
    query = "SELECT count(*) AS value FROM rep.people JOIN stg.clients USING (id)"

    assert followed(tmp_path, query, "rep.people", "stg.clients") == {
        ("", "rep.people"): {"id": ()},
        ("rep.people", "stg.clients"): {"id": (), "is_test": ()},
        ("", "stg.clients"): {"id": ()},
    }


def test_a_use_says_what_is_known_of_its_being_a_view(tmp_path: Path) -> None:
    tables = ("stg.a", "rep.active", "rep.broken", "stg.orders")
    query = f"SELECT count(*) AS value FROM {', '.join(tables)}"
    kpi = kpi_text(query, sources=[Table(name) for name in tables])
    entry = catalogue_of(tmp_path, {"success/kpi_01.py": kpi}).entry("success", 1)
    columns = {**TABLES, "rep.broken": ("x",)}
    known = ViewReader(columns, {**VIEWS, "rep.broken": "SELECT FROM (("}, "postgres").read(columns)

    found = {use.name: use.view for use in find_source_uses(entry, known) if not use.through}
    assert found == {
        "stg.a": "may be a view",
        "rep.active": "a view",
        "rep.broken": "a view; the view could not be followed (ParseError)",
        "stg.orders": "",
    }
