"""Changes as JSON."""

from __future__ import annotations

import json

from core.analysis import ValueExplanation, attribute
from core.cli.text.why_json import why_json
from tests.core.analysis.metrics import metric, tree


def test_every_way_to_take_a_value_apart_is_there() -> None:
    change = attribute(tree("top", "a", metric("a", 5, 6)), period="W46", against="W45")
    guardrail = attribute(metric("other", 1, 2), period="W46", against="W45")

    found = json.loads(why_json(ValueExplanation(change, None, (guardrail,))))

    assert found["change"]["change"] == 1
    assert found["segments"] is None
    assert [each["name"] for each in found["guardrails"]] == ["other"]
