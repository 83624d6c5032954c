"""The gate of a run: values made from sources that fail their checks are kept back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.catalog import Entry, SourceKey, SourceTerms, Step, Task, cut_off, source_key
from core.compute import Computed, Computer, History, Verdict
from core.model import CheckedSource, Values, describe, stamp
from core.quality import blocked_by, is_late, judge
from core.run.check_results import Judged, check_results, fresh_name
from core.run.context import RELEASED, RunContext
from core.run.probe import SourceProbe
from core.run.reasons import Reason
from core.run.releases import Releases, join_sentences
from core.run.value_gate import ValueGate
from core.store import CheckRecord, Checks


@dataclass
class QualityGate:
    """Judges each source when the first value made from it is computed, in the run's snapshot."""

    context: RunContext
    computer: Computer
    probe: SourceProbe
    values: ValueGate
    releases: Releases
    _judged: dict[tuple[SourceKey, str], Judged] = field(default_factory=dict)
    _readers: dict[tuple[SourceKey, str], set[str]] = field(default_factory=dict)
    _kept: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    _rows: dict[tuple[str, str], int] | None = None

    def judge(self, task: Task, computed: Sequence[Computed]) -> Verdict:
        """Return whether the values of a task are let through."""
        reasons = [*self._reasons(task), *self.values.reasons(task, computed)]
        if not reasons:
            return Verdict()
        text = join_sentences(reasons)
        release, worse = self.releases.find(task, reasons)
        if release:
            return Verdict(remark=f"{RELEASED} {release.released_by}: {release.note} ({text})")
        for reason in reasons:
            kept = self._kept.setdefault((task.entry.domain, reason.check), set())
            kept.add(task.entry.number)
        is_blocked = any(reason.outcome == "withheld" for reason in reasons)
        return Verdict("withheld" if is_blocked else "late", "; ".join(filter(None, (text, worse))))

    def _reasons(self, task: Task) -> Iterator[Reason]:
        """Yield what keeps the values of a task back."""
        entry = task.entry
        read = self.computer.facts_of(entry).columns_read
        for source in entry.kpi.sources:
            if isinstance(source, Values):
                continue
            terms = self.context.catalogue.terms.get(source_key(source))
            if terms is None or not terms.is_judged:
                continue
            judged = self._judge_source(entry, source, terms)
            if terms.fresh:
                yield from self._late(task, judged)
            for finding in blocked_by(judged.findings, read):
                yield Reason(
                    f"{judged.name}: {finding.check}",
                    "withheld",
                    finding.sentence,
                    finding.measured,
                    is_fixed=finding.check.kind in ("columns", "rows_like_before"),
                )

    def _late(self, task: Task, judged: Judged) -> Iterator[Reason]:
        catalogue, now = self.context.catalogue, self.context.settings.now
        until = min(now, cut_off(task.entry, task.period, catalogue, now))
        newest, fresh = judged.measured.newest, judged.terms.fresh
        check = f"{judged.name}: {fresh_name(judged.terms)}"
        if judged.measured.fault:
            sentence = f"{judged.name} cannot be judged: {judged.measured.fault}"
            yield Reason(check, "late", sentence)
        elif is_late(newest, fresh, until):
            zone = catalogue.runners[task.entry.domain].zone
            state = f"its newest row is of {stamp(newest, zone)}" if newest else "it has no row"
            sentence = f"{judged.name} is not fresh: {state}, and {fresh} are allowed"
            yield Reason(check, "late", sentence)

    def _judge_source(self, entry: Entry, source: CheckedSource, terms: SourceTerms) -> Judged:
        """Return the judgement on a source; it is measured once per time zone."""
        key = source_key(source), self.computer.timezone_of(entry)
        self._readers.setdefault(key, set()).add(entry.domain)
        if key not in self._judged:
            name = describe(source)
            measured = self.probe.measure(entry, source, terms)
            counts = {str(check): self._rows_before(name, str(check)) for check in terms.checks}
            before = {check: rows for check, rows in counts.items() if rows}
            day = self.context.catalogue.today(entry.domain, self.context.settings.now)
            findings = judge(name, terms.checks, measured, before, day)
            self._judged[key] = Judged(name, terms, measured, findings)
        return self._judged[key]

    def _rows_before(self, source: str, check: str) -> int:
        if not check.startswith("rows_like_before"):
            return 0
        if self._rows is None:
            self._rows = Checks(self.context.database).accepted_rows()
        return self._rows.get((source, check), 0)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return a sentence on each check that warns."""
        found = [finding for judged in self._judged.values() for finding in judged.findings]
        warnings = [f"warning: {each.sentence}" for each in found if each.outcome == "warned"]
        return tuple(dict.fromkeys((*warnings, *self.values.warnings)))

    def store(self, run_ids: Mapping[str, str]) -> None:
        """Store the outcome of every check, and the releases that were made."""
        checks = Checks(self.context.database)
        accepted = {check for each in self.releases.made for check in each.checks.splitlines()}
        results: list[CheckRecord] = []
        for key, domains in self._readers.items():
            for domain in sorted(domains):
                results += check_results(
                    self._judged[key],
                    domain,
                    run_ids[domain],
                    self.context.settings.now,
                    self._kept,
                    accepted,
                )
        now = self.context.settings.now
        results += self.values.records(run_ids, now, sorted(accepted))
        checks.add(results)
        self.releases.store(run_ids)


def open_gate(
    context: RunContext, computer: Computer, steps: Sequence[Step], history: History
) -> QualityGate | None:
    """Return the gate of a run; None if nothing of its KPIs is checked."""
    judged = {key for key, terms in context.catalogue.terms.items() if terms.is_judged}
    for step in steps:
        sources = (each for each in step.entry.kpi.sources if not isinstance(each, Values))
        if step.entry.kpi.checks or any(source_key(each) in judged for each in sources):
            probe = SourceProbe(context, computer)
            values = ValueGate(context, history)
            return QualityGate(context, computer, probe, values, Releases(context))
    return None
