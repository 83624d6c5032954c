"""KPIs of the catalogue as text."""

from __future__ import annotations

import json
from pathlib import Path

from core.catalog import Break, load_valid_catalogue
from core.cli.text.catalog import catalogue_text, entry_text, outdated_text, values_text
from core.kpi import Table, Values
from core.model import parse_period
from tests.project import catalogue_of, kpi_text, settings_of, write_project
from tests.rows import row

WEEK_39, WEEK_43 = parse_period("2026-W39"), parse_period("2026-W43")
QUERY = "SELECT count(*) AS value FROM stg.forms WHERE sent_on >= :first_day"
KPIS = {
    "success/kpi_06.py": kpi_text(QUERY, name="Forms", sources=[Table("stg.forms")]),
    "success/kpi_07.py": kpi_text(
        "SELECT sum(value) AS value FROM kpi_06",
        name="Share",
        unit="percent",
        target=0.5,
        better="higher",
        sources=[Values(6)],
        reviewed="2026-10-05",
        adds="last",
    ),
}
FORMS = """\
success/kpi_06  Forms

What the test counts.

owner     success@example.com
unit      count
range     week, weekly
target    none
sources   stg.forms
feeds     success/kpi_07
since     always
settles   at once
reviewed  never
file      scorecards/success/kpi_06.py
version   {version}

SQL for 2026-W46, run by the warehouse, in PostgreSQL's dialect:

SELECT count(*) AS value FROM stg.forms WHERE sent_on >= :first_day

  :first_day = 2026-11-09
"""


def test_the_list_has_a_line_for_each_kpi(tmp_path: Path) -> None:
    entries = catalogue_of(tmp_path, KPIS).entries

    assert catalogue_text(entries, "table").splitlines() == [
        "domain   no  KPI    cadence  range  unit      target  owner",
        "-------  --  -----  -------  -----  -------  -------  -------------------",
        "success  06  Forms  weekly   week   count             success@example.com",
        "success  07  Share  weekly   week   percent  ≥ 50.0%  success@example.com",
    ]


def test_the_list_as_json_has_every_attribute(tmp_path: Path) -> None:
    entries = catalogue_of(tmp_path, KPIS).entries
    forms, share = json.loads(catalogue_text(entries, "json"))

    assert forms == {
        "domain": "success",
        "kpi_number": 6,
        "name": "Forms",
        "field_name": "forms",
        "definition": "What the test counts.",
        "owner": "success@example.com",
        "unit": "count",
        "better": "neutral",
        "cadence": "weekly",
        "range": "week",
        "target": None,
        "targets": None,
        "thresholds": {"exceeds": 100, "on_track": 80, "needs_attention": 60},
        "sources": ["stg.forms"],
        "settles": None,
        "adds": None,
        "reviewed": None,
        "version": entries[0].version,
        "file": "scorecards/success/kpi_06.py",
    }
    assert (share["target"], share["sources"], share["reviewed"]) == (0.5, ["kpi_06"], "2026-10-05")
    assert share["adds"] == "last"


def test_one_kpi_has_its_facts_its_readers_and_its_sql_with_parameters(tmp_path: Path) -> None:
    settings = settings_of(write_project(tmp_path, KPIS))
    catalogue, checked = load_valid_catalogue(settings, ["success"])
    entry = catalogue.entry("success", 6)
    text = entry_text(catalogue, catalogue, checked, entry, parse_period("2026-W46"), settings)

    assert text == FORMS.format(version=entry.version)


def test_a_kpi_with_drivers_says_what_it_is_made_of(tmp_path: Path) -> None:
    tree = {"kind": "north star", "tree": "2 * forms", "drivers": [Values(6, name="forms")]}
    kpis = {**KPIS, "success/kpi_08.py": kpi_text(name="Twice", **tree)}
    settings = settings_of(write_project(tmp_path, kpis))
    catalogue, checked = load_valid_catalogue(settings, ["success"])
    entry = catalogue.entry("success", 8)

    text = entry_text(catalogue, catalogue, checked, entry, parse_period("2026-W46"), settings)

    assert "\nkind      north star\ntree      2 * forms\n" in text


def test_the_last_values_are_a_sparkline_for_each_series(tmp_path: Path) -> None:
    entry = catalogue_of(tmp_path, KPIS).entry("success", 6)
    north = [row(number, "north", f"2026-W{40 + number}") for number in (3, 1, 2)]
    south = [row(None, "south", "2026-W43")]
    other = [row(9, period="2026-W43", field_name="another")]

    assert values_text(entry, [*north, *south, *other], WEEK_43).splitlines() == [
        "last values, up to 13 periods:",
        "  north: ▁▅█  3 in 2026-W43",
        "  south:   no data in 2026-W43 (the query returned NULL)",
    ]


def test_a_part_that_is_no_longer_returned_does_not_pass_for_current(tmp_path: Path) -> None:
    entry = catalogue_of(tmp_path, KPIS).entry("success", 6)
    rows = [row(1, "north", "2026-W42"), row(2, "south", "2026-W42"), row(3, "south", "2026-W43")]

    assert values_text(entry, rows, WEEK_43).splitlines()[1:] == [
        "  north: ▄   – in 2026-W43 (the query no longer returns this field)",
        "  south: ▁█  3 in 2026-W43",
    ]


def test_periods_that_no_run_computed_are_listed_up_to_the_one_printed_last(
    tmp_path: Path,
) -> None:
    entry = catalogue_of(tmp_path, KPIS).entry("success", 6)
    rows = [row(1, period="2026-W40"), row(2, period="2026-W42", partial=True)]

    assert values_text(entry, rows, WEEK_43).splitlines()[1:] == [
        "  ▁█  2… in 2026-W42 (partial)",
        "  not run: 2026-W41, 2026-W43; compute what is missing with scorecard catch-up success",
    ]


def test_of_many_values_the_last_thirteen_are_shown(tmp_path: Path) -> None:
    entry = catalogue_of(tmp_path, KPIS).entry("success", 6)
    rows = [row(1, period=f"2026-W{week}") for week in range(20, 40)]

    assert values_text(entry, rows, WEEK_39).splitlines()[1] == f"  {'▄' * 13}  1 in 2026-W39"


def test_breaks_follow_the_values(tmp_path: Path) -> None:
    entry = catalogue_of(tmp_path, KPIS).entry("success", 6)
    newest = row(1, period="2026-W39")

    text = values_text(entry, [newest], newest.period, [Break(newest.period, ("query",))] * 2)
    assert text.splitlines()[2:] == ["  new definition since 2026-W39: query"]


def test_without_values_the_command_that_computes_them_is_named(tmp_path: Path) -> None:
    entry = catalogue_of(tmp_path, KPIS).entry("success", 6)

    assert values_text(entry, [], WEEK_43) == (
        "last values: none stored; compute them with scorecard run success --kpi 6"
    )


def test_values_of_an_older_definition_are_named_with_the_command_that_restates_them() -> None:
    assert outdated_text("success", 6, 10, "2026-W37..2026-W46") == (
        "success/kpi_06: an older definition computed 10 stored values of 2026-W37..2026-W46;"
        " restate them with scorecard run success --kpi 6 --period 2026-W37..2026-W46"
    )
