"""From files to a registry."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.catalog.entries import Entry
from core.catalog.loading import domain_names, load_catalogue
from core.errors import UsageError
from core.kpi import File, Kpi, Tab, Table, Values
from tests.project import catalogue_of, kpi_text, runner_text, write_project


def entry(**attributes: object) -> Entry:
    given = {
        "name": "Forms",
        "owner": "a@example.com",
        "unit": "count",
        "query": "SELECT 1 AS value",
        **attributes,
    }
    kpi = Kpi(**given)  # type: ignore[arg-type]
    return Entry(
        "success", 5, "scorecards/success/kpi_05.py", "What is counted.", kpi, str(kpi.query), ""
    )


def test_number_and_domain_come_from_the_path_and_the_meaning_from_the_docstring(
    tmp_path: Path,
) -> None:
    catalogue = catalogue_of(
        tmp_path,
        {"success/kpi_05.py": kpi_text(definition="\n    All forms.\n\n    And more.\n    ")},
    )
    found = catalogue.entry("success", 5)
    assert (found.domain, found.number, found.id) == ("success", 5, "success/kpi_05")
    assert found.file == found.query_file == "scorecards/success/kpi_05.py"
    assert found.meaning == "All forms.\n\n    And more."
    assert catalogue.findings == ()


def test_entries_come_by_domain_and_number(tmp_path: Path) -> None:
    files = ("success/kpi_32.py", "success/kpi_05.py", "leadership/kpi_01.py", "success/kpi_106.py")
    catalogue = catalogue_of(tmp_path, {file: kpi_text() for file in files})
    assert [each.id for each in catalogue.entries] == [
        "leadership/kpi_01",
        "success/kpi_05",
        "success/kpi_32",
        "success/kpi_106",
    ]
    assert [each.number for each in catalogue.entries_of("success")] == [5, 32, 106]
    assert list(catalogue.runners) == ["leadership", "success"]


def test_a_kpi_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path, {"success/kpi_05.py": kpi_text(), "success/kpi_32.py": kpi_text()}
    )
    with pytest.raises(
        UsageError,
        match=r"^scorecards/success/kpi_07.py does not exist; the domain has KPIs 5, 32$",
    ):
        catalogue.entry("success", 7)


def test_a_domain_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path) -> None:
    root = write_project(
        tmp_path, {"success/kpi_05.py": kpi_text(), "leadership/kpi_01.py": kpi_text()}
    )
    with pytest.raises(
        UsageError, match=r"^domain 'sucess' does not exist; choose from leadership, success$"
    ):
        load_catalogue(root, ["sucess"])


def test_a_domain_is_loaded_with_those_that_it_reads_and_no_other(tmp_path: Path) -> None:
    def reads(domain: str) -> str:
        return kpi_text(
            "SELECT max(value) AS value FROM kpi_01", sources=[Values(1, domain=domain)]
        )

    root = write_project(
        tmp_path,
        {
            "board/kpi_01.py": reads("leadership"),
            "leadership/kpi_01.py": reads("success"),
            "success/kpi_01.py": kpi_text(),
            "recruitment/kpi_01.py": "this is no Python",
        },
    )
    catalogue = load_catalogue(root, ["board"])
    assert [each.domain for each in catalogue.entries] == ["board", "leadership", "success"]
    assert catalogue.findings == ()
    assert list(load_catalogue(root, ["success"]).runners) == ["success"]


def test_domains_are_folders_with_files_and_runners(tmp_path: Path) -> None:
    root = write_project(
        tmp_path, {"success/kpi_01.py": kpi_text()}, {"board": runner_text("board")}
    )
    for folder in ("empty", "__pycache__", ".cache"):
        (root / "scorecards" / folder).mkdir()
    (root / "runners" / "__init__.py").touch()
    (root / "scorecards" / "notes.txt").touch()
    assert domain_names(root) == ("board", "success")


def test_a_package_file_is_no_kpi(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, {"success/__init__.py": "", "success/kpi_01.py": kpi_text()})
    assert [each.id for each in catalogue.entries] == ["success/kpi_01"]
    assert catalogue.findings == ()


def test_a_query_may_be_kept_below_sql(tmp_path: Path) -> None:
    own = (
        kpi_text()
        .replace('"""SELECT 1 AS value"""', "sql_file()")
        .replace("import Kpi", "import Kpi, sql_file")
    )
    shared = own.replace("sql_file()", 'sql_file("shared/one.sql")')
    catalogue = catalogue_of(
        tmp_path,
        {"success/kpi_05.py": own, "success/kpi_06.py": shared},
        files={
            "sql/success/kpi_05.sql": "\ufeffSELECT 5 AS value\n",
            "sql/shared/one.sql": "SELECT 6 AS value",
        },
    )
    assert catalogue.findings == ()
    assert [(each.query.strip(), each.query_file) for each in catalogue.entries] == [
        ("SELECT 5 AS value", "sql/success/kpi_05.sql"),
        ("SELECT 6 AS value", "sql/shared/one.sql"),
    ]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, "week"),
        ({"cadence": "daily"}, "day"),
        ({"cadence": "monthly"}, "month"),
        ({"range": "52 weeks"}, "52 weeks"),
        ({"range": "year to date"}, "year to date"),
        ({"sources": [Values(6, last=4), Values(7), Values(8, last=13)]}, "13 weeks"),
        ({"sources": [Values(6)]}, "week"),
        ({"sources": [Values(6, last=12)], "cadence": "monthly"}, "12 months"),
        ({"sources": [Values(6, last=4), Table("a.b")], "range": "52 weeks"}, "52 weeks"),
    ],
)
def test_a_range_is_as_stated_or_as_long_as_the_longest_history(
    attributes: dict[str, object], expected: str
) -> None:
    assert str(entry(**attributes).range) == expected


def test_a_query_over_tables_alone_runs_in_the_warehouse() -> None:
    assert entry().in_warehouse
    assert entry(sources=[Table("a.b"), Table("a.c")]).in_warehouse
    for source in (File("x.csv"), Tab("X", "Y", ["Z"]), Values(6)):
        assert not entry(sources=[Table("a.b"), source]).in_warehouse


def test_a_since_is_a_period_and_a_target_a_float() -> None:
    assert str(entry(since="2025-W01").since) == "2025-W01"
    assert entry().since is None
    assert (entry(target=3).target, entry().target) == (3.0, None)


BASE: dict[str, object] = {
    "query": "SELECT count(*) AS value FROM a.b",
    "sources": [Table("a.b"), Table("a.c")],
}


@pytest.mark.parametrize(
    "change",
    [
        {"query": "SELECT count(DISTINCT id) AS value FROM a.b"},
        {"sources": [Table("a.b")]},
        {"range": "4 weeks"},
        {"cadence": "daily"},
        {"unit": "number"},
        {"field": "other"},
        {"name": "Other"},
        {"since": "2025-W01"},
    ],
)
def test_whatever_can_change_the_value_makes_another_version(change: dict[str, object]) -> None:
    assert entry(**{**BASE, **change}).version != entry(**BASE).version


@pytest.mark.parametrize(
    "change",
    [
        {"query": "-- All.\nSELECT count(*)   AS value\n  FROM a.b"},
        {"sources": [Table("a.c"), Table("a.b")]},
        {"range": "1 week"},
        {"target": 12},
        {"owner": "b@example.com"},
        {"better": "lower"},
        {"reviewed": "2026-10-01"},
        {"name": "FORMS", "field": "forms"},
    ],
)
def test_what_cannot_change_the_value_keeps_the_version(change: dict[str, object]) -> None:
    assert entry(**{**BASE, **change}).version == entry(**BASE).version


def test_the_file_and_its_docstring_are_no_part_of_the_version() -> None:
    one = entry(**BASE)
    assert replace(one, file="elsewhere.py", meaning="Said otherwise.").version == one.version


@pytest.mark.parametrize(
    ("source", "version"),
    [
        ([Table("a.b"), Table("a.c")], "03c52b0ee173"),
        ([File("exports/deals.csv", columns={"closed_at": "timestamptz"})], "d02c15b4dc77"),
        ([File("exports/deals.csv", name="x")], "13416603136c"),
        ([Tab("OPERATIONS_SHEET", "Calls", columns=("Client", "Called on"))], "3f3e309969d7"),
        ([Values(6, last=4)], "8b36e72b3125"),
    ],
)
def test_versions_are_those_that_stored_values_have_whatever_column_holds_the_time(
    source: list[Table | File | Tab | Values], version: str
) -> None:
    named = [
        each if isinstance(each, Values) else replace(each, loaded_at="called_on")
        for each in source
    ]

    assert entry(**{**BASE, "sources": source}).version == version
    assert entry(**{**BASE, "sources": named}).version == version


def test_a_file_that_is_saved_twice_within_a_second_is_read_as_it_was_saved_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    for query in ("SELECT 1 AS value", "SELECT 2 AS value", "SELECT 3 AS value"):
        root = write_project(tmp_path, {"success/kpi_06.py": kpi_text(query)})
        assert load_catalogue(root).entry("success", 6).query == query


def test_what_was_compiled_is_kept_for_files_that_have_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    root = write_project(tmp_path, {"success/kpi_06.py": kpi_text()})
    os.utime(root / "scorecards/success/kpi_06.py", (1_700_000_000, 1_700_000_000))
    load_catalogue(root)
    assert [
        path.name.split(".")[0] for path in (root / "scorecards/success/__pycache__").iterdir()
    ] == ["kpi_06"]
