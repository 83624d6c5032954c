"""Personal columns of every kind of source, which no query may return."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog.check import check
from core.catalog.known_tables import save_known_tables
from core.catalog.loading import load_catalogue
from core.catalog.views import ViewReader
from core.catalog.warning_rules import find_warnings
from tests.forms import edit
from tests.project import kpi_text, write_project

SHARED = '''"""Sources that all KPIs share."""

from core.kpi import File, Tab, Table

SOURCES = [
    Table("stg.people", personal=["email"]),
    File("people.csv", personal=["email"]),
    Tab("PEOPLE_SHEET", "People", columns=["Email", "City"], personal=["email"]),
]
'''
SOURCES = {
    "stg.people": "Table('stg.people')",
    "people": "File('people.csv')",
    "rep.v": "Table('rep.v')",
    "People": "Tab('PEOPLE_SHEET', 'People', columns=['Email', 'City'])",
}


def findings(root: Path, source: str, query: str) -> list[str]:
    text = kpi_text(query).replace("import Kpi", "import File, Kpi, Tab, Table")
    text = text.replace("    query=", f"    sources=[{SOURCES[source]}],\n    query=")
    files = {"scorecards/sources.py": SHARED}
    write_project(root, {"success/kpi_01.py": text}, files=files)
    return [each.message for each in check(load_catalogue(root)).findings]


def warnings(root: Path) -> list[str]:
    catalogue = load_catalogue(root)
    return [each.message for each in find_warnings(catalogue, check(catalogue).facts)]


@pytest.mark.parametrize("source", ["stg.people", "people", "People"])
def test_contents_are_refused_and_numbers_are_not(tmp_path: Path, source: str) -> None:
    relation = source.lower()
    query = f"SELECT email AS field, count(*) AS value FROM {relation} GROUP BY email"
    assert findings(tmp_path, source, query) == [
        f"the query returns email in field, and {relation}.email is personal; count it or filter"
        " by it, and return something else"
    ]
    query = f"SELECT city AS field, count(email) AS value FROM {relation} GROUP BY city"
    assert findings(tmp_path, source, query) == []


def test_every_column_is_refused_too(tmp_path: Path) -> None:
    query = "SELECT field, value FROM (SELECT * FROM stg.people) AS x(field, value)"
    assert findings(tmp_path, "stg.people", query) == [
        "the query may return stg.people.email, which is personal; count it or filter by it, and"
        " return something else"
    ]
    query = "SELECT max(p::text) AS field, 1 AS value FROM stg.people AS p"
    (message,) = findings(tmp_path, "stg.people", query)
    assert message.startswith("the query returns every column of stg.people in field")


def test_a_view_does_not_let_contents_through(tmp_path: Path) -> None:
    columns = {"stg.people": ("email", "city"), "rep.v": ("contact", "city")}
    view = "SELECT people.email AS contact, people.city FROM stg.people"
    known = ViewReader(columns, {"rep.v": view}, "postgres").read(columns)
    save_known_tables(tmp_path, known)
    query = "SELECT contact AS field, count(*) AS value FROM rep.v GROUP BY contact"

    assert findings(tmp_path, "rep.v", query) == [
        "the query returns contact in field, and rep.v.contact is personal: the view shows"
        " stg.people.email; count it or filter by it, and return something else"
    ]
    query = "SELECT city AS field, count(contact) AS value FROM rep.v GROUP BY city"
    assert findings(tmp_path, "rep.v", query) == []


def test_a_view_that_cannot_be_followed_is_a_warning_until_it_says_what_is_personal(
    tmp_path: Path,
) -> None:
    columns = {"rep.v": ("city",), "rep.below": ("city",)}
    views = {"rep.v": "SELECT below.city FROM rep.below", "rep.below": "SELECT FROM (("}
    save_known_tables(tmp_path, ViewReader(columns, views, "postgres").read(columns))
    query = "SELECT city AS field, count(*) AS value FROM rep.v GROUP BY city"

    assert findings(tmp_path, "rep.v", query) == []
    assert (
        "rep.v may show personal columns: rep.below could not be followed; declare personal=[…]"
        " for rep.v, or read its tables"
    ) in warnings(tmp_path)
    edit(tmp_path, "scorecards/success/kpi_01.py", "'rep.v'", "'rep.v', personal=['name']")
    assert not any("personal" in each for each in warnings(tmp_path))
