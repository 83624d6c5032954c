"""Incidents after a run: KPIs without an answer, cells that could not be written, old holes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from core.catalog import hole_lines, name_periods
from core.compute import TaskResult
from core.errors import Finding
from core.model import CADENCES, UNANSWERED, Period, Row, Runner, counted
from core.run.aftermath import Aftermath

if TYPE_CHECKING:
    from core.alerts import Incident

_MOST_NAMED = 5


def find_incidents(
    title: str, domain: str, after: Aftermath, left_out: Mapping[str, str]
) -> Iterator[Incident]:
    """Yield the faults that a run can find, also those that are over.

    `left_out` has a sentence for each KPI that a finding keeps from running, by its file.
    """
    from core.alerts import Incident

    if domain in after.published:
        yield Incident("cells", "", "unwritten cells", *_unwritten(title, domain, after))
    if after.cadences(domain):
        sentence = _failure_sentence(title, len(left_out), list(left_out.values()))
        yield Incident("run", "findings", "faulty KPI files", tuple(left_out), sentence)
    for cadence in after.cadences(domain):
        results = after.results_of(domain, cadence)
        if results:  # what was not computed again may fail as before
            failed = _unanswered(results)
            items = tuple(f"{name} {outcome}" for name, outcome in failed)
            sentence = _failure_sentence(title, len(failed), _reasons(failed))
            yield Incident("run", cadence, f"incomplete {cadence} run", items, sentence)
        holes = [
            hole
            for hole in after.holes
            if hole.entry.domain == domain and hole.entry.kpi.cadence == cadence
        ]
        names = tuple(hole.entry.id for hole in holes)
        lines = "; ".join(hole_lines(holes))
        yield Incident("hole", cadence, f"gaps in {cadence} values", names, lines)


def find_withheld(runner: Runner, domain: str, after: Aftermath) -> Iterator[Incident]:
    """Yield for each owner the values of theirs that checks keep back, none if all is in order.

    An owner who is one of the runner's channels gets no second message. A run that a person limits
    says nothing of values that it did not compute.
    """
    from core.alerts import Incident

    told = runner.channels.get(runner.trouble, ())
    for cadence in CADENCES:
        results, is_partial = after.results_of(domain, cadence), (domain, cadence) not in after.due
        for owner in dict.fromkeys(result.task.entry.kpi.owner for result in results):
            rows = _withheld_rows(owner, results)
            if is_partial:  # a value of today so far is not final
                rows = [row for row in rows if not row.partial]
            items = tuple(dict.fromkeys(f"{domain}/kpi_{row.kpi_number:02}" for row in rows))
            sentence = _withheld_sentence(runner.title, domain, rows)
            if owner not in told:
                about, name = f"{cadence} {owner}", "withheld values"
                yield Incident("withheld", about, name, items, sentence, owner, is_partial)


def _withheld_rows(owner: str, results: Sequence[TaskResult]) -> list[Row]:
    """Return a row of each period of an owner's KPIs that a check keeps back."""
    rows = []
    for result in results:
        if result.task.entry.kpi.owner == owner:
            rows += [row for row in result.rows if row.outcome == "withheld"][:1]
    return rows


def _withheld_sentence(title: str, domain: str, rows: Sequence[Row]) -> str:
    periods: dict[tuple[int, str], list[Period]] = {}
    for row in rows:
        periods.setdefault((row.kpi_number, row.reason), []).append(row.period)
    reasons = [
        f"{domain}/kpi_{number:02} {name_periods(found)}: {reason}"
        for (number, reason), found in periods.items()
    ]
    remedy = f"fix the source, or run scorecard release {domain} KPI PERIOD --note REASON"
    return f"{title} withholds {counted(len(rows), 'value')}: {_listed(reasons)}; {remedy}"


def _listed(reasons: Sequence[str], between: str = "; ") -> str:
    """Return some of the reasons, and how many more there are."""
    named = list(reasons[:_MOST_NAMED])
    more = len(reasons) - len(named)
    if more:
        named.append(f"and {more} more")
    return between.join(named)


_Unanswered = Mapping[tuple[str, str], Row]  # by id of the KPI and outcome


def _unanswered(results: Sequence[TaskResult]) -> _Unanswered:
    """Return a row of each KPI that has no answer, by the KPI's id and its outcome."""
    found: dict[tuple[str, str], Row] = {}
    for result in results:
        for row in result.rows:
            if row.outcome in UNANSWERED:
                found[result.task.entry.id, row.outcome] = row
    return found


def _reasons(found: _Unanswered) -> list[str]:
    """Return the KPIs with each reason, which many of them may share."""
    names: dict[tuple[Period, str, str], list[str]] = {}
    for (name, outcome), row in found.items():
        names.setdefault((row.period, outcome, row.reason), []).append(name)
    return [
        f"{_listed(same, ', ')} {period} {outcome}: {reason}"
        for (period, outcome, reason), same in names.items()
    ]


def _failure_sentence(title: str, count: int, reasons: Sequence[str]) -> str:
    return f"{title}: {counted(count, 'KPI')} without an answer: {_listed(reasons)}"


def _unwritten(title: str, domain: str, after: Aftermath) -> tuple[tuple[str, ...], str]:
    faults = after.faults(domain)
    items = tuple(_item(fault) for fault in faults)
    return items, f"{title} is not up to date: {' '.join(faults)}"


def _item(fault: str) -> str:
    """Return a fault without the sign between items."""
    return fault.replace(";", ",")


def left_out_of(findings: Iterable[Finding], domain: str) -> dict[str, str]:
    """Return the findings on KPIs of a domain, by their file."""
    folder = f"scorecards/{domain}/"
    return {each.file: str(each) for each in findings if each.file.startswith(folder)}
