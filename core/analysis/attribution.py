"""The change of a KPI taken apart into the parts of its drivers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from core.analysis.attribution_text import attribution_sentences
from core.analysis.contributions import Attribution, Contribution
from core.analysis.shapley import MOST_FACTORS, shapley
from core.analysis.tree import Metric, Path, flatten

NO_TREE = "its KPI file has no tree of drivers"

# Smaller amounts are noise of floats.
_NOISE = 5e-10

Parts = Mapping[Path, Fraction]


def attribute(
    metric: Metric,
    *,
    period: str,
    against: str,
    restated: float = 0.0,
    breaks: Sequence[str] = (),
) -> Attribution:
    """Return the parts of the change of a KPI, by the Shapley values of its flattened tree.

    `period` and `against` name what is compared.
    """
    contributions, reason = _contributions(metric)
    change = Fraction(metric.after) - Fraction(metric.before)
    left = change - sum(Fraction(each.amount) for each in contributions)
    found = Attribution(
        label=metric.label,
        unit=metric.unit,
        tree=str(metric.tree or ""),
        period=period,
        against=against,
        before=metric.before,
        after=metric.after,
        change=float(change),
        contributions=contributions,
        not_explained=_amount(left),
        restated=restated,
        key=metric.key,
        key_before=metric.key_before,
        breaks=tuple(breaks),
        reason=reason,
    )
    return replace(found, sentences=tuple(attribution_sentences(found)))


def _contributions(metric: Metric) -> tuple[tuple[Contribution, ...], str]:
    """Return the parts of the drivers, or why there are none."""
    if not metric.tree:
        return (), metric.obstacle or NO_TREE
    try:
        metric, factors = flatten(metric)
        if len(factors) > MOST_FACTORS:
            return (), f"its tree has more than {MOST_FACTORS} factors"
        parts = shapley(factors, metric.value)
        drivers = metric.drivers.items()
        return tuple(_contribution(driver, (name,), parts) for name, driver in drivers), ""
    except ZeroDivisionError:
        return (), "a denominator of its tree is 0"
    except OverflowError:
        return (), "its tree makes a number that is too large"


def _contribution(metric: Metric, path: Path, parts: Parts) -> Contribution:
    amount = sum((part for at, part in parts.items() if at[: len(path)] == path), Fraction(0))
    drivers = metric.drivers.items() if metric.tree else ()
    below = tuple(_contribution(driver, (*path, name), parts) for name, driver in drivers)
    left = amount - sum(Fraction(each.amount) for each in below)
    return Contribution(
        label=metric.label,
        before=metric.before,
        after=metric.after,
        amount=float(amount),
        unit=metric.unit,
        key=metric.key,
        key_before=metric.key_before,
        parts=below,
        not_explained=_amount(left) if below else 0.0,
        reason=metric.obstacle,
    )


def _amount(exact: Fraction) -> float:
    amount = float(exact)
    return 0.0 if abs(amount) < _NOISE else amount
