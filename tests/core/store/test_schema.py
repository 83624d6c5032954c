"""The store's schema, created and brought up to date on both engines."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core.engines.base import Warehouse
from core.errors import WarehouseError
from core.store.definitions import Definitions
from core.store.runs import Runs
from core.store.schema import Migration, known_migrations, migrate, pending_migrations
from core.store.values import Store
from tests.warehouses import execute, open_for, settings_for

TABLES = (
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'vl_analytics' ORDER"
    " BY 1"
)


def test_an_empty_warehouse_gets_the_whole_store(warehouse: Warehouse) -> None:
    applied = migrate(warehouse, ["recruitment", "success"])

    assert [(each.name, each.domain) for each in applied[:3]] == [
        ("001_store.sql", ""),
        ("002_scorecard.domain.sql", "recruitment"),
        ("002_scorecard.domain.sql", "success"),
    ]
    assert {name for (name,) in warehouse.execute(TABLES).rows} >= {
        "scorecard_definition",
        "scorecard_recruitment",
        "scorecard_restatement",
        "scorecard_run",
        "scorecard_schema",
        "scorecard_success",
    }


def test_migrations_are_numbered_without_a_gap_and_in_the_order_in_which_they_are_applied() -> None:
    names = [each.name for each in known_migrations(["success"])]

    assert [int(name[:3]) for name in names] == list(range(1, len(names) + 1))


def test_a_store_that_is_up_to_date_is_left_alone(warehouse: Warehouse) -> None:
    migrate(warehouse, ["success"])

    assert pending_migrations(warehouse, ["success"]) == []
    assert migrate(warehouse, ["success"]) == []


def test_a_new_domain_gets_its_own_table(warehouse: Warehouse) -> None:
    migrate(warehouse, ["success"])
    applied = migrate(warehouse, ["success", "finance"])

    assert {each.domain for each in applied} == {"finance"}
    assert applied[0].name == "002_scorecard.domain.sql"


def test_a_migration_that_fails_is_neither_applied_nor_recorded(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(warehouse, ["success"])
    half = Migration(
        "999_half.sql", "", "CREATE TABLE vl_analytics.half (n int); SELECT * FROM nowhere.at_all;"
    )
    known = known_migrations(["success"])
    monkeypatch.setattr("core.store.schema.known_migrations", lambda _: [*known, half])

    with pytest.raises(WarehouseError):
        migrate(warehouse, ["success"])

    assert pending_migrations(warehouse, ["success"]) == [half]
    assert ("half",) not in warehouse.execute(TABLES).rows


def test_several_runs_may_migrate_an_empty_warehouse_at_once(
    postgres_url: str, tmp_path: Path
) -> None:
    domains = ["success", "recruitment", "applications", "leadership"]
    warehouses = [open_for(settings_for(tmp_path, postgres_url)) for _ in domains]
    errors: list[Exception] = []

    def begin(warehouse: Warehouse, domain: str) -> None:
        try:
            barrier.wait()
            migrate(warehouse, [domain])
        except Exception as error:  # noqa: BLE001 -- the main thread reports it
            errors.append(error)

    barrier = threading.Barrier(len(domains))
    threads = [
        threading.Thread(target=begin, args=pair) for pair in zip(warehouses, domains, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for warehouse in warehouses:
        warehouse.close()

    assert errors == []
    assert {(f"scorecard_{domain}",) for domain in domains} <= set(execute(postgres_url, TABLES))


def test_a_store_of_an_earlier_version_keeps_its_rows_and_names_the_command_to_run(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = [each for each in known_migrations(["success"]) if each.name < "004"]
    with monkeypatch.context() as patch:
        patch.setattr("core.store.schema.known_migrations", lambda _: earlier)
        migrate(warehouse, ["success"])
    warehouse.script(
        "INSERT INTO vl_analytics.scorecard_success VALUES ('Success', 6, 'forms', '', 'week',"
        " 'weekly', '2026-W46', '2026-11-09', '2026-11-15', 2026, '2026-W46', '2026-11-15',"
        " '2026-11-16', '2026-11-16 06:00+01', false, 'value', 7, NULL, NULL, '', 'count', NULL,"
        " 'v1', 'run-1', '2026-11-16 06:00+01')"
    )
    with pytest.raises(
        WarehouseError, match=r"the store is of an earlier version: .*; run scorecard init"
    ):
        Store(warehouse).rows("success")

    assert migrate(warehouse, ["success"])[0].name == "004_marks.domain.sql"
    (row,) = Store(warehouse).rows("success")
    assert (row.value, row.by_hand, row.remark, row.provisional_until) == (7, False, "", None)


def test_a_store_of_one_definition_per_version_keeps_them_as_its_first_revisions(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = [each for each in known_migrations(["success"]) if each.name < "008"]
    with monkeypatch.context() as patch:
        patch.setattr("core.store.schema.known_migrations", lambda _: earlier)
        migrate(warehouse, ["success"])
    warehouse.script(
        "INSERT INTO vl_analytics.scorecard_definition VALUES"
        " ('success', 6, 'old', 'forms', 'week', 'weekly', 'Forms', 'All forms.', 'a@example.com',"
        " 'count', 'higher', 7, 'stg.forms', 'SELECT 1 AS value', '2026-10-01', 'run-1',"
        " '2026-11-09 06:00+01'),"
        " ('success', 6, 'first', 'forms', 'week', 'weekly', 'Forms', 'Some.', 'a@example.com',"
        " 'count', 'higher', NULL, 'stg.forms', 'SELECT 2 AS value', '', 'run-0',"
        " '2026-11-02 06:00+01');"
        "INSERT INTO vl_analytics.scorecard_run VALUES ('run-1', 'success', 'scorecard run', 'me',"
        " 'host', 'abc', '2026-11-09 06:00+01', NULL, 'ok', '', '')"
    )
    migrate(warehouse, ["success"])

    newest, first = Definitions(warehouse).read_all(["success"])
    assert (newest.version, newest.owner, newest.target, newest.timezone, newest.since) == (
        *("old", "a@example.com", 7, "", None),
    )
    assert (first.version, first.meaning, first.target) == ("first", "Some.", None)
    assert (newest.adds, first.adds) == ("", "")
    found = Definitions(warehouse).find("success", 6, "old", None)
    assert found
    assert (found.revision, found.definition) == (2, newest)
    run = Runs(warehouse).find("run-1")
    assert run
    assert (run.run.revision, run.run.is_dirty, run.run.framework) == (None, None, "")
