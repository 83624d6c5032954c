"""Checks of files, which are measured where they were loaded."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from core.kpi import File, unique
from core.quality import find_proven
from core.run.context import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from tests.core.run.gates import fill_orders, write_shop
from tests.project import NOW, kpi_text, settings_of, write_project
from tests.runs import rows_of, run, say_nothing
from tests.warehouses import HOLDER, execute, open_for, stored

SHARED = '''"""Sources that all KPIs share."""

from core.kpi import File, columns, missing

SOURCES = [
    File(
        "deals.csv",
        loaded_at="closed_at",
        fresh="2 days",
        checks=[missing("owner", 0.1), columns({"owner": "text"})],
    )
]
'''


def test_a_file_is_judged_as_it_was_loaded(tmp_path: Path, warehouse_url: str) -> None:
    deals = "closed_at,owner,amount\n2026-11-15 10:00,ann,5\n2026-11-15 11:00,,6\n"
    query = "SELECT sum({}) AS value FROM deals"
    kpis = {
        "success/kpi_01.py": kpi_text(query.format("amount"), sources=[File("deals.csv")]),
        "success/kpi_02.py": kpi_text(
            "SELECT count(owner) AS value FROM deals", name="Owners", sources=[File("deals.csv")]
        ),
    }
    files = {"scorecards/sources.py": SHARED, "deals.csv": deals}
    root = write_project(tmp_path, kpis, files=files)

    run(root, warehouse_url, "2026-W46")

    assert {row.kpi_number: row.state.value for row in rows_of(root, warehouse_url)} == {
        1: "value",
        2: "withheld",
    }
    assert stored(warehouse_url, "check_name, outcome", "scorecard_source_check") == [
        ("columns('owner')", "passed"),
        ("fresh('2 days')", "passed"),
        ("missing('owner', 0.1)", "blocked"),
    ]


def test_a_copy_of_a_table_gives_the_same_counts(tmp_path: Path, postgres_url: str) -> None:
    terms = (
        'loaded_at="ordered_on", fresh="30 days",'
        ' checks=[missing("client_id", 0.05, last="30 days"), between("amount", 0, 1),'
        ' unique("order_id"), unique("order_id", "client_id")]'
    )
    root = write_shop(tmp_path, terms)
    fill_orders(postgres_url, "UPDATE stg.orders SET client_id = NULL WHERE order_id <= 3")
    execute(postgres_url, "INSERT INTO stg.orders SELECT * FROM stg.orders WHERE order_id < 3")
    found = []
    for compute in ("warehouse", "local"):
        settings = settings_of(root, NOW, SCORECARD_WAREHOUSE=postgres_url)
        options = Options(HOLDER, publish=False, compute=compute)  # type: ignore[arg-type]
        run_pipeline(settings, RunRequest(["success"], period="2026-W46"), options, say_nothing)
        columns = "check_name, outcome, measured, row_count, newest"
        found.append(stored(postgres_url, columns, "scorecard_source_check"))
        execute(postgres_url, "DELETE FROM vl_analytics.scorecard_source_check")

    by_server, by_copy = found
    assert by_server == by_copy
    assert [(outcome, measured) for _, outcome, measured, *_ in by_copy] == [
        ("blocked", 1.0),
        ("passed", 150.0),
        ("blocked", pytest.approx(5 / 12)),
        ("blocked", pytest.approx(2 / 12)),
        ("blocked", pytest.approx(2 / 12)),
    ]


@pytest.mark.parametrize(
    ("index", "is_proof"),
    [
        ("ALTER TABLE stg.orders ADD PRIMARY KEY (order_id)", True),
        ("CREATE UNIQUE INDEX ON stg.orders (order_id) INCLUDE (client_id)", True),
        ("CREATE UNIQUE INDEX ON stg.orders (order_id) WHERE order_id > 5", False),
        ("CREATE UNIQUE INDEX ON stg.orders ((order_id + 1))", False),
        ("CREATE UNIQUE INDEX ON stg.orders (order_id, client_id)", False),
        ("CREATE INDEX ON stg.orders (order_id)", False),
        (
            "ALTER TABLE stg.orders ADD UNIQUE (order_id) DEFERRABLE INITIALLY DEFERRED",
            False,
        ),
    ],
)
def test_a_unique_index_proves_what_it_holds(
    tmp_path: Path, postgres_url: str, index: str, *, is_proof: bool
) -> None:
    root = write_shop(tmp_path, 'checks=[unique("order_id")]')
    fill_orders(postgres_url, index)
    asked: list[str] = []
    settings = settings_of(root, NOW, SCORECARD_WAREHOUSE=postgres_url)
    options = Options(HOLDER, publish=False, compute="warehouse")

    with closing(open_for(settings, write=False)) as warehouse, warehouse.snapshot(60) as snapshot:
        keys = snapshot.unique_keys("stg.orders")
        asked += [str(each) for each in find_proven([unique("order_id")], keys)]
    run_pipeline(settings, RunRequest(["success"], period="2026-W46"), options, say_nothing)

    assert asked == (["unique('order_id')"] if is_proof else [])
    columns = "check_name, outcome, measured, row_count"
    assert stored(postgres_url, columns, "scorecard_source_check") == [
        ("unique('order_id')", "passed", 0.0, 10)
    ]
