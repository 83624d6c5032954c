"""Alert rules as authors declare them."""

from __future__ import annotations

import pytest

from core.kpi import Kpi, above, above_target, below, below_target, trend_down, trend_up, unusual
from core.runner import Runner


def test_a_rule_reads_as_it_is_written() -> None:
    rules = [
        above(0.05, "critical", clear=0.025, for_=2),
        below(3),
        above_target(10, "good"),
        below_target(20),
        trend_down(15, over=4),
        trend_up(7.5, "info", over=1),
        unusual(),
    ]

    assert [str(rule) for rule in rules] == [
        "above(0.05, 'critical', clear=0.025, for_=2)",
        "below(3, 'warning')",
        "above_target(10, 'good')",
        "below_target(20, 'warning')",
        "trend_down(15, 'warning', over=4)",
        "trend_up(7.5, 'info', over=1)",
        "unusual('warning')",
    ]


def test_a_rule_refuses_values_of_another_type() -> None:
    with pytest.raises(TypeError, match="the limit of an alert must be a number, not '5'"):
        above("5")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="for_ must be a number of periods"):
        above(5, for_=1.5)  # type: ignore[arg-type]


def test_alerts_are_a_list_of_rules() -> None:
    given = {"name": "n", "owner": "a@example.com", "unit": "count", "query": ""}
    with pytest.raises(TypeError, match="alerts must be a list of rules such as"):
        Kpi(**given, alerts=above(5))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="each of alerts must be a rule such as"):
        Kpi(**given, alerts=[0.05])  # type: ignore[arg-type,list-item]
    with pytest.raises(TypeError, match="alerts must be a list of rules"):
        Runner(title="t", timezone="UTC", schedule={}, alerts=unusual())  # type: ignore[arg-type]
