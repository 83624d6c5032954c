"""Findings on `kind`, `tree` and `drivers`, with a file that breaks each rule."""

from __future__ import annotations

from pathlib import Path

from core.catalog.rules import RULES
from core.catalog.tree_rules import TREE_RULES, check_tree_ends
from core.kpi import Values
from core.model import Kpi
from tests.catalogues import catalogue_with, entry
from tests.core.catalog.faults import KPI, OTHER, fault
from tests.project import findings_of, kpi_text

CLIENTS = Values(6, name="clients")


def test_the_rules_are_those_of_the_attribute() -> None:
    assert RULES["tree"] == TREE_RULES


def test_a_tree_over_drivers_has_no_finding(tmp_path: Path) -> None:
    text = kpi_text(kind="north star", tree="2 * clients", drivers=[CLIENTS])

    assert findings_of(tmp_path, {KPI: text, **OTHER}) == []


def test_a_tree_may_name_the_values_that_the_query_reads(tmp_path: Path) -> None:
    query = "SELECT 2 * value AS value FROM kpi_06"
    text = kpi_text(query, tree="2 * kpi_06", sources=[Values(6)])

    assert findings_of(tmp_path, {KPI: text, **OTHER}) == []


def test_a_kind_is_one_that_exists(tmp_path: Path) -> None:
    assert fault(tmp_path, "kind", kind="goal") == (
        "kind 'goal' is unknown; use north star, driver, guardrail"
    )


def test_a_tree_is_a_formula(tmp_path: Path) -> None:
    assert fault(tmp_path, "tree", tree="max(a)") == (
        "tree 'max(a)' is not allowed; use names, numbers and + - * / only"
    )


def test_a_tree_names_drivers(tmp_path: Path) -> None:
    found = fault(tmp_path, "tree", others=OTHER, tree="clients * rate", drivers=[CLIENTS])

    assert found == (
        "tree names rate, which is not among drivers and sources; add Values(…, name='rate')"
        " to drivers"
    )


def test_a_tree_has_few_drivers() -> None:
    names = [f"d{number}" for number in range(11)]
    drivers = tuple(Values(number + 2, name=name) for number, name in enumerate(names))

    (found,) = TREE_RULES[0](entry(1, tree="+".join(names), drivers=drivers), catalogue_with())

    assert found == "tree names 11 drivers, more than 10; give some of them a tree of their own"


def test_a_driver_exists(tmp_path: Path) -> None:
    assert fault(tmp_path, "tree", tree="clients + 1", drivers=[CLIENTS]) == (
        "tree names clients, and scorecards/success/kpi_06.py does not exist; fix its number or"
        " domain"
    )


def test_a_driver_has_values_for_the_same_periods(tmp_path: Path) -> None:
    others = {"success/kpi_06.py": kpi_text(name="Other", cadence="daily")}

    found = fault(tmp_path, "tree", others=others, tree="clients + 1", drivers=[CLIENTS])

    assert found == (
        "tree names clients, which is daily, and the KPI is weekly; name drivers of the same"
        " cadence"
    )


def test_a_kpi_is_not_a_driver_of_itself() -> None:
    one = entry(1, tree="a", drivers=(Values(2, name="a"),))
    other = entry(2, tree="b", drivers=(Values(1, name="b"),))
    catalogue = catalogue_with(one, other)

    assert [*check_tree_ends(one, catalogue)] == [
        "tree leads back to success/kpi_01 through a; take one of the two apart"
    ]
    assert len([*check_tree_ends(other, catalogue)]) == 1


def test_a_driver_is_named_by_the_tree(tmp_path: Path) -> None:
    assert fault(tmp_path, "drivers", others=OTHER, drivers=[CLIENTS]) == (
        "drivers has Values(6, name='clients'), which tree does not name; remove it, or name it"
        " there"
    )


def test_two_drivers_have_two_names(tmp_path: Path) -> None:
    drivers = [CLIENTS, Values(7, name="clients")]
    others = {**OTHER, "success/kpi_07.py": kpi_text(name="Third")}

    assert fault(tmp_path, "drivers", others=others, tree="clients", drivers=drivers) == (
        "two KPIs are named clients; give one of them name="
    )


def test_a_driver_is_read_for_the_same_period(tmp_path: Path) -> None:
    drivers = [Values(6, last=4, name="clients")]

    assert fault(tmp_path, "drivers", others=OTHER, tree="clients", drivers=drivers) == (
        "Values(6, name='clients') of drivers has last= or cadence=, but a tree compares values of"
        " the same period; remove it"
    )


def test_what_a_tree_says_decides_no_value() -> None:
    plain, with_tree = entry(1), entry(1, kind="driver", tree="a", drivers=(Values(2, name="a"),))

    assert plain.version == with_tree.version
    assert Kpi(name="a", owner="b", unit="count", query="").tree == ""
