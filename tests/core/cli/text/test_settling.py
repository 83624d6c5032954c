"""How values settle, as text and as JSON."""

from __future__ import annotations

from core.cli.text.settling import projection_record, settling_record, settling_report, span_lines
from tests.catalogues import entry
from tests.ledgers import FIRST, Ledger, filled

GROWTH = (100.0, 110.0, 114.0)


def grows(period: int, age: int) -> float:
    return GROWTH[min(age, 2)]


def test_a_report_ends_with_the_reason_why_nothing_is_expected() -> None:
    found = filled(20, lambda period, age: float(min(age, 1) + 1)).learn(19)

    report = settling_report(entry(6), found)

    assert report.splitlines()[-1] == (
        "no final values are expected: its numbers are too small: 2.0 on average, of 5"
    )
    assert "settles is not declared" in report


def test_a_breakdown_shows_the_values_of_each_label() -> None:
    ledger = Ledger()
    for week in range(20):
        ledger.run(week, grows, "north")
        ledger.run(week, lambda period, age: 2.0 * grows(period, age), "south")

    lines = settling_report(entry(6, settles="4 weeks"), ledger.learn(19)).splitlines()

    assert any(line.startswith("north") and "first" in line for line in lines)
    assert any(line.startswith("south") and "first" in line for line in lines)
    assert f"south  {FIRST.shift(19)}     200       228  228 to 228" in lines


def test_a_declared_span_has_its_advice() -> None:
    found = filled(20, grows, span=2).learn(19)

    assert list(span_lines({6: entry(6, settles="2 weeks")}, {6: found})) == [
        'scorecards/success/kpi_06.py: settles="2 weeks" is too short, as values still moved by'
        ' 3.6% in the last week of it; write settles="auto" or a longer span'
    ]


def test_a_projection_keeps_the_key_of_its_value() -> None:
    found = filled(20, grows).learn(19)

    assert projection_record(found.projections[-1]) == {
        "domain": "success",
        "kpi_number": 6,
        "field_name": "forms",
        "field_details": "",
        "range_type": "week",
        "period": FIRST.shift(19).label,
        "period_start": FIRST.shift(19).first_day.isoformat(),
        "age": 0,
        "value": 100.0,
        "expected": found.projections[-1].expected,
        "low": 114,
        "high": 114,
    }


def test_nothing_learnt_is_a_record_too() -> None:
    record = settling_record(entry(6), Ledger().learn(19))

    assert (record["span"], record["moves"], record["series"]) == (None, [], [])
