"""Findings and warnings on alert rules."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest

from core.catalog.alert_rules import alert_warnings, check_alerts, check_runner_alerts
from core.model.alerts import (
    AlertRule,
    above,
    above_target,
    below,
    below_target,
    off_target,
    trend_down,
    trend_up,
    unusual,
)
from core.model.targets import Band
from core.runner import Runner
from tests.catalogues import catalogue_with, entry


@pytest.mark.parametrize(
    ("rule", "finding"),
    [
        (above(1, "urgent"), "unknown severity; use critical, warning, info, good"),  # type: ignore[arg-type]
        (above(1, for_=0), "asks for no value; set for_ to 1 or more"),
        (trend_up(5, over=0), "compares a value with itself; set over to 1 or more"),
        (below(math.nan), "not a finite number"),
        (below_target(-20), "has a negative percentage; write it without the sign"),
        (above(3, clear=4), "would end before it begins; set clear below 3"),
        (below(3, clear=2), "would end before it begins; set clear above 3"),
    ],
)
def test_a_rule_that_is_impossible_is_a_finding(rule: AlertRule, finding: str) -> None:
    one = entry(1, alerts=[rule], target=5)
    (found,) = check_alerts(one, catalogue_with(one))

    assert finding in found
    runner = Runner(title="t", timezone="UTC", schedule={}, alerts=[rule])
    assert list(check_runner_alerts(runner)) == [found]
    assert list(alert_warnings(one)) == []


@pytest.mark.parametrize(
    ("rules", "given", "warning"),
    [
        ([below(0)], {}, "can never fire, since a count is never below 0"),
        ([above(5)], {"unit": "percent"}, "is about 500 %, since 1 is 100 %; write 0.05 for 5 %"),
        ([below_target(20)], {}, "never fires without a target"),
        ([above(3)], {"better": "lower", "target": 5}, "warns of values that reach the target 5"),
        ([below(7)], {"better": "higher", "target": 5}, "warns of values that reach the target 5"),
        (
            [below(7)],
            {"better": "within", "target": Band(5, 9)},
            "warns of values that reach the target 5",
        ),
        ([above_target(5)], {"better": "higher", "target": 5}, "use severity 'good'"),
        ([off_target(5, "good")], {"target": 5}, "calls a missed target good news"),
        ([off_target(5)], {}, "never fires without a target"),
        ([off_target(20), off_target(30)], {"target": 5}, "can never speak beside off_target(20"),
        ([trend_down(5)], {"better": "lower"}, "use severity 'good', or the other direction"),
        (
            [above(5), above(3, "critical")],
            {},
            "above(5, 'warning') can never speak beside above(3, 'critical')",
        ),
        (
            [below(3, "info"), below(3, "info")],
            {},
            "below(3, 'info') can never speak beside below(3, 'info')",
        ),
        ([unusual(), unusual("info")], {}, "unusual('info') can never speak beside"),
        ([above(3), below(5)], {}, "every value is an alert by above(3, 'warning') or below(5,"),
    ],
)
def test_a_rule_that_is_hardly_meant_is_a_warning(
    rules: Sequence[AlertRule], given: dict[str, Any], warning: str
) -> None:
    one = entry(1, alerts=rules, **given)
    (found,) = alert_warnings(one)

    assert warning in found
    assert list(check_alerts(one, catalogue_with(one))) == []


@pytest.mark.parametrize(
    ("rules", "given"),
    [
        ([above(5, "critical"), above(3, clear=2)], {"better": "lower", "target": 3}),
        ([above_target(5, "good"), below_target(20)], {"better": "higher", "target": 5}),
        ([above(5), above(3, "critical", for_=3)], {}),
        ([trend_up(15, over=4), trend_up(10, over=1)], {}),
        ([above(5), below(3)], {}),
        ([off_target()], {"better": "within", "target": Band(5, 9)}),
        ([off_target(20, "critical"), off_target(5)], {"better": "lower", "target": 5}),
    ],
)
def test_sound_rules_have_none(rules: Sequence[AlertRule], given: dict[str, Any]) -> None:
    one = entry(1, alerts=rules, **given)

    assert list(alert_warnings(one)) == []
    assert list(check_alerts(one, catalogue_with(one))) == []
