"""What differs between two definitions, and which versions of them decide values alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalog.differences import differences, newest_equivalents, runner_differences
from core.catalog.source_details import source_details
from core.kpi import File, Table
from core.model import Definition
from tests.core.publish.samples import CHURN

KNOWN = replace(
    CHURN,
    timezone="Europe/Berlin",
    title="Success",
    since="",
    settles="",
    sources="calls.csv",
    source_details=source_details([File("calls.csv", columns={"at": "date"})]),
)


def changed(**given: Any) -> tuple[str, ...]:
    return differences(KNOWN, replace(KNOWN, version="other", **given))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"query": "SELECT 2 AS value"}, "query"),
        ({"range_type": "8 weeks"}, "range from 52 weeks to 8 weeks"),
        ({"cadence": "monthly"}, "cadence from weekly to monthly"),
        ({"unit": "count"}, "unit from percent to count"),
        ({"field_name": "churn"}, "series from overall_churn_rate to churn"),
        ({"timezone": "Asia/Tokyo"}, "time zone from Europe/Berlin to Asia/Tokyo"),
        (
            {"sources": "a.b", "source_details": source_details([Table("a.b")])},
            "sources from calls.csv to a.b",
        ),
        (
            {"source_details": source_details([File("calls.csv", columns={"at": "text"})])},
            "declaration of calls.csv",
        ),
    ],
)
def test_each_attribute_that_decides_a_value_is_named(given: dict[str, Any], expected: str) -> None:
    assert changed(**given) == (expected,)


@pytest.mark.parametrize(
    "given",
    [
        {"query": "SELECT  1 AS value -- one"},
        {"owner": "b@example.com", "meaning": "Said otherwise.", "reviewed": "2026-11-01"},
        {"since": "2026-W01", "settles": "3 weeks", "target": 7.0, "better": "higher"},
        {"title": "Another title", "name": "Another name", "file_text": "KPI = ..."},
        {"timezone": "", "source_details": None},
    ],
)
def test_what_decides_no_value_and_what_is_unknown_differs_from_nothing(
    given: dict[str, Any],
) -> None:
    assert changed(**given) == ()


def test_a_runner_differs_by_title_and_time_zone_as_far_as_they_are_known() -> None:
    assert list(runner_differences(KNOWN, "Success", "Europe/Berlin")) == []
    assert list(runner_differences(CHURN, "Success", "Europe/Berlin")) == []
    assert list(runner_differences(KNOWN, "Clients", "Asia/Tokyo")) == [
        "title from 'Success' to 'Clients'",
        "time zone from Europe/Berlin to Asia/Tokyo",
    ]


def test_versions_of_one_content_have_the_newest_as_their_equivalent() -> None:
    upgraded = replace(KNOWN, version="new")
    of_before = replace(CHURN, version="old", sources="calls.csv")
    other = replace(KNOWN, version="other", query="SELECT 2 AS value")

    assert newest_equivalents([upgraded, other, of_before]) == {
        ("success", 32, "new"): "new",
        ("success", 32, "old"): "new",
        ("success", 32, "other"): "other",
    }


def test_an_unknown_time_zone_equals_the_newest() -> None:
    zones = {"c": "Europe/London", "b": "Europe/Berlin", "a": ""}
    newest_first = [replace(KNOWN, version=name, timezone=zone) for name, zone in zones.items()]

    assert newest_equivalents(newest_first) == {
        ("success", 32, "c"): "c",
        ("success", 32, "b"): "b",
        ("success", 32, "a"): "c",
    }


_definitions = st.builds(
    lambda query, unit, zone: replace(CHURN, query=query, unit=unit, timezone=zone),
    st.sampled_from(["SELECT 1 AS value", "SELECT 2 AS value"]),
    st.sampled_from(["count", "percent"]),
    st.sampled_from(["Europe/Berlin", "Asia/Tokyo"]),
)


@given(st.lists(_definitions, min_size=1, max_size=12))
def test_versions_are_equivalents_if_and_only_if_their_contents_are_the_same(
    contents: list[Definition],
) -> None:
    history = [replace(each, version=str(index)) for index, each in enumerate(contents)]
    equivalents = newest_equivalents(history)

    for one in history:
        first = next(each for each in history if replace(each, version=one.version) == one)
        assert equivalents["success", 32, one.version] == first.version
