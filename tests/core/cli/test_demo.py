"""The sample company on both engines: what the demo prints and fills, and that its KPIs agree."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from core.catalog.loading import load_catalogue
from core.model.records import Row
from tests.conftest import NewDatabase
from tests.processes import ROOT, Outcome, ended, start
from tests.project import NOW
from tests.runs import rows_of, workbook_at
from tests.warehouses import execute

DOMAINS = ("applications", "leadership", "recruitment", "shop", "success")
WEEKS = "5"


class Demo(NamedTuple):
    root: Path
    url: str
    outcome: Outcome

    def again(self, *arguments: str) -> Outcome:
        return ended(start(self.root, *arguments, SCORECARD_WAREHOUSE=self.url, SCORECARD_NOW=NOW))


@pytest.fixture(scope="module")
def demos(
    new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Demo]]:
    """Return a demo on each engine, in a project that is a copy of ours."""
    with ExitStack() as stack:
        found = {}
        for engine in ("duckdb", "postgresql"):
            root = tmp_path_factory.mktemp(f"demo_{engine}")
            for name in ("scorecards", "runners", "sql"):
                shutil.copytree(
                    ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__")
                )
            shutil.copy(ROOT / ".env.example", root)
            url = (
                "duckdb:///var/warehouse.duckdb"
                if engine == "duckdb"
                else stack.enter_context(new_database())
            )
            process = start(
                root, "demo", "--weeks", WEEKS, SCORECARD_WAREHOUSE=url, SCORECARD_NOW=NOW
            )
            found[engine] = Demo(root, url, ended(process))
        yield found


@pytest.fixture(params=["duckdb", "postgresql"])
def demo(request: pytest.FixtureRequest, demos: dict[str, Demo]) -> Demo:
    return demos[request.param]


def test_the_demo_ends_with_a_table_the_files_and_what_to_try_next(demo: Demo) -> None:
    assert demo.outcome.code == 0, demo.outcome.err
    for domain in DOMAINS:
        assert f"var/{domain}.xlsx" in demo.outcome.out
        assert (demo.root / "var" / f"{domain}.xlsx").stat().st_size > 10_000
    assert "scorecard run success --week 2026-W46" in demo.outcome.out
    assert "wrote .env from .env.example" in demo.outcome.err
    assert (demo.root / ".env").stat().st_mode & 0o777 == 0o600


def test_the_demo_fills_every_kpi_of_every_domain(demo: Demo) -> None:
    for domain in DOMAINS:
        kpis = {
            entry.number
            for entry in load_catalogue(demo.root, [domain]).entries
            if entry.domain == domain
        }
        assert {row.kpi_number for row in rows_of(demo.root, demo.url, domain)} == kpis
        assert workbook_at(demo.root / "var" / f"{domain}.xlsx").sheetnames[0] == "sc2026"


def test_no_kpi_of_the_demo_fails(demo: Demo) -> None:
    assert [
        row
        for domain in DOMAINS
        for row in rows_of(demo.root, demo.url, domain)
        if row.outcome == "failed"
    ] == []


def test_every_kpi_has_equal_values_on_both_engines(demos: dict[str, Demo]) -> None:
    duckdb, postgresql = (
        {
            (domain, row.key): row
            for domain in DOMAINS
            for row in rows_of(demo.root, demo.url, domain)
        }
        for demo in demos.values()
    )

    assert duckdb.keys() == postgresql.keys()
    assert len(duckdb) > 200
    differing = {
        key: (row.value, postgresql[key].value)
        for key, row in duckdb.items()
        if not same(row, postgresql[key])
    }
    assert differing == {}


def same(one: Row, other: Row) -> bool:
    if (one.outcome, one.reason, one.definition) != (other.outcome, other.reason, other.definition):
        return False
    pairs = (
        (one.value, other.value),
        (one.numerator, other.numerator),
        (one.denominator, other.denominator),
    )
    return all(
        a is b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9) for a, b in pairs
    )


def test_a_week_of_the_demo_runs_again_without_a_change(demo: Demo) -> None:
    before = {domain: rows_of(demo.root, demo.url, domain) for domain in DOMAINS}
    found = demo.again("run", "--week", "2026-W46")

    assert found.code == 0
    assert found.out.splitlines()[-1].startswith("nothing changed: ")
    assert found.err == "".join(f"var/{domain}.xlsx is already up to date\n" for domain in DOMAINS)
    assert {domain: rows_of(demo.root, demo.url, domain) for domain in DOMAINS} == before


def test_a_second_demo_replaces_the_first(demo: Demo) -> None:
    count = execute(full(demo), "SELECT count(*) FROM stg_hubspot.clients")
    found = demo.again("demo", "--weeks", "1")

    assert found.code == 0
    assert execute(full(demo), "SELECT count(*) FROM stg_hubspot.clients") == count


def full(demo: Demo) -> str:
    return demo.url.replace("///var", f"///{demo.root}/var")


def test_the_demo_leaves_tables_alone_that_are_not_its_own(
    demos: dict[str, Demo], warehouse_url: str
) -> None:
    execute(
        warehouse_url,
        "CREATE SCHEMA stg_hubspot",
        "CREATE TABLE stg_hubspot.clients (real_name text)",
    )
    found = demos["duckdb"]._replace(url=warehouse_url).again("demo")

    assert found.code == 2
    assert found.err.splitlines()[-1].endswith(
        "already has a schema stg_hubspot that is not the sample's; give the demo a warehouse of"
        " its own"
    )
