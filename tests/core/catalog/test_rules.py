"""Each rule about one KPI file, with a file that breaks it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.kpi import File, Tab, Table, Values
from tests.project import findings_of, kpi_text

KPI = "success/kpi_05.py"


def line_with(text: str, fragment: str) -> int:
    """Return the number of the one line that holds `fragment`."""
    (found,) = [number for number, line in enumerate(text.splitlines(), 1) if fragment in line]
    return found


def fault(
    root: Path,
    at: str,
    query: str = "SELECT 1 AS value",
    others: dict[str, str] | None = None,
    **given: Any,
) -> str:
    """Return the message of the only finding on a KPI with these attributes; it must stand where
    `at` is given.
    """
    text = kpi_text(query, **given)
    (found,) = findings_of(root, {KPI: text, **(others or {})})
    place = f"scorecards/{KPI}:{line_with(text, f'    {at}=')}: "
    assert found.startswith(place)
    return found.removeprefix(place)


@pytest.mark.parametrize(
    "owner", ["", "Ada", "ada@", "@example.com", "ada@example", "ada at example.com", "a b@c.de"]
)
def test_an_owner_is_an_address(tmp_path: Path, owner: str) -> None:
    assert (
        fault(tmp_path, "owner", owner=owner)
        == f"owner {owner!r} is not an e-mail address; give the address of the person responsible"
    )


@pytest.mark.parametrize("unit", ["", "euros", "eur", "Percent", "%", "DEM"])
def test_a_unit_is_one_of_those_there_are(tmp_path: Path, unit: str) -> None:
    assert (
        fault(tmp_path, "unit", unit=unit)
        == f"unit {unit!r} is unknown; use count, days, hours, number, percent or an ISO 4217 currency"
    )


def test_a_direction_is_one_of_three(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "better", better="more")
        == "better 'more' is unknown; use higher, lower, neutral"
    )


def test_a_target_needs_a_direction(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "target", target=0)
        == "target has no direction; add better='higher' or better='lower'"
    )


@pytest.mark.parametrize("target", ["float('nan')", "float('inf')"])
def test_a_target_is_a_number_that_can_be_reached(tmp_path: Path, target: str) -> None:
    text = kpi_text(better="lower", target=1).replace("target=1", f"target={target}")
    (found,) = findings_of(tmp_path, {KPI: text})
    assert (
        found
        == f"scorecards/{KPI}:{line_with(text, 'target=')}: target {float(target[7:10])} is not a"
        " finite number; leave it out if the KPI has none"
    )


@pytest.mark.parametrize("name", ["", "  ", "売上", "5 weeks"])
def test_a_name_gives_a_field_or_field_is_given(tmp_path: Path, name: str) -> None:
    text = kpi_text(name=name)
    found = findings_of(tmp_path, {KPI: text})
    call = f"scorecards/{KPI}:{line_with(text, 'Kpi(')}: field_name "
    assert any(
        each.startswith(call) and "set field= in lower-case letters, digits, underscores" in each
        for each in found
    )
    empty = (
        f"scorecards/{KPI}:{line_with(text, 'name=')}: name is empty; write what the scorecard"
        " shows"
    )
    assert (empty in found) == (not name.strip())


def test_a_field_is_an_identifier(tmp_path: Path) -> None:
    assert fault(tmp_path, "field", field="Churn rate").startswith(
        "field_name 'Churn rate' is not an identifier; set field="
    )


def test_an_empty_query_is_a_finding_of_its_own(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "query", query="\n    ")
        == "query is empty; write a SELECT that returns value"
    )


def test_a_cadence_is_one_of_three(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "cadence", cadence="yearly")
        == "cadence 'yearly' is unknown; use daily, weekly, monthly"
    )


@pytest.mark.parametrize(
    ("cadence", "since", "example"),
    [
        ("weekly", "2025-01", "2025-W01"),
        ("weekly", "2025-01-01", "2025-W01"),
        ("monthly", "2025-W01", "2025-01"),
        ("daily", "2025-01", "2025-01-01"),
    ],
)
def test_since_is_a_period_of_the_kpis_own_cadence(
    tmp_path: Path, cadence: str, since: str, example: str
) -> None:
    assert (
        fault(tmp_path, "since", cadence=cadence, since=since)
        == f"since {since!r} is not a {cadence} period; write one such as {example}"
    )


@pytest.mark.parametrize("since", ["2025-W53", "January 2025", "2025"])
def test_since_is_a_period_that_the_calendar_has(tmp_path: Path, since: str) -> None:
    assert fault(tmp_path, "since", since=since).startswith(f"since: period {since!r}")


@pytest.mark.parametrize("reviewed", ["1.10.2026", "2026-13-01", "yesterday"])
def test_a_review_was_on_a_day(tmp_path: Path, reviewed: str) -> None:
    assert (
        fault(tmp_path, "reviewed", reviewed=reviewed)
        == f"reviewed {reviewed!r} is not a day; write one such as 2026-10-01"
    )


@pytest.mark.parametrize("text", ["4 wks", "four weeks", "ytd", "0 weeks"])
def test_a_range_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    assert (
        fault(tmp_path, "range", range=text)
        == f"range {text!r} is not one of the kind '4 weeks', '3 months' or 'year to date'; fix it"
    )


@pytest.mark.parametrize("text", ["5000 years", "99999999999 weeks"])
def test_a_range_longer_than_a_century_is_refused(tmp_path: Path, text: str) -> None:
    assert (
        fault(tmp_path, "range", range=text) == f"range {text!r} is longer than a century; fix it"
    )


HISTORY = "SELECT avg(value) AS value FROM kpi_06"
OTHER = {"success/kpi_06.py": kpi_text(name="Other")}


@pytest.mark.parametrize(
    ("stated", "last"), [("52 weeks", 4), ("4 weeks", 5), ("1 week", 2), ("3 weeks", 52)]
)
def test_a_range_and_a_history_that_contradict_are_refused(
    tmp_path: Path, stated: str, last: int
) -> None:
    assert (
        fault(tmp_path, "range", HISTORY, OTHER, range=stated, sources=[Values(6, last=last)])
        == f"range {stated!r} and Values(last={last}) contradict each other; leave out one of them"
    )


@pytest.mark.parametrize(
    ("cadence", "stated", "last"),
    [
        ("monthly", "1 year", 11),
        ("monthly", "1 quarter", 12),
        ("daily", "2 weeks", 15),
        ("monthly", "year to date", 12),
        ("weekly", "3 months", 13),
    ],
)
def test_a_range_in_other_units_contradicts_a_history_of_another_length(
    tmp_path: Path, cadence: str, stated: str, last: int
) -> None:
    other = {"success/kpi_06.py": kpi_text(name="Other", cadence=cadence)}
    message = fault(
        tmp_path,
        "range",
        HISTORY,
        other,
        cadence=cadence,
        range=stated,
        sources=[Values(6, last=last)],
    )
    assert (
        message
        == f"range {stated!r} and Values(last={last}) contradict each other; leave out one of them"
    )


@pytest.mark.parametrize(
    ("cadence", "stated", "sources"),
    [
        ("weekly", "4 weeks", [Values(6, last=4)]),
        ("weekly", "52 weeks", [Values(6)]),
        ("weekly", "year to date", [Values(6)]),
        ("monthly", "1 year", [Values(6, last=12)]),
        ("daily", "2 weeks", [Values(6, last=14)]),
    ],
)
def test_a_range_and_a_history_that_agree_are_accepted(
    tmp_path: Path, cadence: str, stated: str, sources: list[Values]
) -> None:
    text = kpi_text(HISTORY, cadence=cadence, range=stated, sources=sources)
    assert (
        findings_of(
            tmp_path, {KPI: text, "success/kpi_06.py": kpi_text(name="Other", cadence=cadence)}
        )
        == []
    )


def test_a_history_may_be_shorter_than_the_range_of_another_source(tmp_path: Path) -> None:
    query = "SELECT count(*) / (SELECT max(value) FROM kpi_06) AS value FROM a.b"
    text = kpi_text(query, range="52 weeks", sources=[Table("a.b"), Values(6, last=1)])
    assert findings_of(tmp_path, {KPI: text, **OTHER}) == []


@pytest.mark.parametrize("last", [0, -4])
def test_a_history_has_at_least_one_period(tmp_path: Path, last: int) -> None:
    assert (
        fault(tmp_path, "sources", HISTORY, OTHER, sources=[Values(6, last=last)])
        == f"Values(6, last={last}) reads no period; last counts from 1"
    )


def test_a_history_of_a_kpi_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    message = fault(tmp_path, "sources", HISTORY, sources=[Values(6, last=4)])
    assert message == (
        "Values(6) reads scorecards/success/kpi_06.py, which does not exist; fix its number or domain"
    )


def test_a_history_of_another_domain_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    message = fault(
        tmp_path, "sources", HISTORY, OTHER, sources=[Values(6, last=4, domain="board")]
    )
    assert message == (
        "Values(6) reads scorecards/board/kpi_06.py, which does not exist; fix its number or domain"
    )


def test_a_history_of_a_kpi_that_is_broken_is_no_second_finding(tmp_path: Path) -> None:
    text = kpi_text(HISTORY, sources=[Values(6, last=4)])
    (found,) = findings_of(tmp_path, {KPI: text, "success/kpi_06.py": "KPI = Kpi("})
    assert found.startswith("scorecards/success/kpi_06.py:1: does not import")


def test_a_history_has_the_cadence_of_its_reader(tmp_path: Path) -> None:
    other = {"board/kpi_06.py": kpi_text(cadence="monthly")}
    message = fault(
        tmp_path, "sources", HISTORY, other, sources=[Values(6, last=4, domain="board")]
    )
    assert message == (
        "is weekly but reads board/kpi_06, which is monthly; both must have the same cadence"
    )


@pytest.mark.parametrize("name", ["deals", "a.b.c", "a-b.c", "a.b; DROP TABLE x"])
def test_a_table_is_named_with_its_schema(tmp_path: Path, name: str) -> None:
    found = findings_of(
        tmp_path, {KPI: kpi_text("SELECT count(*) AS value FROM deals", sources=[Table(name)])}
    )
    assert (
        f"scorecards/{KPI}:9: Table({name!r}) is not of the form schema.name; write it that way"
        in found
    )


def test_two_sources_are_not_read_by_one_name(tmp_path: Path) -> None:
    sources = [File("a/deals.csv"), File("b/deals.csv")]
    message = fault(tmp_path, "sources", "SELECT count(*) AS value FROM deals", sources=sources)
    assert message == "two sources are read as deals; give one of them name="


@pytest.mark.parametrize(
    "source", [File("exports/*.csv"), File("exports/2026-deals.csv"), File("a.csv", name="a b")]
)
def test_a_source_without_a_usable_name_needs_one(tmp_path: Path, source: File) -> None:
    found = findings_of(tmp_path, {KPI: kpi_text(sources=[source])})
    assert f"scorecards/{KPI}:9: {source!r} has no usable name; give it name=" in found


@pytest.mark.parametrize("variable", ["operations", "var/operations.xlsx", "", "2026_SHEET"])
def test_a_tab_names_an_environment_variable(tmp_path: Path, variable: str) -> None:
    query, sources = "SELECT count(*) AS value FROM clients", [Tab(variable, "Clients", ["Name"])]
    assert (
        fault(tmp_path, "sources", query, sources=sources)
        == f"Tab({variable!r}, …) does not name an environment variable in capitals; write one such as"
        " SALES_SHEET"
    )


@pytest.mark.parametrize(
    "columns", [["№"], ["Sheet row"], ["2026"], {"Client name": "Client"}, {'a"b': ["A", "B"]}]
)
def test_the_columns_of_a_tab_have_names_that_a_query_can_use(tmp_path: Path, columns: Any) -> None:
    query, sources = "SELECT count(*) AS value FROM clients", [Tab("SHEET", "Clients", columns)]
    assert (
        fault(tmp_path, "sources", query, sources=sources)
        == f"column {next(iter(columns))!r} of the tab 'Clients' has no usable name; give it one:"
        " {name: header}"
    )


def test_a_tab_without_columns_cannot_be_found(tmp_path: Path) -> None:
    query, sources = "SELECT count(*) AS value FROM clients", [Tab("SHEET", "Clients", [])]
    message = fault(tmp_path, "sources", query, sources=sources)
    assert (
        message == "Tab('SHEET', 'Clients') has no columns; list the headers that the query needs"
    )


@pytest.mark.parametrize(
    ("attribute", "value", "message"),
    [
        ("owner", "None", "owner must be text, not None"),
        ("unit", '["EUR"]', "unit must be text, not ['EUR']"),
        ("target", '"high"', "target must be a number, not 'high'"),
        ("target", "True", "target must be a number, not True"),
        ("range", "4", "range must be text, not 4"),
        ("query", "None", "query must be SQL, or sql_file(), not None"),
        (
            "sources",
            "Table('a.b')",
            "sources must be a list of Table, File, Tab and Values, not Table(name='a.b')",
        ),
        ("sources", "'a.b'", "sources must be a list of Table, File, Tab and Values, not 'a.b'"),
        ("sources", "['a.b']", "each of sources must be a Table, File, Tab or Values, not 'a.b'"),
        ("sources", "[Table(5)]", "name must be text, not 5"),
        ("sources", "[Values('6')]", "kpi must be the KPI's number, not '6'"),
        ("sources", "[Values(6, last='4')]", "last must be a number of periods, not '4'"),
        (
            "sources",
            "[File('a.csv', columns=['b'])]",
            'columns must be a mapping such as {"closed_at": "timestamptz"}, not [\'b\']',
        ),
        (
            "sources",
            "[Tab('A', 'B', 'C')]",
            "columns must be a list of headers, or a mapping of names to headers, not 'C'",
        ),
        ("sources", "[Tab('A', 'B', [5])]", "each of columns must be text, not 5"),
    ],
)
def test_an_attribute_of_another_type_is_a_finding_and_no_crash(
    tmp_path: Path, attribute: str, value: str, message: str
) -> None:
    given = {
        "name": "'Forms'",
        "owner": "'a@example.com'",
        "unit": "'count'",
        "query": "'SELECT 1 AS value'",
        attribute: value,
    }
    lines = [f"    {name}={text}," for name, text in given.items()]
    text = "\n".join(
        ['"""What is counted."""', "from core.kpi import *", "KPI = Kpi(", *lines, ")", ""]
    )
    (found,) = findings_of(tmp_path, {KPI: text})
    place, _, rest = found.partition(": ")
    assert place in (
        f"scorecards/{KPI}:3",
        f"scorecards/{KPI}:{line_with(text, f'    {attribute}=')}",
    )
    assert rest == f"does not import: TypeError: {message}"


@pytest.mark.parametrize("column", ["synced at", "1st", "max(x)", "x;", "größe", '"x"'])
def test_a_column_of_load_times_is_an_identifier(tmp_path: Path, column: str) -> None:
    for query, source in (
        ("SELECT count(*) AS value FROM a.b", Table("a.b", loaded_at=column)),
        ("SELECT count(*) AS value FROM deals", File("deals.csv", loaded_at=column)),
    ):
        (found,) = findings_of(tmp_path, {KPI: kpi_text(query, sources=[source])})
        assert found.endswith(
            f"loaded_at={column!r} is not an identifier; name the column that holds the time"
        )


@pytest.mark.parametrize("column", ["_synced_at", "createdAt", "loaded_at"])
def test_a_column_of_load_times_may_be_written_as_the_warehouse_has_it(
    tmp_path: Path, column: str
) -> None:
    text = kpi_text("SELECT count(*) AS value FROM a.b", sources=[Table("a.b", loaded_at=column)])
    assert findings_of(tmp_path, {KPI: text}) == []


def test_a_column_of_load_times_is_one_of_the_tabs(tmp_path: Path) -> None:
    query = "SELECT count(*) AS value FROM calls"
    good = Tab("SHEET", "Calls", ["Client", "Called on"], loaded_at="called_on")
    assert findings_of(tmp_path, {KPI: kpi_text(query, sources=[good])}) == []
    (found,) = findings_of(
        tmp_path, {KPI: kpi_text(query, sources=[replace(good, loaded_at="Called on")])}
    )
    assert found.endswith(
        "loaded_at='Called on' is not one of the tab's columns client, called_on; add it"
    )


def test_a_column_of_load_times_is_text(tmp_path: Path) -> None:
    text = kpi_text("SELECT count(*) AS value FROM a.b").replace(
        "    query", "    sources=[Table('a.b', loaded_at=5)],\n    query"
    )
    (found,) = findings_of(tmp_path, {KPI: text.replace("import Kpi", "import Kpi, Table")})
    assert found.endswith("does not import: TypeError: loaded_at must be text, not 5")
