"""Entries made again from stored definitions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.catalog.definition import definition_of
from core.catalog.loading import load_catalogue
from core.catalog.recorded import catalogue_of, entry_of, series_entry

ROOT = Path(__file__).parents[3]


def test_an_entry_made_from_its_definition_decides_the_same_value() -> None:
    catalogue = load_catalogue(ROOT)

    for entry in catalogue.entries:
        again = entry_of(definition_of(catalogue, entry))
        assert again is not None
        assert (again.id, again.version, again.series) == (entry.id, entry.version, entry.series)
        assert (again.since, again.in_warehouse) == (entry.since, entry.in_warehouse)
        assert again.source_keys == entry.source_keys


def test_a_definition_of_an_earlier_store_says_too_little() -> None:
    catalogue = load_catalogue(ROOT)
    definition = definition_of(catalogue, catalogue.entries[0])

    assert entry_of(replace(definition, source_details=None)) is None
    assert entry_of(replace(definition, timezone="")) is None


def test_a_series_is_named_as_it_is_stored() -> None:
    entry = series_entry("success", 6, "forms", "week", "weekly")

    assert entry.series == (6, "forms", "week", "weekly")
    assert series_entry("success", 6, "forms", "4 weeks", "weekly").series[2] == "4 weeks"


def test_a_catalogue_of_one_entry_has_its_time_zone() -> None:
    entry = load_catalogue(ROOT).entries[0]
    other = series_entry("success", 6, "forms", "week", "weekly")
    catalogue = catalogue_of(ROOT, entry, [other])

    assert catalogue.runners[entry.domain].timezone == entry.timezone
    assert catalogue.entry("success", 6) is other
