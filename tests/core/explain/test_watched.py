"""The lines of a domain that unusual values and outlooks are looked for in."""

from __future__ import annotations

from datetime import date

from core.analysis import Projection
from core.explain.watched import WatchedDomain
from core.model import Definition, Row, parse_span
from tests.core.status.rows import row, run_of, series

TODAY = date(2026, 11, 16)
KPI = Definition(
    domain="success",
    kpi_number=1,
    version="one",
    field_name="deals",
    range_type="week",
    cadence="weekly",
    name="Deals",
    meaning="",
    owner="ana@example.com",
    unit="count",
    better="higher",
    target=100.0,
    sources="",
    query="",
    reviewed="",
    adds="sum",
)
KEY = (1, "deals", "", "week", "weekly")
VALUES = [100.0, 108, 95, 103, 91, 104, 99, 110, 97, 101, 93, 106, 98, 102, 96, 105]


def watched(*newest: float, last: str = "2026-W46", **given: object) -> WatchedDomain:
    values = [*VALUES, *newest]
    first = row(last, 1.0).period.shift(1 - len(values))
    rows = run_of(str(first), *values, target=100.0, better="higher")
    return WatchedDomain("success", {KEY: series(*rows)}, {1: KPI}, **given)  # type: ignore[arg-type]


def test_the_values_of_a_span_are_judged() -> None:
    found = list(watched(250.0).judge(parse_span("2026-W45..2026-W46", TODAY)))
    assert [(str(each.row.period), each.is_unusual) for each in found] == [
        ("2026-W45", False),
        ("2026-W46", True),
    ]


def test_holidays_are_those_of_the_domain() -> None:
    holiday = frozenset({date(2026, 11, 11)})
    span = parse_span("2026-W46", TODAY)
    (without,) = watched(72.0).judge(span)
    (found,) = watched(72.0, holidays=holiday).judge(span)
    assert (without.is_unusual, found.is_unusual) == (True, False)


def test_provisional_values_are_judged_by_where_they_are_expected_to_end() -> None:
    span = parse_span("2026-W46", TODAY)
    rows = [*series_rows(watched()), row("2026-W46", 60.0, provisional_until=date(2026, 12, 1))]
    found = WatchedDomain("success", {KEY: series(*rows)}, {1: KPI})
    (late,) = found.provisional_rows(span)
    ending = Projection(
        domain="success",
        key=late.key,
        period=late.period,
        age=0,
        value=60.0,
        expected=100.0,
        low=95.0,
        high=105.0,
        expectation="expected 100",
        sentence="",
    )
    (without,), (judged,) = found.judge(span), found.judge(span, {late.key: ending})
    assert (without.is_unusual, judged.is_unusual) == (True, False)


def series_rows(domain: WatchedDomain) -> list[Row]:
    return list(domain.lines[KEY].rows.values())[:-1]  # type: ignore[index]


def test_the_outlook_begins_with_the_newest_value_that_is_over() -> None:
    (found,) = watched().outlooks(TODAY)
    assert (str(found.row.period), found.span, found.target) == ("2026-W46", "2026-Q4", 1400)
    (earlier,) = watched().outlooks(date(2026, 11, 9))
    assert str(earlier.row.period) == "2026-W45"


def test_a_line_that_ended_has_no_outlook() -> None:
    assert list(watched(last="2026-W41").outlooks(TODAY)) == []
    assert len(list(watched(last="2026-W42").outlooks(TODAY))) == 1


def test_names_are_those_of_the_definitions() -> None:
    assert watched().names == {("success", 1): "Deals"}
