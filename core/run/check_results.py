"""The record of a run's checks: what was found of each source, as the store keeps it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.catalog import SourceTerms
from core.model import parse_time
from core.quality import Measurement, SourceFinding, is_late
from core.store import CheckRecord

_HOUR = 3600
KeptKpis = Mapping[tuple[str, str], Collection[int]]  # by domain, and source with check


@dataclass(frozen=True, slots=True)
class Judged:
    """A source as a run found it."""

    name: str
    terms: SourceTerms
    measured: Measurement
    findings: Sequence[SourceFinding]


def fresh_name(terms: SourceTerms) -> str:
    """Return the check of a source's newest row, by name."""
    return f"fresh({terms.fresh!r})"


def check_results(
    judged: Judged,
    domain: str,
    run_id: str,
    now: datetime,
    kept: KeptKpis,
    accepted: Collection[str],
) -> Iterator[CheckRecord]:
    """Yield the outcome of each check of a source, for one domain that reads it.

    Args:
        judged: The source.
        domain: The domain.
        run_id: Its run.
        now: When the run began.
        kept: The KPIs whose values each check keeps back.
        accepted: Checks of which a person released a value in this run.
    """
    blank = _blank(judged, domain, run_id, now)
    results = [_of_finding(blank, finding, accepted) for finding in judged.findings]
    if judged.terms.fresh:
        results.insert(0, _fresh(blank, judged))
    for result in results:
        numbers = sorted(kept.get((domain, f"{judged.name}: {result.check_name}"), ()))
        yield replace(result, kpis=", ".join(map(str, numbers)))


def _blank(judged: Judged, domain: str, run_id: str, now: datetime) -> CheckRecord:
    return CheckRecord(
        run_id=run_id,
        domain=domain,
        source=judged.name,
        check_name="",
        kind="fresh",
        outcome="passed",
        measured=None,
        allowed=None,
        rows=judged.measured.rows,
        newest=judged.measured.newest,
        message="",
        kpis="",
        checked_at=now,
    )


def _of_finding(
    blank: CheckRecord, finding: SourceFinding, accepted: Collection[str]
) -> CheckRecord:
    name = f"{blank.source}: {finding.check}"
    is_accepted = finding.outcome == "blocked" and name in accepted
    return replace(
        blank,
        check_name=str(finding.check),
        kind=finding.check.kind,
        outcome="accepted" if is_accepted else finding.outcome,
        measured=finding.measured,
        allowed=float(finding.check.share),
        message=finding.sentence,
    )


def _fresh(blank: CheckRecord, judged: Judged) -> CheckRecord:
    """Return how old a source's newest row is, and whether that is too old, in hours."""
    newest, fresh, now = judged.measured.newest, judged.terms.fresh, blank.checked_at
    late = is_late(newest, fresh, now)
    state = "its newest row is too old" if newest else "it has no row with a time"
    return replace(
        blank,
        check_name=fresh_name(judged.terms),
        outcome="late" if late else "passed",
        measured=(now - newest).total_seconds() / _HOUR if newest else None,
        allowed=parse_time(fresh).total_seconds() / _HOUR,
        message=f"{judged.name} is not fresh: {state}" if late else "",
    )
