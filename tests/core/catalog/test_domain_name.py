"""Names of domains."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.catalog.check import check
from core.catalog.domain_name import LONGEST_NAME, RESERVED, domain_fault
from core.catalog.loading import load_catalogue
from core.catalog.templates import runner_text
from core.errors import UsageError
from core.resources import sql_folder
from core.store import schema
from tests.project import kpi_text, write_project
from tests.runs import rows_of, run


@pytest.mark.parametrize("name", ["a", "success", "client_care", "q4_2026", "runs", "x" * 53])
def test_a_name_that_a_table_can_have_has_no_fault(name: str) -> None:
    assert domain_fault(name) == ""


@pytest.mark.parametrize(
    "name", ["", "Sales", "4you", "_x", "client care", "sales-eu", "größe", "sales\n", 'a"b', "a'b"]
)
def test_a_name_that_needs_quotes_is_not_valid(name: str) -> None:
    assert domain_fault(name) == (
        f"domain {name!r} is not a valid name; use lower-case letters, digits and underscores"
    )


def test_the_name_of_a_table_of_the_store_is_reserved() -> None:
    assert domain_fault("run") == (
        "domain 'run' is reserved: the store uses the name scorecard_run itself; choose another"
        " name"
    )
    assert all("is reserved" in domain_fault(name) for name in (*RESERVED, "run_pkey"))


def test_all_tables_of_the_schema_are_reserved() -> None:
    texts = [file.read_text(encoding="utf-8") for file in sql_folder("schema").iterdir()]
    texts.append(Path(schema.__file__).read_text(encoding="utf-8"))
    created = re.findall(r"CREATE TABLE.*?\.scorecard_([a-z_]+) \(", "\n".join(texts))

    assert len(texts) > 2
    assert set(created) == RESERVED


def test_a_name_that_postgresql_would_cut_is_too_long() -> None:
    assert LONGEST_NAME == 53
    assert domain_fault("x" * 54) == (
        f"domain '{'x' * 54}' has 54 characters; use at most 53, so that its table can have its"
        " name"
    )


@pytest.mark.parametrize(
    ("name", "fault"), [("source", "is reserved"), ("x" * 54, "has 54 characters")]
)
def test_check_and_new_projects_refuse_the_same_names(
    tmp_path: Path, name: str, fault: str
) -> None:
    root = write_project(tmp_path, {f"{name}/kpi_01.py": kpi_text()})
    (finding,) = check(load_catalogue(root)).findings

    assert str(finding).startswith(f"runners/{name}.py:1: domain '{name}' {fault}")
    with pytest.raises(UsageError, match=fault):
        runner_text(name, "", "weekly", "Europe/Berlin")


def test_the_longest_name_has_a_table_of_its_own(tmp_path: Path, warehouse_url: str) -> None:
    names = ["x" * 52 + last for last in "ab"]
    values = {name: kpi_text(f"SELECT {n} AS value") for n, name in enumerate(names)}
    root = write_project(tmp_path, {f"{name}/kpi_01.py": text for name, text in values.items()})

    assert run(root, warehouse_url, "2026-W46", domains=names).ok
    for number, name in enumerate(names):
        assert [row.value for row in rows_of(root, warehouse_url, name)] == [number]
