"""KPIs read one database, and their values are stored in another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from core.kpi import File, Table, Values
from tests.conftest import NewDatabase
from tests.processes import another_process_holding, ended, start
from tests.project import NOW, kpi_text, settings_of, write_project
from tests.runs import run
from tests.warehouses import execute, stored

ENGINES = ("duckdb", "postgresql")
FORMS = Table("stg.forms")
COUNT = "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
BY_KIND = (
    "SELECT kind AS field, count(*) AS value FROM stg.forms"
    " WHERE sent_on BETWEEN :first_day AND :last_day GROUP BY kind"
)
# The table, a file and stored history in one query.
SHARE = (
    "SELECT (SELECT count(*) FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day)"
    " + 10 * (SELECT count(*) FROM letters) + 100 * (SELECT sum(value) FROM kpi_06) AS value"
)
KPIS = {
    "success/kpi_05.py": kpi_text(
        SHARE,
        name="Everything",
        sources=[FORMS, File("exports/letters.csv"), Values(6, last=2)],
    ),
    "success/kpi_06.py": kpi_text(COUNT, name="Forms", sources=[FORMS]),
    "success/kpi_07.py": kpi_text(BY_KIND, name="Forms by kind", sources=[FORMS]),
}
# Of each week of 2026 up to W46: as many forms as its number, half of them by mail.
FILL = (
    "CREATE SCHEMA stg",
    "CREATE TABLE stg.forms (sent_on date, kind text)",
    "INSERT INTO stg.forms SELECT DATE '2025-12-29' + CAST(7 * (week - 1) AS int),"
    " CASE WHEN n % 2 = 0 THEN 'mail' ELSE 'web' END"
    " FROM generate_series(1, 46) AS weeks(week), generate_series(1, 46) AS numbers(n)"
    " WHERE n <= week",
)
NewUrl = Callable[[str, str], str]


@pytest.fixture
def new_url(tmp_path: Path, new_database: NewDatabase) -> Iterator[NewUrl]:
    """Return a maker of URLs of empty databases, by engine and name."""
    with ExitStack() as stack:

        def make(engine: str, name: str) -> str:
            if engine == "postgresql":
                return stack.enter_context(new_database())
            return f"duckdb:///{tmp_path / 'data' / name}.duckdb"

        yield make


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS, files={"exports/letters.csv": "sender\nA\nB\n"})


@pytest.fixture(params=[(one, other) for one in ENGINES for other in ENGINES], ids="-".join)
def urls(request: pytest.FixtureRequest, new_url: NewUrl) -> tuple[str, str]:
    """Return a filled warehouse and an empty store, in each combination of engines."""
    source, store = request.param
    warehouse = new_url(source, "warehouse")
    execute(warehouse, *FILL)
    return warehouse, new_url(store, "store")


def test_values_are_read_in_one_and_stored_in_the_other(root: Path, urls: tuple[str, str]) -> None:
    warehouse, store = urls
    report = run(root, warehouse, "2026-W40..2026-W46", SCORECARD_STORE=store)

    assert report.ok
    by_kind = stored(
        store, "kpi_number, field_details, period, value", "scorecard_success", "1, 2, 3"
    )
    assert by_kind[-2:] == [(7, "web", "2026-W45", 23), (7, "web", "2026-W46", 23)]
    # The forms of two weeks, two letters, and the stored values of these weeks.
    everything = stored(store, "period, value", "scorecard_success WHERE kpi_number = 5")
    assert everything[-1] == ("2026-W46", 91 + 20 + 100 * 91)
    assert everything[0] == ("2026-W40", None)  # W39 is not stored
    schemas = "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'vl_%'"
    assert execute(warehouse, schemas) == []


def test_a_second_run_changes_nothing(root: Path, urls: tuple[str, str]) -> None:
    warehouse, store = urls
    run(root, warehouse, "2026-W40..2026-W46", SCORECARD_STORE=store)
    before = stored(store, "*", "scorecard_success", "kpi_number, period, field_details")
    run(root, warehouse, "2026-W40..2026-W46", SCORECARD_STORE=store)

    after = stored(store, "*", "scorecard_success", "kpi_number, period, field_details")
    assert after == before
    assert stored(store, "count(*)", "scorecard_restatement", "1") == [(0,)]


def test_the_lock_is_the_stores(root: Path, new_url: NewUrl) -> None:
    warehouse, store = new_url("postgresql", "warehouse"), new_url("postgresql", "store")
    execute(warehouse, *FILL)
    given = {"SCORECARD_WAREHOUSE": warehouse, "SCORECARD_STORE": store, "SCORECARD_NOW": NOW}

    with another_process_holding(root, warehouse):
        assert ended(start(root, "run", "--wait", "0", **given)).code == 0
    with another_process_holding(root, store) as holder:
        found = ended(start(root, "run", "--wait", "0", **given))
    assert found.code == 4
    assert f"(pid {holder.pid})" in found.err


def test_each_command_opens_only_what_it_needs(root: Path, new_url: NewUrl) -> None:
    warehouse, store = new_url("postgresql", "warehouse"), new_url("duckdb", "store")
    execute(warehouse, *FILL)
    nowhere = "postgresql://me:s3cret@127.0.0.1:1/w"
    run(root, warehouse, "2026-W46", SCORECARD_STORE=store)

    def outcome(warehouse: str, store: str, *arguments: str) -> tuple[int, str]:
        given = {"SCORECARD_WAREHOUSE": warehouse, "SCORECARD_STORE": store, "SCORECARD_NOW": NOW}
        found = ended(start(root, *arguments, **given))
        return found.code, found.err

    for command in ("values success", "explain success 6 2026-W46", "publish success", "init"):
        code, err = outcome(nowhere, store, *command.split())
        assert code == 0, err
    for command in ("tables stg.forms", "show success 6 --plan"):
        assert outcome(warehouse, nowhere, *command.split()) == (0, "")

    code, err = outcome(nowhere, store, "tables")
    assert (code, err[:37]) == (3, "SCORECARD_WAREHOUSE: 127.0.0.1/w cann")
    code, err = outcome(warehouse, nowhere, "values", "success")
    assert (code, err[:33]) == (3, "SCORECARD_STORE: 127.0.0.1/w cann")


def test_two_spellings_of_one_duckdb_file_are_one_database(root: Path, new_url: NewUrl) -> None:
    url = new_url("duckdb", "warehouse")
    execute(url, *FILL)
    (root / "link").symlink_to(root / "data")

    report = run(root, url, "2026-W46", SCORECARD_STORE="duckdb:///link/warehouse.duckdb")

    assert report.ok
    assert stored(url, "count(*)", "scorecard_success", "1") == [(4,)]


def test_an_empty_setting_is_the_warehouse(tmp_path: Path) -> None:
    settings = settings_of(write_project(tmp_path), SCORECARD_STORE="")
    assert settings.store == settings.warehouse
