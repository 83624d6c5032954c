"""Findings on the attributes of a KPI file, with a file that breaks each rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog import (
    addition_rules,
    cadence_rules,
    description_rules,
    rules,
    source_rules,
    target_rules,
    tree_rules,
)
from core.catalog.rules import RULES
from core.kpi import Table, Values
from tests.core.catalog.faults import HISTORY, KPI, OTHER, fault, line_with
from tests.project import findings_of, kpi_text, runner_text


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
        == f"unit {unit!r} is unknown; use count, days, hours, number, percent or an ISO 4217"
        " currency"
    )


def test_a_direction_is_one_of_four(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "better", better="more")
        == "better 'more' is unknown; use higher, lower, within, neutral"
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


def test_the_moment_that_a_value_is_of_is_one_that_exists(tmp_path: Path) -> None:
    assert fault(tmp_path, "as_of", as_of="now") == "as_of 'now' is unknown; use period, run"


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


def test_a_cadence_is_one_of_four(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "cadence", cadence="yearly")
        == "cadence 'yearly' is unknown; use daily, weekly, monthly, quarterly"
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


def test_limits_begin_with_a_period_of_the_kpis_own_cadence(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "limits_since", limits_since="2026-03")
        == "limits_since '2026-03' is not a weekly period; write one such as 2025-W01"
    )


@pytest.mark.parametrize("since", ["2025-W53", "January 2025", "2025"])
def test_since_is_a_period_that_the_calendar_has(tmp_path: Path, since: str) -> None:
    assert fault(tmp_path, "since", since=since).startswith(f"since: period {since!r}")


@pytest.mark.parametrize("text", ["4 wks", "four weeks", "ytd", "0 weeks"])
def test_a_text_that_is_not_a_range_is_refused(tmp_path: Path, text: str) -> None:
    assert (
        fault(tmp_path, "range", range=text)
        == f"range {text!r} is not like '4 weeks', '3 months' or 'year to date'; fix it"
    )


@pytest.mark.parametrize("text", ["5000 years", "99999999999 weeks"])
def test_a_range_longer_than_a_century_is_refused(tmp_path: Path, text: str) -> None:
    assert (
        fault(tmp_path, "range", range=text) == f"range {text!r} is longer than a century; fix it"
    )


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


@pytest.mark.parametrize(
    ("attribute", "value", "message"),
    [
        ("owner", "None", "owner must be text, not None"),
        ("unit", '["EUR"]', "unit must be text, not ['EUR']"),
        (
            "target",
            '"high"',
            "target must be a number, a Band or Targets, not 'high'",
        ),
        (
            "target",
            "True",
            "target must be a number, a Band or Targets, not True",
        ),
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


def test_a_cadence_that_the_runner_does_not_schedule_is_refused(tmp_path: Path) -> None:
    runners = {"success": runner_text("success", schedule={"weekly": "0 6 * * MON"})}
    kpis = {
        "success/kpi_01.py": kpi_text(),
        "success/kpi_02.py": kpi_text(name="Other", cadence="daily"),
    }
    assert findings_of(tmp_path, kpis, runners=runners) == [
        "scorecards/success/kpi_02.py:9: is daily, but runners/success.py has no daily schedule;"
        " add one"
    ]


_MODULES = (
    addition_rules,
    cadence_rules,
    description_rules,
    rules,
    source_rules,
    target_rules,
    tree_rules,
)


def test_every_rule_is_applied() -> None:
    applied = {rule for attribute_rules in RULES.values() for rule in attribute_rules}
    written = {
        function
        for module in _MODULES
        for name, function in vars(module).items()
        if name.startswith("check_")
    }
    assert applied == written


def test_no_finding_hides_another_on_the_same_file(tmp_path: Path) -> None:
    text = kpi_text(cadence="yearly", range="long", reviewed="yesterday", owner="x")
    found = findings_of(tmp_path, {KPI: text})
    assert [each.split(": ")[1].split(" ")[0] for each in found] == [
        "owner",
        "cadence",
        "range",
        "reviewed",
    ]
