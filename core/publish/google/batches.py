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


def split(
    requests: Iterable[ApiRequest], largest: int, whole: Iterable[ApiRequest] = ()
) -> list[RequestBatch]:
    """Return requests in batches of at most `largest` bytes of JSON, in their order.

    A request that is larger than that is a batch of its own. Those of `whole` come first and stay
    together, whatever their size.
    """
    batches: list[RequestBatch] = []
    current = [*whole]
    total = sum(map(_size, current))
    for request in requests:
        size = _size(request)
        if current and total + size > largest:
            batches.append(RequestBatch(tuple(current), total))
            current, total = [], 0
        current.append(request)
        total += size
    if current:
        batches.append(RequestBatch(tuple(current), total))
    return batches


def _size(request: ApiRequest) -> int:
    return len(json.dumps(request)) + 2
