"""Marks of publications, tabs, rows and columns as requests."""

from __future__ import annotations

from core.publish.google.line_marks import row_mark
from core.publish.google.metadata import line_metadata, mark_requests
from core.publish.google.positions import Positions


def test_a_line_is_marked_where_it_will_be() -> None:
    positions = Positions(7, {"02/calls/": 4}, {"2026-01": 8})
    marks = [
        each["createDeveloperMetadata"]["developerMetadata"]
        for each in line_metadata(positions, ["02/calls/"], ["2026-01"])
    ]
    assert [(mark["metadataKey"], mark["metadataValue"]) for mark in marks] == [
        ("sc-r", row_mark("02/calls/")),
        ("sc-c", "2026-01"),
    ]
    assert [mark["location"]["dimensionRange"] for mark in marks] == [
        {"sheetId": 7, "dimension": "ROWS", "startIndex": 4, "endIndex": 5},
        {"sheetId": 7, "dimension": "COLUMNS", "startIndex": 8, "endIndex": 9},
    ]


def test_a_mark_alone_replaces_the_older_ones() -> None:
    requests = [*mark_requests("success:ab", [41])]

    kinds = [next(iter(request)) for request in requests]
    assert kinds == ["deleteDeveloperMetadata", "createDeveloperMetadata"]
