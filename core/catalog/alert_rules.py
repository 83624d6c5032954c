"""Rules for alerts: those that can never fire, overlap, or contradict the KPI's direction."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from core.catalog.entries import Catalogue, Entry
from core.model import SEVERITIES, AlertRule, Band, Runner, one_period

_UP, _DOWN = ("above", "above_target", "trend_up"), ("below", "below_target", "trend_down")
_BAD = ("warning", "critical")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_ADDRESS = re.compile(r"[^@\s,:]+@[^@\s,:]+")


def check_alerts(entry: Entry, _: Catalogue) -> Iterator[str]:
    """Each rule of a KPI is possible."""
    yield from rules_faults(entry.kpi.alerts or ())


def check_runner_alerts(runner: Runner) -> Iterator[str]:
    """Each rule for all KPIs of a runner is possible."""
    yield from rules_faults(runner.alerts)


def check_channels(runner: Runner) -> Iterator[str]:
    """Each channel belongs to a severity, and is a variable's name or an address, not a URL."""
    for severity in runner.channels:
        if severity not in SEVERITIES:
            severities = ", ".join(reversed(SEVERITIES))
            yield f"channels names {severity!r}, which is not a severity; use {severities}"
    names = [name for each in runner.channels.values() for name in each]
    yield from channel_faults("channels", names)


def check_escalation(runner: Runner) -> Iterator[str]:
    """Each channel of the escalation is a variable's name or an address, not a URL."""
    yield from channel_faults("escalation", runner.escalation)


def check_trouble(runner: Runner) -> Iterator[str]:
    """The severity of trouble is one that exists."""
    if runner.trouble not in SEVERITIES:
        yield f"trouble {runner.trouble!r} is unknown; use {', '.join(reversed(SEVERITIES))}"


def channel_faults(attribute: str, names: Sequence[str]) -> Iterator[str]:
    """Yield a fault for each channel that is neither a variable's name nor an address."""
    remedy = "write the name of an environment variable that holds its URL, or an e-mail address"
    for name in names:
        if "://" in name:  # it may hold a secret
            yield f"{attribute} holds a URL, which belongs in the environment; {remedy}"
        elif not _VARIABLE.fullmatch(name) and not _ADDRESS.fullmatch(name):
            yield f"{attribute} names {name!r}; {remedy}"


def alert_warnings(entry: Entry) -> Iterator[str]:
    """Yield rules of a KPI that are hardly what is meant; those with errors are left out."""
    rules = entry.kpi.alerts or ()
    if any(rules_faults(rules)):
        return
    for rule in rules:
        yield from _kpi_faults(rule, entry)
    yield from pair_faults(rules)


def rules_faults(rules: Sequence[AlertRule]) -> Iterator[str]:
    """Yield what is wrong with each rule by itself."""
    for rule in rules:
        yield from _rule_faults(rule)


def _rule_faults(rule: AlertRule) -> Iterator[str]:
    if rule.severity not in SEVERITIES:
        yield f"{rule} has an unknown severity; use {', '.join(reversed(SEVERITIES))}"
    if rule.for_ < 1:
        yield f"{rule} asks for no value; set for_ to 1 or more"
    if rule.kind.startswith("trend") and rule.over < 1:
        yield f"{rule} compares a value with itself; set over to 1 or more"
    numbers = [each for each in (rule.limit, rule.clear) if each is not None]
    if not all(map(math.isfinite, numbers)):
        yield f"{rule} has a limit that is not a finite number; no value can reach it"
    elif rule.kind not in ("above", "below") and any(number < 0 for number in numbers):
        yield f"{rule} has a negative percentage; write it without the sign"
    elif rule.clear is not None and _clears_beyond(rule, rule.clear):
        side = "above" if rule.kind == "below" else "below"
        yield f"{rule} would end before it begins; set clear {side} {rule.limit:g}"


def _clears_beyond(rule: AlertRule, clear: float) -> bool:
    assert rule.limit is not None
    return clear < rule.limit if rule.kind == "below" else clear > rule.limit


def _kpi_faults(rule: AlertRule, entry: Entry) -> Iterator[str]:
    kpi, limit = entry.kpi, rule.limit
    if rule.kind.endswith("_target") and kpi.target is None:
        yield f"{rule} never fires without a target; set target=, or a target by a command"
    if rule.kind == "below" and kpi.unit == "count" and limit is not None and limit <= 0:
        yield f"{rule} can never fire, since a count is never below 0; raise its limit"
    if rule.kind in ("above", "below") and kpi.unit == "percent" and limit and abs(limit) > 1:
        remedy = f"write {limit / 100:g} for {limit:g} %"
        yield f"{rule} is about {limit * 100:,.0f} %, since 1 is 100 %; {remedy}"
    if rule.kind == "unusual" and entry.range != one_period(kpi.cadence):
        yield f"{rule} never fires, since values of {entry.range} overlap; remove it"
    if rule.kind == "off_target" and rule.severity == "good":
        yield f"{rule} calls a missed target good news; use another severity"
    if rule.severity in _BAD:
        yield from _direction_faults(rule, entry)


def _direction_faults(rule: AlertRule, entry: Entry) -> Iterator[str]:
    """Yield that a rule warns of what is good."""
    kpi = entry.kpi
    relative = rule.kind not in ("above", "below")
    good_side = {"higher": _UP, "lower": _DOWN}.get(kpi.better, ())
    if relative and rule.kind in good_side:
        fault = f"{rule} warns of a movement that better={kpi.better!r} calls good"
        yield f"{fault}; use severity 'good', or the other direction"
    target = entry.targets[-1].value if entry.targets else None
    if relative or rule.limit is None or target is None:
        return
    low, high = (target.low, target.high) if isinstance(target, Band) else (target, target)
    if kpi.better in ("lower", "within") and rule.kind == "above" and rule.limit < high:
        yield f"{rule} warns of values that reach the target {high:g}; raise its limit"
    if kpi.better in ("higher", "within") and rule.kind == "below" and rule.limit > low:
        yield f"{rule} warns of values that reach the target {low:g}; lower its limit"


def pair_faults(rules: Sequence[AlertRule]) -> Iterator[str]:
    """Yield rules that make others needless, or that leave no value without an alert."""
    for one, other in combinations(rules, 2):
        if _covers(one, other) and _is_as_severe(one, other):
            yield f"{other} can never speak beside {one}; remove it, or change its limit"
        elif _covers(other, one) and _is_as_severe(other, one):
            yield f"{one} can never speak beside {other}; remove it, or change its limit"
        elif _leaves_nothing(one, other) or _leaves_nothing(other, one):
            yield f"every value is an alert by {one} or {other}; change one of the limits"


def _covers(one: AlertRule, other: AlertRule) -> bool:
    """Return whether one rule holds wherever another of its kind begins to hold."""
    if (one.kind, one.over) != (other.kind, other.over) or one.for_ > other.for_:
        return False
    if one.limit is None or other.limit is None:
        return True
    return one.limit >= other.limit if one.kind == "below" else one.limit <= other.limit


def _is_as_severe(one: AlertRule, other: AlertRule) -> bool:
    return SEVERITIES.index(one.severity) >= SEVERITIES.index(other.severity)


def _leaves_nothing(one: AlertRule, other: AlertRule) -> bool:
    if (one.kind, other.kind) != ("above", "below") or one.limit is None or other.limit is None:
        return False
    return one.limit < other.limit
