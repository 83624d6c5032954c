"""Requests are sent in batches of a limited size."""

from __future__ import annotations

import json

from core.publish.google.batches import split


def test_large_batches_are_split_in_order() -> None:
    requests = [{"a": "x" * size} for size in (10, 10, 50, 10)]
    parts = split(requests, 45)
    assert [list(part.requests) for part in parts] == [requests[:2], requests[2:3], requests[3:]]
    assert all(part.size >= len(json.dumps(part.requests)) - 2 for part in parts)


def test_requests_that_have_to_arrive_together_are_not_split() -> None:
    requests = [{"a": "x" * size} for size in (10, 10, 50, 10)]
    parts = split(requests[3:], 45, requests[:3])
    assert [list(part.requests) for part in parts] == [requests[:3], requests[3:]]
    assert [list(part.requests) for part in split([], 45, requests)] == [requests]
