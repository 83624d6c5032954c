"""Changes of definitions that a run says in one line each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.catalog import runner_differences
from core.model import Definition, read_targets, targets_text
from core.store import Replacement


def redefinition_lines(replaced: Iterable[Replacement]) -> list[str]:
    """Return what changed about runners and targets since the definitions in force before."""
    lines: list[str] = []
    for each in replaced:
        lines += _runner_lines(each.before, each.now)
        lines += _target_lines(each.before, each.now)
    # The definitions of all KPIs of a domain have the same title and time zone.
    return list(dict.fromkeys(lines))


def _runner_lines(before: Definition, now: Definition) -> Iterator[str]:
    for change in runner_differences(before, now.title, now.timezone):
        is_zone = change.startswith("time zone")
        effect = "; values computed from now on have a new definition" if is_zone else ""
        yield f"{now.domain} has changed its {change}{effect}"


def _target_lines(before: Definition, now: Definition) -> Iterator[str]:
    was, became = _targets(before), _targets(now)
    if was == became:
        return
    place = f"{now.domain} {now.kpi_number}"
    yield (
        f"{now.domain}/kpi_{now.kpi_number:02}: the target changed from {was} to {became}; periods"
        f" that had one keep it, unless you give them another with scorecard target set {place}"
    )


def _targets(definition: Definition) -> str:
    targets = read_targets(definition.target, definition.targets)
    return targets_text(targets, definition.better, definition.unit) or "none"
