"""Batches of requests that are no larger than Google recommends. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from core.publish.google.updates import ApiRequest


@dataclass(frozen=True, slots=True)
class RequestBatch:
    """Requests that are sent together, and their size in bytes of JSON."""

    requests: tuple[ApiRequest, ...]
    size: int


def split(requests: Iterable[ApiRequest], largest: int) -> list[RequestBatch]:
    """Return requests in batches of at most `largest` bytes of JSON, in their order.

    A request that is larger than that is a batch of its own.
    """
    batches: list[RequestBatch] = []
    current: list[ApiRequest] = []
    total = 0
    for request in requests:
        size = len(json.dumps(request)) + 2
        if current and total + size > largest:
            batches.append(RequestBatch(tuple(current), total))
            current, total = [], 0
        current.append(request)
        total += size
    if current:
        batches.append(RequestBatch(tuple(current), total))
    return batches
