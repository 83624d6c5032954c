"""Events are only added; one that is taken back is no longer shown and stays on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from core.engines.base import Warehouse
from core.store.events import Events, NotedEvent, current_events
from core.store.schema import migrate

PRICES = NotedEvent(
    domain="",
    cadence="weekly",
    period="2026-W46",
    text="New price list: +4 % ✎",
    author="ann",
    noted_at=datetime(2026, 11, 16, 5, tzinfo=UTC),
)


def test_events_are_read_back_each_with_its_number(warehouse: Warehouse) -> None:
    migrate(warehouse, [])
    events = Events(warehouse)
    of_success = replace(PRICES, domain="success", text="A fair")
    events.add(PRICES)

    assert events.add(of_success) == replace(of_success, number=2)
    assert events.read() == [replace(PRICES, number=1), replace(of_success, number=2)]


def test_a_store_without_the_table_has_no_events(warehouse: Warehouse) -> None:
    assert Events(warehouse).read() == []


def test_an_event_is_current_until_it_is_taken_back() -> None:
    noted = [replace(PRICES, number=1), replace(PRICES, number=2, domain="success")]
    gone = replace(PRICES, number=3, text="", takes_back=1)

    assert current_events(noted) == noted
    assert current_events([*noted, gone]) == [noted[1]]


def test_a_domain_has_its_own_events_and_those_of_all() -> None:
    everywhere = replace(PRICES, number=1)
    of_success = replace(PRICES, number=2, domain="success")
    of_sales = replace(PRICES, number=3, domain="sales")

    assert current_events([everywhere, of_success, of_sales], "success") == [
        everywhere,
        of_success,
    ]
