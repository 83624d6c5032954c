"""The judgement on computed values by the checks of their KPIs, in a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.catalog import KpiKey, Step, Task
from core.compute import Computed
from core.model import Period, ValueCheck
from core.quality import ValueFinding, judge_value
from core.run.context import RunContext
from core.run.reasons import Reason
from core.store import CheckRecord

_KnownValues = dict[Period, float]


@dataclass
class ValueGate:
    """Judges values; `warnings` are the sentences of checks that warn.

    Values before are those that were stored, and those that the run has judged.
    """

    context: RunContext
    steps: Sequence[Step]
    warnings: list[str] = field(default_factory=list)
    _stored: dict[str, dict[tuple[int, str], _KnownValues]] = field(default_factory=dict)
    _found: dict[tuple[KpiKey, ValueCheck], tuple[str, ValueFinding]] = field(default_factory=dict)

    def reasons(self, task: Task, computed: Sequence[Computed]) -> Iterator[Reason]:
        """Yield what keeps a task's values back, and remember what was found."""
        checks = task.entry.kpi.checks
        if not checks:
            return
        for each in computed:
            if each.value is None:
                continue
            known = self._before(task, each.field)
            before = [known[period] for period in sorted(known) if period < task.period]
            for check in checks:
                finding = judge_value(check, each.value, before, task.entry.kpi.unit)
                yield from self._judged(task, each.field, check, finding)
            known[task.period] = each.value

    def _judged(
        self, task: Task, label: str, check: ValueCheck, finding: ValueFinding
    ) -> Iterator[Reason]:
        entry = task.entry
        sentence = finding.sentence and " ".join(filter(None, (label, finding.sentence)))
        outcome = self._outcome(task, check) if sentence else "passed"
        before = self._found.get((entry.key, check), ("passed", finding))
        if sentence or before[0] == "passed":
            full = f"{task.period}: {sentence}" if sentence else ""
            self._found[entry.key, check] = outcome, replace(finding, sentence=full)
        if outcome == "warned":
            self.warnings.append(f"warning: {entry.id} {task.period}: {sentence}")
        elif outcome == "blocked":
            yield Reason(f"{entry.id}: {check}", "withheld", sentence)

    def _outcome(self, task: Task, check: ValueCheck) -> str:
        today = self.context.catalogue.today(task.entry.domain, self.context.settings.now)
        if check.excused and check.excused.covers(today):
            return "excused"
        return "blocked" if check.blocks else "warned"

    def _before(self, task: Task, label: str) -> _KnownValues:
        """Return the known values of a label of a KPI, by period."""
        domain = task.entry.domain
        if domain not in self._stored:
            self._stored[domain] = self._read(domain)
        return self._stored[domain].setdefault((task.entry.number, label), {})

    def _read(self, domain: str) -> dict[tuple[int, str], _KnownValues]:
        """Read the stored values of all KPIs of a domain that have checks of their spread."""
        first: dict[int, Period] = {}
        for step in self.steps:
            entry = step.entry
            last = max((check.last for check in entry.kpi.checks), default=0)
            if entry.domain == domain and last:
                first[entry.number] = step.tasks[0].period.shift(-last)
        if not first:
            return {}
        oldest = min(period.first_day for period in first.values())
        values: dict[tuple[int, str], _KnownValues] = {}
        entries = {step.entry.number: step.entry for step in self.steps}
        for row in self.context.store.rows(domain, list(first), first=oldest):
            entry = entries[row.kpi_number]
            is_series = (row.field_name, row.range_type) == (
                entry.kpi.field_name,
                str(entry.range),
            )
            if is_series and row.value is not None:
                key = row.kpi_number, row.field_details
                values.setdefault(key, {})[row.period] = row.value
        return values

    def records(
        self, run_ids: Mapping[str, str], now: datetime, accepted: Sequence[str]
    ) -> Iterator[CheckRecord]:
        """Yield the outcome of each check of each KPI: the newest that deviates, if one does."""
        for ((domain, number), check), (outcome, finding) in self._found.items():
            name = f"{domain}/kpi_{number:02}"
            is_accepted = outcome == "blocked" and f"{name}: {check}" in accepted
            kept = outcome == "blocked" and not is_accepted
            yield CheckRecord(
                run_id=run_ids[domain],
                domain=domain,
                source=name,
                check_name=str(check),
                kind=check.kind,
                outcome="accepted" if is_accepted else outcome,
                measured=finding.measured,
                allowed=float(check.limit) or None,
                rows=None,
                newest=None,
                message=finding.sentence,
                kpis=str(number) if kept else "",
                checked_at=now,
            )
