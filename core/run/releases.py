"""The releases of a run's values: those that were made before, and those that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.catalog import Task
from core.run.context import ReleaseRequest, RunContext
from core.run.reasons import Reason
from core.settings import host, user
from core.store import Checks, Release

_NOTABLE = 1.1  # a fault is worse if it exceeds the released one by more than a tenth


def is_worse(reason: Reason, release: Release) -> bool:
    """Return whether a check finds more amiss than a release of it let through."""
    if reason.outcome == "late":
        return False
    known = release.measured_of(reason.check)
    if reason.is_fixed or reason.measured is None or known is None:
        return reason.sentence not in release.reason
    return reason.measured > known * _NOTABLE


@dataclass
class Releases:
    """Finds the release of a value; `made` are those that a person asks this run for."""

    context: RunContext
    made: list[Release] = field(default_factory=list)
    _stored: dict[str, list[Release]] = field(default_factory=dict)

    def find(self, task: Task, reasons: Sequence[Reason]) -> tuple[Release | None, str]:
        """Return the release that lets a task's value through, made now if it is asked for.

        If there was one until a fault got worse, return None and a sentence on that.
        """
        request = self.context.options.release
        period = task.period.label
        if request and request.names(task.entry.domain, task.entry.number, period):
            self.made.append(self._make(task, request, reasons))
            return self.made[-1], ""
        checks = [reason.check for reason in reasons]
        named = [each for each in self._of(task) if each.names(checks)]
        for release in named:
            if not any(is_worse(reason, release) for reason in reasons):
                return release, ""
        return None, self._worse_than(named[0]) if named else ""

    def _of(self, task: Task) -> list[Release]:
        """Return the stored releases of a task's value, newest first."""
        domain = task.entry.domain
        if domain not in self._stored:
            self._stored[domain] = Checks(self.context.database).releases(domain)
        value = task.entry.number, task.period.label
        stored = reversed(self._stored[domain])
        return [each for each in stored if (each.kpi_number, each.period) == value]

    def _worse_than(self, release: Release) -> str:
        zone = self.context.catalogue.runners[release.domain].zone
        day = release.released_at.astimezone(zone).date()
        return f"worse than what {release.released_by} released on {day}"

    def _make(self, task: Task, request: ReleaseRequest, reasons: Sequence[Reason]) -> Release:
        measured = ("" if each.measured is None else repr(each.measured) for each in reasons)
        return Release(
            domain=task.entry.domain,
            kpi_number=task.entry.number,
            period=task.period.label,
            checks="\n".join(reason.check for reason in reasons),
            reason=join_sentences(reasons),
            note=request.note,
            released_by=user(),
            host=host(),
            command=self.context.options.command,
            run_id="",
            released_at=self.context.settings.now,
            measured="\n".join(measured),
        )

    def store(self, run_ids: Mapping[str, str]) -> None:
        """Store the releases that were made."""
        for release in self.made:
            done = replace(release, run_id=run_ids[release.domain])
            Checks(self.context.database).add_release(done)


def join_sentences(reasons: Sequence[Reason]) -> str:
    """Return what all reasons say."""
    return "; ".join(reason.sentence for reason in reasons)
