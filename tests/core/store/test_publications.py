"""Publications stored, concluded and read back on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.engines.base import Warehouse
from core.store.publications import Publication, Publications
from core.store.schema import migrate
from core.store.values import Store
from tests.rows import RUN_AT, row
from tests.warehouses import open_for, settings_for

APPLIED = Publication(
    marker="m1",
    domain="success",
    target="book-1",
    command="scorecard publish",
    filters="2026-W46",
    published_by="ann",
    host="here",
    planned_at=RUN_AT,
    outcome="applied",
    cells=3,
    kept=1,
    bytes=99,
)


@pytest.fixture
def warehouse(warehouse_url: str, tmp_path: Path) -> Iterator[Warehouse]:
    with closing(open_for(settings_for(tmp_path, warehouse_url))) as found:
        migrate(found, ["success"])
        yield found


@pytest.fixture
def publications(warehouse: Warehouse) -> Publications:
    return Publications(warehouse)


def other(marker: str, days: int, **given: object) -> Publication:
    return replace(APPLIED, marker=marker, planned_at=RUN_AT + timedelta(days=days), **given)


def test_a_publication_is_found_by_its_mark(publications: Publications) -> None:
    publications.add(APPLIED)

    assert publications.find("m1") == APPLIED
    assert publications.find("m2") is None


def test_applied_publications_are_read_from_an_instant_on_oldest_first(
    publications: Publications,
) -> None:
    later, earlier = other("m2", 2, target="book-2"), other("m3", 1)
    for each in (later, earlier, other("m4", 3, outcome="planned"), other("m5", -1)):
        publications.add(each)

    assert publications.read_applied("success", RUN_AT) == [earlier, later]
    assert publications.read_applied("sales", RUN_AT) == []


def test_the_first_publication_to_a_place_is_the_oldest_that_was_applied(
    publications: Publications,
) -> None:
    first = other("m2", -1)
    for each in (APPLIED, first, other("m3", -2, outcome="given up"), other("m4", -3, target="x")):
        publications.add(each)

    assert publications.find_first("success", "book-1") == first
    assert publications.find_first("success", "book-2") is None


def test_a_planned_publication_is_planned_until_it_is_concluded(publications: Publications) -> None:
    planned = replace(APPLIED, outcome="planned")
    publications.add(planned)
    assert publications.read_planned("success", "book-1") == [planned]

    publications.conclude("m1", "given up")
    assert publications.read_planned("success", "book-1") == []
    assert publications.find("m1") == replace(APPLIED, outcome="given up")


def test_a_place_is_up_to_date_once_it_was_published_to_after_the_last_value(
    publications: Publications, warehouse: Warehouse
) -> None:
    Store(warehouse).write([row(3.0)], (), ())
    publications.add(other("m0", -1))
    assert not publications.is_up_to_date("success", "book-1")

    publications.add(APPLIED)
    assert publications.is_up_to_date("success", "book-1")
    assert not publications.is_up_to_date("success", "book-2")
