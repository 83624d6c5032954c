"""Trees with values, for tests of analyses."""

from __future__ import annotations

from core.analysis.tree import Metric
from core.model import parse_tree


def metric(label: str, before: float, after: float, unit: str = "number") -> Metric:
    """Return a KPI without a tree."""
    return Metric(label=label, before=before, after=after, unit=unit)


def tree(
    label: str, text: str, *drivers: Metric, values: tuple[float, float] | None = None
) -> Metric:
    """Return a KPI with a tree over drivers by their labels, and the values that it makes of them.

    `values` are others.
    """
    by_name = {each.label: each for each in drivers}
    parsed = parse_tree(text)
    before = parsed.value({name: each.before for name, each in by_name.items()})
    after = parsed.value({name: each.after for name, each in by_name.items()})
    return Metric(
        label=label,
        before=values[0] if values else before,
        after=values[1] if values else after,
        unit="number",
        tree=parsed,
        drivers=by_name,
    )
