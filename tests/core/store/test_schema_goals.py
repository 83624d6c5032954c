"""Rows of earlier releases learn by which direction their target is judged."""

from __future__ import annotations

import pytest

from core.engines.base import Warehouse
from core.store import schema
from core.store.schema import known_migrations, migrate
from core.store.values import Store
from tests.core.store.test_definitions import CHURN


def test_a_row_with_a_target_gets_the_direction_of_its_newest_definition(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = known_migrations(["success"])
    before = [each for each in every if each.name < "016"]
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "known_migrations", lambda _: before)
        migrate(warehouse, ["success"])
    number = CHURN.kpi_number
    warehouse.execute(
        "INSERT INTO vl_analytics.scorecard_definition (domain, revision, kpi_number, version,"
        " field_name, range_type, cadence, name, meaning, owner, unit, better, target, sources,"
        " query, reviewed, timezone, title, first_run, in_force_from) VALUES ('success', 1,"
        f" {number}, 'v1', 'churn', 'week', 'weekly', 'Churn', '', '', 'percent', 'lower', 0.1,"
        " '', '', '', '', '', 'run-1', now())"
    )
    for week, target in ((45, "NULL"), (46, "0.1")):
        day = 2 if week == 45 else 9
        warehouse.execute(
            "INSERT INTO vl_analytics.scorecard_success (sc_name, kpi_number, field_name,"
            " field_details, range_type, cadence, period, period_start, period_end, year,"
            " year_week, last_sunday, print_date, cut_off, partial, outcome, value, reason, unit,"
            f" target, definition, run_id, computed_at) VALUES ('S', {number}, 'churn', '', 'week',"
            f" 'weekly', '2026-W{week}', DATE '2026-11-0{day}', DATE '2026-11-15', 2026, 'x',"
            " DATE '2026-11-15', DATE '2026-11-16', now(), false, 'value', 0.2, '', 'percent',"
            f" {target}, 'v1', 'run-1', now())"
        )

    migrate(warehouse, ["success"])

    found = Store(warehouse).rows("success")
    assert [(each.target, each.better) for each in found] == [(None, ""), (0.1, "lower")]
