"""Rules for unusual values go by the base of limits that runs recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from core.alerts.bases import line_of, with_base
from core.alerts.rules import holds
from core.model import RecordedBase, above, parse_period, unusual
from tests.core.alerts.series import SUBJECT, points
from tests.lending import kpi_file, runner_file, told
from tests.project import write_project
from tests.runs import run
from tests.warehouses import execute

FIRST = parse_period("2026-W20")
STEADY = [9.0, 11] * 10
BASE = RecordedBase(
    domain="risk",
    kpi_number=1,
    field_name="par90",
    field_details="",
    range_type="week",
    cadence="weekly",
    limits_since="",
    first_period="2026-W20",
    last_period="2026-W39",
    base_values="{"
    + ", ".join(f'"{FIRST.shift(index)}": {value}' for index, value in enumerate(STEADY))
    + "}",
    definition="v1",
    run_id="run-1",
    recorded_at=datetime(2026, 10, 1, tzinfo=UTC),
)
# One value of the base was corrected since, which makes limits wide.
CORRECTED = points(*STEADY[:5], 90, *STEADY[6:15], 90, 9, *STEADY[17:], 20, first="2026-W20")


def test_a_correction_of_the_base_does_not_move_the_limits_of_a_rule() -> None:
    (rule,) = with_base([unusual()], CORRECTED, [BASE])

    assert holds(rule, CORRECTED)
    assert not holds(unusual(), CORRECTED)
    assert str(rule) == str(unusual())


def test_other_rules_have_no_base() -> None:
    rules = [above(5), unusual()]
    assert with_base(rules, CORRECTED, []) == rules
    assert with_base(rules, CORRECTED, [BASE])[0] == above(5)


def test_a_base_of_another_definition_or_beginning_does_not_count() -> None:
    others = [
        replace(BASE, definition="v0"),
        replace(BASE, limits_since="2026-W10"),
    ]
    assert with_base([unusual()], CORRECTED, others) == [unusual()]
    assert with_base([unusual()], CORRECTED[20:], [BASE]) == [unusual()]
    since = replace(unusual(), since="2026-W10")
    (rule,) = with_base([since], CORRECTED, others)
    assert rule.base == tuple(STEADY)


def test_a_base_belongs_to_the_series_of_its_subject() -> None:
    assert line_of(replace(SUBJECT, cadence="weekly")) == BASE.line


def test_a_run_judges_by_the_recorded_base(tmp_path: Path, warehouse_url: str) -> None:
    url = warehouse_url
    root = write_project(
        tmp_path, {"risk/kpi_01.py": kpi_file("unusual('info')")}, {"risk": runner_file()}
    )
    weeks = [parse_period("2026-W26").shift(index) for index in range(21)]
    rows = ", ".join(
        f"('{week.first_day}', {0.02 + 0.001 * (index % 3)})" for index, week in enumerate(weeks)
    )
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.loans (week date, par90 float)",
        f"INSERT INTO stg.loans VALUES {rows}",
        "UPDATE stg.loans SET par90 = 0.035 WHERE week = '2026-11-09'",
    )
    run(root, url, "2026-W26..2026-W45", domains=("risk",))
    execute(url, "UPDATE stg.loans SET par90 = 0.5 WHERE week IN ('2026-07-06', '2026-09-07')")
    run(root, url, "2026-W28", domains=("risk",))
    run(root, url, "2026-W37", domains=("risk",))

    report = run(root, url, "2026-W46", domains=("risk",), publish=True)

    assert told(report) == ["info: PAR90 in 2026-W46 is 3.5%, outside its usual variation"]
