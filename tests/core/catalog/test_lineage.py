"""Readers, linked domains, depths, settling and cycles of made-up catalogues."""

from __future__ import annotations

import pytest

from core.catalog.entries import Entry
from core.catalog.lineage import (
    depths,
    find_cycles,
    linked_domains,
    readers_by_kpi,
    settling_periods,
)
from core.model.sources import Values
from tests.catalogues import catalogue_with, entry

# 1 is read by 2 and 3, these by 4; 5 stands alone.
DIAMOND = (entry(1), entry(2, 1), entry(3, 1), entry(4, 2, 3), entry(5))


def reading(domain: str, *others: str) -> Entry:
    """Return KPI 1 of a domain, which reads KPI 1 of others."""
    return entry(1, domain=domain, sources=[Values(1, domain=other) for other in others])


def test_readers_are_known_across_domains() -> None:
    board = entry(1, domain="board", sources=[Values(1, domain="success", last=3)])
    readers = readers_by_kpi(catalogue_with(*DIAMOND, board))

    assert [(reader.id, source.last) for reader, source in readers["success", 1]] == [
        ("board/kpi_01", 3),
        ("success/kpi_02", 2),
        ("success/kpi_03", 2),
    ]
    assert ("success", 5) not in readers


@pytest.mark.parametrize(
    ("domains", "linked"),
    [
        (["board"], ["board", "finance", "success"]),
        (["success"], ["board", "finance", "success"]),
        (["finance"], ["board", "finance", "success"]),
        (["hiring"], ["hiring"]),
        (["hiring", "finance"], ["board", "finance", "hiring", "success"]),
        ([], []),
    ],
)
def test_domains_are_linked_in_both_directions_and_through_others(
    domains: list[str], linked: list[str]
) -> None:
    catalogue = catalogue_with(
        reading("board", "success"),
        reading("success", "finance"),
        reading("finance"),
        reading("hiring"),
    )
    assert linked_domains(catalogue, domains) == linked


def test_the_depth_is_the_length_of_the_longest_chain_below() -> None:
    longer = entry(6, 1, 4)
    catalogue = catalogue_with(*DIAMOND, longer)

    found = depths(catalogue, [longer, catalogue.entry("success", 5)])
    assert found == {
        ("success", 1): 0,
        ("success", 2): 1,
        ("success", 3): 1,
        ("success", 4): 2,
        ("success", 5): 0,
        ("success", 6): 3,
    }


def test_a_value_settles_when_the_slowest_kpi_below_it_has_settled() -> None:
    catalogue = catalogue_with(
        entry(1, settles="5 weeks"),
        entry(2, 1, settles="2 weeks"),
        entry(3, 2),
        entry(4, settles="1 week"),
    )
    settling = {each.number: settling_periods(catalogue, each) for each in catalogue.entries}
    assert settling == {1: 5, 2: 5, 3: 5, 4: 1}
    assert settling_periods(catalogue_with(*DIAMOND), DIAMOND[3]) == 0


def test_a_chain_in_which_each_kpi_reads_two_is_walked_once() -> None:
    pairs = [entry(number, number - 1, number - 2) for number in range(3, 60)]
    catalogue = catalogue_with(entry(1), entry(2, 1, settles="3 weeks"), *pairs)

    assert settling_periods(catalogue, pairs[-1]) == 3


def test_a_cycle_begins_with_its_smallest_member_and_is_found_once() -> None:
    catalogue = catalogue_with(entry(3, 1), entry(1, 2), entry(2, 3), entry(4, 1), entry(5))

    assert find_cycles(catalogue) == [(("success", 1), ("success", 2), ("success", 3))]


def test_a_kpi_that_reads_itself_is_a_cycle() -> None:
    assert find_cycles(catalogue_with(entry(1, 1))) == [(("success", 1),)]


def test_cycles_across_domains_are_found() -> None:
    catalogue = catalogue_with(reading("success", "board"), reading("board", "success"))

    assert find_cycles(catalogue) == [(("board", 1), ("success", 1))]


def test_a_kpi_that_does_not_exist_is_no_part_of_a_cycle() -> None:
    assert find_cycles(catalogue_with(entry(1, 9))) == []
    assert find_cycles(catalogue_with(*DIAMOND)) == []
