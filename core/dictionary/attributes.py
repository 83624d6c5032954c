"""What a KPI file declares, as lines for readers; attributes of any kind, also later ones. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date
from typing import Any

from core.alerts import rule_text
from core.catalog import MAY_BE_VIEW, DueReview, Entry, SourceTerms, SourceUse, review_day
from core.dictionary.pages import Fact
from core.model import (
    SEVERITIES,
    AlertRule,
    File,
    Source,
    SourceCheck,
    Tab,
    Table,
    Values,
    format_value,
    settling_text,
    targets_text,
)

_BETTER = {"higher": "higher is better", "lower": "lower is better", "within": "within a band"}
# Attributes that have a place of their own on a page.
_SHOWN = frozenset(
    (
        *("name", "owner", "unit", "query", "better", "cadence", "range", "target", "sources"),
        *("since", "settles", "as_of", "reviewed", "review", "category", "sensitivity"),
        *("playbook", "field", "alerts", "kind", "tree", "drivers"),
    )
)
_NAMING = frozenset(("name", "path", "workbook", "title", "kpi", "domain"))
_KINDS = {Table: "table", File: "file", Tab: "tab", Values: "values of a KPI"}


def facts_of(
    entry: Entry,
    due: DueReview | None = None,
    *,
    is_broken_down: bool = False,
    more: Mapping[str, str] | None = None,
) -> tuple[Fact, ...]:
    """Return what a KPI file says, one line for each thing, and `more` that others say of it."""
    kpi = entry.kpi
    stated = {
        "Owner": kpi.owner,
        "Category": kpi.category,
        "Kind": kpi.kind,
        "Unit": kpi.unit,
        "Direction": _BETTER.get(kpi.better, ""),
        "Grain": grain(entry, is_broken_down=is_broken_down),
        "Target": targets_text(entry.targets, kpi.better, kpi.unit),
        **{_title(name): text for name, text in other_attributes(entry).items()},
        **(more or {}),
        "First period": kpi.since,
        "Settles": settling_text(kpi.settles),
        "As of": "the run, not the period" if kpi.as_of == "run" else "",
        "Sensitivity": kpi.sensitivity,
        "Reviewed": _review(entry, due),
        "File": entry.file,
        "Series": kpi.field_name,
        "Version": entry.version,
    }
    return tuple(Fact(name, text) for name, text in stated.items() if text)


def grain(entry: Entry, *, is_broken_down: bool = False) -> str:
    """Return what one value stands for: its period, its range, and its label."""
    period = "day" if entry.kpi.cadence == "daily" else entry.kpi.cadence.removesuffix("ly")
    each = f"one value per {period}"
    label = " and label" if is_broken_down else ""
    covered = "" if str(entry.range) == period else f", which covers {entry.range}"
    return f"{each}{label}{covered}"


def kind_of(use: SourceUse) -> str:
    """Return the kind of a source in a reader's words, with the view that reads it for a KPI."""
    kind = _KINDS[type(use.source)]
    if use.view:
        kind = "table or view" if use.view == MAY_BE_VIEW else use.view.removeprefix("a ")
    return f"{kind}, read by {use.through}" if use.through else kind


def declared_text(source: Source, terms: SourceTerms | None = None) -> str:
    """Return what is declared of a source beside its name, with the terms that all KPIs share."""
    if terms and not isinstance(source, Values):
        source = replace(
            source,
            loaded_at=terms.loaded_at,
            fresh=terms.fresh,
            checks=terms.checks,
            personal=terms.personal,
        )
    stated = [
        f"{_title(each.name).lower()}: {value_text(getattr(source, each.name))}"
        for each in fields(source)
        if each.name not in _NAMING and _is_stated(source, each)
    ]
    return "; ".join(stated)


def alerts_text(rules: Sequence[AlertRule], unit: str) -> str:
    """Return alert rules as words, the most severe first: `critical above 8; warning below 2`."""
    ordered = sorted(rules, key=lambda rule: -SEVERITIES.index(rule.severity))
    return "; ".join(_rule_words(rule, unit) for rule in ordered)


def _rule_words(rule: AlertRule, unit: str) -> str:
    for_ = f", {rule.for_} periods in a row" if rule.for_ > 1 else ""
    # What ends an alert on a target or a trend is a number of per cent.
    ends = f"{rule.clear:g} %" if rule.clear is not None else ""
    if rule.clear is not None and rule.kind in ("above", "below"):
        ends = format_value(rule.clear, unit)
    until = f", until {ends}" if ends else ""
    return f"{rule.severity} {rule_text(rule, unit)}{for_}{until}"


def value_text(value: Any) -> str:
    """Return any declared value as words."""
    if isinstance(value, SourceCheck):
        return str(value) if value.blocks else f"{value} (warns only)"
    if is_dataclass(value) and not isinstance(value, type):
        has_words = type(value).__str__ is not object.__str__
        return str(value) if has_words else _record_text(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {value_text(each)}" for name, each in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(value_text(each) for each in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _record_text(record: Any) -> str:
    """Return a declared object: its class, and the attributes that are not the usual ones."""
    stated = [each for each in fields(record) if _is_stated(record, each)]
    texts = [
        f"{_title(each.name).lower()} {value_text(getattr(record, each.name))}" for each in stated
    ]
    name = _title(type(record).__name__).lower()
    return f"{name} ({', '.join(texts)})" if texts else name


def other_attributes(entry: Entry) -> dict[str, str]:
    """Return in words what the file states beside the attributes that every KPI has, by name."""
    return {
        each.name: value_text(getattr(entry.kpi, each.name))
        for each in fields(entry.kpi)
        if each.name not in _SHOWN and _is_stated(entry.kpi, each)
    }


def _is_stated(record: Any, attribute: Field[Any]) -> bool:
    """Return whether an attribute is there and differs from its default."""
    if attribute.name.startswith("_"):
        return False
    value = getattr(record, attribute.name)
    default = attribute.default
    if attribute.default_factory is not MISSING:
        default = attribute.default_factory()
    return value not in (None, "", (), []) and value != default


def _title(name: str) -> str:
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name)
    return words.replace("_", " ").strip().capitalize()


def _review(entry: Entry, due: DueReview | None) -> str:
    reviewed = entry.kpi.reviewed or "never"
    if not entry.kpi.review:
        return reviewed
    day: date | None = review_day(entry)
    following = "due" if due else f"next on {day}"
    return f"{reviewed}, {entry.kpi.review}; {following}"
