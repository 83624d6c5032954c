"""Declared targets and thresholds as JSON, as the store keeps them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from core.model.targets import DEFAULT_THRESHOLDS, Band, Target, Thresholds


def targets_json(targets: Sequence[Target]) -> str:
    """Return targets as a JSON list; empty for none, and for one number for all periods."""
    if not targets or plain_target(targets) is not None:
        return ""
    return json.dumps([_target_record(each) for each in targets], ensure_ascii=False)


def plain_target(targets: Sequence[Target]) -> float | None:
    """Return the number that is the target of all periods; None if the targets say more."""
    if len(targets) != 1 or isinstance(targets[0].value, Band):
        return None
    return float(targets[0].value) if targets[0] == Target(targets[0].value) else None


def read_targets(target: float | None, text: str) -> tuple[Target, ...]:
    """Return targets from the number and the JSON list of a definition."""
    if not text:
        return () if target is None else (Target(target),)
    return tuple(_make_target(record) for record in json.loads(text))


def value_record(value: float | Band | None) -> Any:
    """Return a target's value for JSON: a number, or the two ends of a band."""
    return [float(value.low), float(value.high)] if isinstance(value, Band) else value


def make_value(record: Any) -> float | Band | None:
    """Return a target's value from what `value_record` wrote."""
    return Band(*record) if isinstance(record, list) else record


def thresholds_json(thresholds: Thresholds) -> str:
    """Return thresholds as a JSON object; empty for the default ones."""
    return "" if thresholds == DEFAULT_THRESHOLDS else json.dumps(asdict(thresholds))


def read_thresholds(text: str) -> Thresholds:
    """Return thresholds from JSON; the default ones from an empty text."""
    return Thresholds(**json.loads(text)) if text else DEFAULT_THRESHOLDS


def _target_record(target: Target) -> dict[str, Any]:
    record: dict[str, Any] = {"value": value_record(target.value)}
    for each in fields(Target):
        text = getattr(target, each.name)
        if each.name != "value" and text:
            record[each.name] = text
    return record


def _make_target(record: dict[str, Any]) -> Target:
    return Target(**{**record, "value": make_value(record["value"])})
