"""The judgement on computed values by the checks of their KPIs, in a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from core.catalog import KpiKey, Task
from core.compute import Computed, History
from core.model import ValueCheck, Values
from core.quality import ValueFinding, judge_relation, judge_value, outcome_of_deviation
from core.run.context import RunContext
from core.run.reasons import Reason
from core.store import CheckRecord


@dataclass
class ValueGate:
    """Judges values; `warnings` are the sentences of checks that warn.

    They are compared with what `history` has: stored values, and those that the run let through.
    """

    context: RunContext
    history: History
    warnings: list[str] = field(default_factory=list)
    _found: dict[tuple[KpiKey, ValueCheck], tuple[str, ValueFinding]] = field(default_factory=dict)

    def reasons(self, task: Task, computed: Sequence[Computed]) -> Iterator[Reason]:
        """Yield what keeps a task's values back, and remember what was found.

        A value of a part of a period is not judged: it is not like those of whole ones.
        """
        if task.period.last_day >= self._today(task):
            return
        for each in computed:
            if each.value is None:
                continue
            for check in task.entry.kpi.checks:
                finding = self._judge(task, check, each.field, each.value)
                yield from self._remember(task, each.field, check, finding)

    def _judge(self, task: Task, check: ValueCheck, label: str, value: float) -> ValueFinding:
        unit = task.entry.kpi.unit
        if check.is_relation:
            others = [self._value_of(task, other, label) for other in check.others]
            return judge_relation(check, value, others, unit)
        return judge_value(check, value, self._before(task, check, label), unit)

    def _today(self, task: Task) -> date:
        return self.context.catalogue.today(task.entry.domain, self.context.settings.now)

    def _before(self, task: Task, check: ValueCheck, label: str) -> list[float]:
        """Return the values of a label in the periods that a check compares, oldest first."""
        periods = [task.period.shift(-back) for back in range(check.last, 0, -1)]
        rows = self.history.rows(task.entry, periods)
        labelled = (row.value for row in rows if row.field_details == label and not row.partial)
        return [value for value in labelled if value is not None]

    def _value_of(self, task: Task, other: Values, label: str) -> float | None:
        """Return the value of another KPI for a label, or its only one; None if it has none."""
        entry = self.context.catalogue.by_key.get(task.entry.key_of(other))
        if entry is None or self.history.find_unanswered(entry, task.period):
            return None
        points = self.history.points(entry, [task.period])
        by_label = {point.field: point.value for point in points}
        return by_label.get("" if set(by_label) == {""} else label)

    def _remember(
        self, task: Task, label: str, check: ValueCheck, finding: ValueFinding
    ) -> Iterator[Reason]:
        entry = task.entry
        sentence = finding.sentence and " ".join(filter(None, (label, finding.sentence)))
        outcome = outcome_of_deviation(check, self._today(task)) if sentence else "passed"
        before = self._found.get((entry.key, check), ("passed", finding))
        if sentence or before[0] == "passed":
            full = f"{task.period}: {sentence}" if sentence else ""
            self._found[entry.key, check] = outcome, replace(finding, sentence=full)
        if outcome == "warned":
            self.warnings.append(f"warning: {entry.id} {task.period}: {sentence}")
        elif outcome == "blocked":
            yield Reason(f"{entry.id}: {check}", "withheld", sentence, finding.measured)

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
                allowed=float(check.within) if check.is_relation else float(check.limit) or None,
                rows=None,
                newest=None,
                message=finding.sentence,
                kpis=str(number) if kept else "",
                checked_at=now,
            )
