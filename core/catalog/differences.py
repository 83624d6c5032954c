"""What differs between definitions of a KPI, of all that decides its values. Pure.

Versions of definitions do not answer that: another release may hash in another way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from core.catalog.entries import KpiKey
from core.catalog.source_details import deciding_sources
from core.model import Definition
from core.query import normalise

VersionKey = tuple[str, int, str]  # domain, KPI number, version

_ATTRIBUTES = {
    "field_name": "series",
    "range_type": "range",
    "cadence": "cadence",
    "unit": "unit",
    "timezone": "time zone",
}


def differences(old: Definition, new: Definition) -> tuple[str, ...]:
    """Return what decides values and differs, in a few words each; unknown equals anything."""
    if old.version == new.version:
        return ()
    return tuple(_differences(old, new))


def runner_differences(old: Definition, title: str, timezone: str) -> Iterator[str]:
    """Yield what a definition of before says otherwise of its runner; unknown equals anything."""
    if old.title and old.title != title:
        yield f"title from {old.title!r} to {title!r}"
    if old.timezone and old.timezone != timezone:
        yield f"time zone from {old.timezone} to {timezone}"


def newest_equivalents(newest_first: Iterable[Definition]) -> dict[VersionKey, str]:
    """Return for each version of each KPI the newest one that decides values as it does."""
    distinct: defaultdict[KpiKey, list[Definition]] = defaultdict(list)
    equivalents: dict[VersionKey, str] = {}
    for each in newest_first:
        key = each.domain, each.kpi_number, each.version
        if key in equivalents:
            continue
        others = distinct[each.domain, each.kpi_number]
        alike = next((other for other in others if not differences(each, other)), each)
        if alike is each:
            others.append(each)
        equivalents[key] = alike.version
    return equivalents


def _differences(old: Definition, new: Definition) -> Iterator[str]:
    if normalise(old.query) != normalise(new.query):
        yield "query"
    yield from _source_differences(old, new)
    for attribute, name in _ATTRIBUTES.items():
        before, now = getattr(old, attribute), getattr(new, attribute)
        if before and now and before != now:
            yield f"{name} from {before} to {now}"


def _source_differences(old: Definition, new: Definition) -> Iterator[str]:
    if sorted(old.sources.split(", ")) != sorted(new.sources.split(", ")):
        yield f"sources from {old.sources or 'none'} to {new.sources or 'none'}"
    elif old.source_details is not None and new.source_details is not None:
        before, now = deciding_sources(old.source_details), deciding_sources(new.source_details)
        changed = [each for each in before if each not in now]
        changed += [each for each in now if each not in before]
        for name in sorted({_name(each) for each in changed}):
            yield f"declaration of {name}"


def _name(source: dict[str, Any]) -> str:
    """Return a source's name as its query or its file has it."""
    for attribute in ("name", "path", "title"):
        if attribute in source:
            return str(source[attribute])
    return f"kpi_{source['kpi']:02}"
