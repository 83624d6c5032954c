"""One KPI as its file declares it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.model.alerts import AlertRule, require_rules
from core.model.requirement import require, require_texts
from core.model.review import ReviewCycle
from core.model.sources import Source, SqlFile, Values, snake_case
from core.model.targets import DEFAULT_THRESHOLDS, DeclaredTarget, Thresholds, require_target
from core.model.units import Unit
from core.model.value_checks import ValueCheck

Cadence = Literal["daily", "weekly", "monthly", "quarterly"]
Better = Literal["higher", "lower", "within", "neutral"]
AsOf = Literal["period", "run"]
Sensitivity = Literal["public", "internal", "confidential"]
Adds = Literal["", "sum", "ratio", "last", "no"]
KpiKind = Literal["", "north star", "driver", "guardrail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One KPI.

    Number and domain come from the file's path, the definition in words from its docstring.

    Attributes:
        name: The name that the scorecard shows.
        owner: E-mail address of the person responsible for the number.
        unit: `count`, `number`, `percent` (a fraction: 0.12 reads 12 %), `hours`, `days` or an ISO
            4217 currency.
        query: A SELECT returning one `value`, or rows of `field, value`; optionally `numerator` and
            `denominator`.
        better: The direction that is good, or "within" a band.
        cadence: The length of one period.
        range: The time that the value covers, ending with its period: "4 weeks", "3 months", "year
            to date"; default one period, or as long as the longest `Values(last=)`.
        target: The value to reach, in the value's unit: a number; `Band(0.02, 0.05)` to stay
            within; or a list of `Target(0.12, since="2026-W27", why=…)`. It decides no value.
        thresholds: The progress, in per cent, at which each status begins.
        sources: Everything the query reads, and nothing else.
        since: First period that has data: "2025-W01", "2025-03" or "2025-03-01".
        settles: The time after a period in which its data may still change, in the cadence's own
            unit: "3 weeks". Each scheduled run computes those periods again, and their values are
            provisional. With "auto" it is learnt from how far stored values have moved so far.
        as_of: "run" if the value is the state at the time of the run, so that the query needs no
            period. It decides no value, so it is not part of a definition's version.
        adds: How values of several periods become one to date: "sum", "ratio" of the sums of
            `numerator` and `denominator`, "last", or "no", which an undeclared one counts as. It
            decides no value.
        limits_since: First period of the values from which process limits are computed, such as
            "2026-W10"; default the first stored one under the present definition. It decides no
            value.
        reviewed: Day on which the definition was last confirmed, "2026-10-01".
        review: How often the definition has to be confirmed: `monthly`, `quarterly`, `half-yearly`
            or `yearly`.
        category: The group in which the catalogue lists the KPI, "Retention".
        sensitivity: The readers for whom the number is meant: `public`, `internal` or
            `confidential`.
        playbook: What to do when the number moves, as text or as the URL of a page.
        alerts: Rules by which values are alerted, instead of the runner's: `[above(0.05,
            "critical")]`. They decide no value, so they are not part of a definition's version.
        checks: What a value has to be like to go out: `[value_between(0, 1), zscore(2.5),
            at_most(Values(12))]`. They decide no value either.
        kind: The KPI's place among the others of its domain: `north star`, `driver` or `guardrail`.
        tree: What the value is made of, as a formula over the names of `drivers` and of `Values`
            among the sources: "orders_per_client * items_per_order". It decides no value.
        drivers: The KPIs that `tree` names and the query does not read:
            `[Values(41, name="orders_per_client")]`.
        field: Identity of the series; default the name in snake case. Set it to keep the series
            when renaming.
    """

    name: str
    owner: str
    unit: Unit
    query: str | SqlFile
    better: Better = "neutral"
    cadence: Cadence = "weekly"
    range: str = ""
    target: DeclaredTarget = None
    thresholds: Thresholds = DEFAULT_THRESHOLDS
    sources: Sequence[Source] = ()
    since: str = ""
    settles: str = ""
    as_of: AsOf = "period"
    adds: Adds = ""
    limits_since: str = ""
    reviewed: str = ""
    review: ReviewCycle | Literal[""] = ""
    category: str = ""
    sensitivity: Sensitivity | Literal[""] = ""
    playbook: str = ""
    alerts: Sequence[AlertRule] | None = None
    checks: Sequence[ValueCheck] = ()
    kind: KpiKind = ""
    tree: str = ""
    drivers: Sequence[Values] = ()
    field: str = ""

    def __post_init__(self) -> None:
        require_texts(
            self,
            "name",
            "owner",
            "unit",
            "better",
            "cadence",
            "range",
            "since",
            "settles",
            "as_of",
            "adds",
            "limits_since",
            "reviewed",
            "review",
            "category",
            "sensitivity",
            "playbook",
            "kind",
            "tree",
            "field",
        )
        require(self.query, str | SqlFile, "query", "SQL, or sql_file()")
        require_target(self.target)
        require(self.thresholds, Thresholds, "thresholds", "Thresholds")
        require(self.checks, list | tuple, "checks", "a list of value_between(…), zscore(…), …")
        for check in self.checks:
            require(check, ValueCheck, "each of checks", "one such as value_between(…)")
        require(self.sources, list | tuple, "sources", "a list of Table, File, Tab and Values")
        for source in self.sources:
            require(source, Source, "each of sources", "a Table, File, Tab or Values")
        require(self.drivers, list | tuple, "drivers", "a list of Values")
        for driver in self.drivers:
            require(driver, Values, "each of drivers", 'one such as Values(41, name="clients")')
        if self.alerts is not None:
            require_rules(self.alerts, "alerts")

    @property
    def field_name(self) -> str:
        """The series' identity in the store."""
        return self.field or snake_case(self.name)
