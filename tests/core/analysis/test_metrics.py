"""Trees with the stored values of two periods."""

from __future__ import annotations

from core.analysis.lines import stored_lines
from core.analysis.metrics import Comparand, breaks_between, older_period, read_metric, tree_entries
from core.kpi import Values
from core.model import parse_period
from tests.catalogues import catalogue_with, entry
from tests.core.status.rows import row

LEAF = entry(3, name="deals")
DRIVER = entry(2, name="deals", tree="a", drivers=(Values(3, name="a"),))
TOP = entry(1, name="deals", tree="a + b", drivers=(Values(2, name="a"), Values(3, name="b")))
CATALOGUE = catalogue_with(TOP, DRIVER, LEAF)
NEW, OLD = parse_period("2026-W46"), parse_period("2026-W45")


def test_the_entries_of_a_tree_are_those_of_all_its_levels_each_once() -> None:
    assert [each.number for each in tree_entries(CATALOGUE, TOP)] == [1, 2, 3]


def test_a_circle_of_trees_ends() -> None:
    one = entry(1, tree="a", drivers=(Values(2, name="a"),))
    other = entry(2, tree="a", drivers=(Values(1, name="a"),))

    catalogue = catalogue_with(one, other)
    rows = [
        row(period, 1, kpi_number=n, field_name=f"n{n}") for n in (1, 2) for period in (OLD, NEW)
    ]

    found = read_metric(catalogue, one, Comparand(stored_lines(rows), NEW, OLD))

    assert [each.number for each in tree_entries(catalogue, one)] == [1, 2]
    assert found is not None
    assert found.depth == 2


def test_periods_are_compared_with_the_one_before_or_a_year_ago() -> None:
    assert older_period(NEW, "previous") == OLD
    assert str(older_period(NEW, "year-ago")) == "2025-W46"
    assert older_period(NEW, "target") is None


def test_a_driver_without_values_of_its_own_drivers_is_a_last_one() -> None:
    rows = [row(period, 1, kpi_number=number) for number in (1, 2) for period in (OLD, NEW)]
    rows.append(row(NEW, 1, kpi_number=3))

    found = read_metric(CATALOGUE, DRIVER, Comparand(stored_lines(rows), NEW, OLD))

    assert found is not None
    assert found.tree is None
    assert found.obstacle == "of deals, 2026-W45 is not stored"


def test_values_of_another_label_or_domain_are_not_mixed_up() -> None:
    rows = [row(NEW, 5, field_details="Enterprise"), row(NEW, 7, domain="sales"), row(NEW, 1)]

    assert Comparand(stored_lines(rows), NEW, OLD).after(TOP) == rows[2]


def test_a_band_is_not_a_target_to_compare_with() -> None:
    lines = stored_lines([row(NEW, 1, target=2.0, target_high=3.0)])

    found = Comparand(lines, NEW, None)

    assert found.before(TOP) is None
    assert found.obstacle(TOP) == "2026-W46 has no target that is one number"


def test_a_definition_that_begins_in_between_is_found() -> None:
    rows = [row(OLD, 1), row(NEW, 1)]
    lines = stored_lines(rows, {"success": [rows[1].key]})

    assert len([*breaks_between([TOP], lines, OLD, NEW)]) == 1
    assert [*breaks_between([TOP], lines, NEW, NEW.shift(1))] == []
