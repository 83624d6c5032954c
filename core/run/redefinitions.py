"""Changes of definitions that a run says in one line each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from core.catalog import Catalogue, runner_differences
from core.model import Definition, format_value, last_ended
from core.store import Replacement


def redefinition_lines(
    catalogue: Catalogue, replaced: Iterable[Replacement], now: datetime
) -> list[str]:
    """Return what changed about runners and targets since the definitions in force before."""
    lines: list[str] = []
    for each in replaced:
        lines += _runner_lines(each.before, each.now)
        lines += _target_lines(catalogue, each.before, each.now, now)
    # The definitions of all KPIs of a domain have the same title and time zone.
    return list(dict.fromkeys(lines))


def _runner_lines(before: Definition, now: Definition) -> Iterator[str]:
    for change in runner_differences(before, now.title, now.timezone):
        is_zone = change.startswith("time zone")
        effect = "; values computed from now on have a new definition" if is_zone else ""
        yield f"{now.domain} has changed its {change}{effect}"


def _target_lines(
    catalogue: Catalogue, before: Definition, now: Definition, instant: datetime
) -> Iterator[str]:
    if before.target == now.target:
        return
    newest = last_ended(now.cadence, catalogue.today(now.domain, instant))
    yield (
        f"{now.domain}/kpi_{now.kpi_number:02}: the target changed from {_target(before)} to"
        f" {_target(now)} from {newest} on; earlier periods keep theirs"
    )


def _target(definition: Definition) -> str:
    if definition.target is None:
        return "none"
    return format_value(definition.target, definition.unit)
