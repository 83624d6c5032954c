"""Files become a catalogue; each file that cannot be used becomes a finding."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from core.catalog.loading import domain_names, load_catalogue
from core.errors import UsageError
from core.kpi import Values
from tests.core.catalog.faults import findings
from tests.project import (
    catalogue_of,
    findings_of,
    kpi_text,
    runner_text,
    write_project,
)

ONE = "scorecards/success/kpi_01.py"


def test_a_file_that_does_not_import_names_the_line(tmp_path: Path) -> None:
    broken = (
        kpi_text().replace('unit="count"', "").replace("unit='count',", "unit='count'\n    better=")
    )
    (found,) = findings(tmp_path, broken)
    assert found.startswith(f"{ONE}:8: does not import: ")
    assert found.endswith("; fix the line")


@pytest.mark.parametrize(
    ("ending", "message"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("raise SystemExit('stop')", "SystemExit: stop"),
    ],
)
def test_whatever_a_file_raises_is_a_finding_on_its_line(
    tmp_path: Path, ending: str, message: str
) -> None:
    text = kpi_text()
    assert findings(tmp_path, f"{text}\n{ending}\n") == [
        f"{ONE}:{len(text.splitlines()) + 2}: does not import: {message}"
    ]


def test_a_missing_attribute_is_a_finding_on_the_call(tmp_path: Path) -> None:
    text = kpi_text().replace("    owner='success@example.com',\n", "")
    (found,) = findings(tmp_path, text)
    assert found.startswith(f"{ONE}:5: does not import: TypeError: ")
    assert "missing 1 required keyword-only argument: 'owner'" in found


def test_an_attribute_that_does_not_exist_is_a_finding_on_the_call(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, kpi_text(targt=3))
    assert found.startswith(f"{ONE}:5: does not import: TypeError: ")
    assert "unexpected keyword argument 'targt'" in found


def test_a_file_that_defines_no_kpi_says_how(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, '"""Nothing."""\n')
    assert found == f"{ONE}:1: defines no KPI; write KPI = Kpi(name=…, owner=…, unit=…, query=…)"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        ("SELECT 'ä'".encode("latin-1"), "is not in UTF-8"),
    ],
)
def test_a_query_file_that_cannot_be_used_is_one_finding(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    text = (
        kpi_text()
        .replace('"""SELECT 1 AS value"""', "sql_file()")
        .replace("import Kpi", "import Kpi, sql_file")
    )
    if content is not None:
        (tmp_path / "sql" / "success").mkdir(parents=True)
        (tmp_path / "sql" / "success" / "kpi_01.sql").write_bytes(content)
    assert findings(tmp_path, text) == [
        f"{ONE}:1: sql/success/kpi_01.sql {message}; write the query there, or into the KPI file"
    ]


@pytest.mark.parametrize("file", ["kpi_1.py", "churn.py", "kpi_x1.py", "KPI_01.py"])
def test_a_file_of_another_name_is_refused(tmp_path: Path, file: str) -> None:
    assert findings_of(tmp_path, {f"success/{file}": kpi_text()}) == [
        f"scorecards/success/{file}:1: is not named kpi_XX.py with the KPI's number in two digits"
        " or more; rename or move it"
    ]


def test_two_files_with_one_number_are_refused(tmp_path: Path) -> None:
    kpis = {"success/kpi_05.py": kpi_text(), "success/kpi_005.py": kpi_text(name="Other")}
    assert findings_of(tmp_path, kpis) == [
        "scorecards/success/kpi_05.py:1: has the same number as kpi_005.py; choose another one"
    ]


def test_a_domain_needs_a_runner(tmp_path: Path) -> None:
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners={"success": ""}) == [
        "runners/success.py:1: is missing; scorecards/success needs a runner with title, time"
        " zone, schedule and sheet"
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("x = 1\n", 1, "defines no RUNNER; write RUNNER = Runner("),
        (
            "from core.runner import Runner\n\nRUNNER = Runner(\n",
            3,
            "does not import: '(' was never closed; fix the line",
        ),
        (
            "from core.runner import Runner\n\nRUNNER = Runner()\n",
            3,
            "does not import: TypeError: ",
        ),
        (
            runner_text("success").replace("'Europe/Berlin'", "None"),
            5,
            "does not import: TypeError: timezone must be text",
        ),
        (
            (
                'from core.runner import Runner\nRUNNER = Runner(title="A", timezone="UTC",'
                ' schedule="0 6 * * MON")\n'
            ),
            2,
            "does not import: TypeError: schedule must be a mapping such as",
        ),
    ],
)
def test_a_runner_that_cannot_be_read_is_a_finding(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    found = findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners={"success": text})
    assert [each[: len(f"runners/success.py:{line}: {message}")] for each in found] == [
        f"runners/success.py:{line}: {message}"
    ]


def test_a_domain_has_a_name_that_a_table_can_have(tmp_path: Path) -> None:
    (found,) = findings_of(tmp_path, {"Client Success/kpi_01.py": kpi_text()})
    place, message = found.split(": ")
    assert place == "runners/Client Success.py:1"
    assert (
        message == "domain 'Client Success' is not a valid name; use lower-case letters, digits and"
        " underscores"
    )


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    kpis = {"success/kpi_01.py": "\ufeff" + kpi_text()}
    assert findings_of(tmp_path, kpis, runners={"success": "\ufeff" + runner_text("success")}) == []


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


def test_a_package_file_is_not_a_kpi(tmp_path: Path) -> None:
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


def test_the_domains_of_drivers_are_loaded_too(tmp_path: Path) -> None:
    drivers = [Values(1, domain="sales", name="orders")]
    kpis = {
        "success/kpi_01.py": kpi_text(tree="orders", drivers=drivers),
        "sales/kpi_01.py": kpi_text(),
    }

    found = catalogue_of(tmp_path, kpis)

    assert sorted(load_catalogue(tmp_path, ["success"]).by_key) == sorted(found.by_key)
