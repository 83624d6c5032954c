"""Everything declared of a KPI's sources, as JSON that outlives the code that declared it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from core.model import Source

# They say how a run measures and judges a source, and decide no value.
_NOT_DECIDING = ("loaded_at", "fresh", "checks", "personal")


def source_details(sources: Iterable[Source]) -> str:
    """Return a JSON list with an object for each source: its kind, and what was declared of it.

    An attribute that was not declared is left out, so that a new one changes no stored text.
    """
    return json.dumps([_details(source) for source in sources], sort_keys=True, default=dict)


def deciding_sources(details: str) -> list[dict[str, Any]]:
    """Return what decides a value among the details of its sources, in a fixed order."""
    sources: list[dict[str, Any]] = json.loads(details)
    for source in sources:
        for name in _NOT_DECIDING:
            source.pop(name, None)
    return sorted(sources, key=_as_text)


def _details(source: Source) -> dict[str, Any]:
    details: dict[str, Any] = {"kind": source.__class__.__name__}
    for field in fields(source):
        value = getattr(source, field.name)
        if field.name == "checks":
            value = [check.declaration for check in value]
        if value:
            details[field.name] = value
    return details


def _as_text(source: dict[str, Any]) -> str:
    return json.dumps(source, sort_keys=True)
