"""The change of a stored value, taken apart by the tree of its KPI file."""

from __future__ import annotations

from typing import Any

from core.analysis.contributions import Attribution
from core.analysis.explanation import explain_change
from core.analysis.keys import ValueKey
from core.analysis.lines import stored_lines
from core.analysis.metrics import Against
from core.catalog import Catalogue
from core.kpi import Values
from core.model import Row, parse_period
from tests.catalogues import catalogue_with, entry
from tests.core.status.rows import row

CLIENTS = entry(2, name="Clients")
RATE = entry(3, name="Orders per client", unit="number")
ORDERS = entry(
    1,
    name="Orders",
    tree="clients * rate",
    drivers=(Values(2, name="clients"), Values(3, name="rate")),
)
CATALOGUE = catalogue_with(ORDERS, CLIENTS, RATE)
NAMES = {1: "orders", 2: "clients", 3: "orders_per_client"}


def stored(number: int, period: str, value: float | None, **given: Any) -> Row:
    unit = "number" if number == 3 else "count"
    given = {"unit": unit, "kpi_number": number, **given}
    return row(period, value, field_name=NAMES[number], **given)


TWO_WEEKS = (
    stored(1, "2026-W45", 200),
    stored(2, "2026-W45", 100),
    stored(3, "2026-W45", 2.0),
    stored(1, "2026-W46", 275, target=300),
    stored(2, "2026-W46", 110, target=100),
    stored(3, "2026-W46", 2.5, target=3),
)


def why(
    *rows: Row,
    against: Against = "previous",
    catalogue: Catalogue = CATALOGUE,
    breaks: tuple[Row, ...] = (),
) -> Attribution:
    lines = stored_lines(rows, {"success": [each.key for each in breaks]})
    return explain_change(catalogue, ORDERS, lines, parse_period("2026-W46"), against)


def test_a_change_is_taken_apart_with_the_keys_of_its_numbers() -> None:
    found = why(*TWO_WEEKS)

    assert (found.before, found.after, found.change) == (200, 275, 75)
    assert [(each.label, each.amount) for each in found.contributions] == [
        ("Clients", 22.5),
        ("Orders per client", 52.5),
    ]
    assert found.contributions[0].key == ValueKey("success", 2, "clients", "", "2026-W46")
    assert found.contributions[0].key_before == ValueKey("success", 2, "clients", "", "2026-W45")
    assert found.sentences == (
        "Orders rose by 75 (+37.5%) to 275 in 2026-W46, against 2026-W45.",
        "+52.5 from Orders per client, which went from 2.00 to 2.50.",
        "+22.5 from Clients, which went from 100 to 110.",
    )


def test_the_distance_to_the_target_is_taken_apart_by_the_targets_of_the_drivers() -> None:
    found = why(*TWO_WEEKS, against="target")

    assert (found.before, found.after) == (300, 275)
    # Clients: (110 - 100) · (3 + 2.5) / 2; orders per client: (2.5 - 3) · (100 + 110) / 2.
    assert [each.amount for each in found.contributions] == [27.5, -52.5]
    assert found.contributions[0].key_before is None
    assert found.sentences[:2] == (
        "Orders is 275 in 2026-W46, 25 (8.3%) below its target of 300.",
        "-52.5 from Orders per client, which is 2.50, with a target of 3.00.",
    )


def test_a_value_on_its_target_says_so() -> None:
    found = why(stored(1, "2026-W46", 300, target=300), against="target")

    assert found.sentences == (
        "Orders is 300 in 2026-W46, on its target.",
        "The distance was not taken apart: of Clients, 2026-W46 is not stored.",
    )


def test_a_year_ago_is_52_weeks_back() -> None:
    old = [stored(1, "2025-W46", 100), stored(2, "2025-W46", 100), stored(3, "2025-W46", 1)]

    found = why(*TWO_WEEKS, *old, against="year-ago")

    assert found.against == "2025-W46, 52 weeks back"
    assert found.change == 175


def test_a_new_definition_is_said_aloud() -> None:
    found = why(*TWO_WEEKS, breaks=(TWO_WEEKS[5],))

    assert found.sentences[1] == (
        "A new definition of Orders per client begins in 2026-W46; part of the change may be its."
    )


def test_without_a_value_of_a_driver_nothing_is_taken_apart() -> None:
    found = why(*TWO_WEEKS[:5])

    assert found.change == found.not_explained == 75
    assert found.contributions == ()
    assert found.sentences[1] == (
        "The change was not taken apart: of Orders per client, 2026-W46 is not stored."
    )


def test_without_an_earlier_value_there_is_no_change() -> None:
    found = why(*TWO_WEEKS[3:])

    assert found.change is None
    assert found.sentences == ("Orders cannot be compared with 2026-W45: 2026-W45 is not stored.",)
