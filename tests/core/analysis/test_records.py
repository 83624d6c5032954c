"""Explanations as records for programs."""

from __future__ import annotations

import json

from core.analysis.attribution import attribute
from core.analysis.breakdown import explain_segments
from core.analysis.lines import stored_lines
from core.analysis.records import attribution_record, split_record
from core.model import parse_period
from tests.catalogues import entry
from tests.core.analysis.metrics import metric, tree
from tests.core.analysis.segments import NEW, OLD, shares


def test_a_change_has_its_parts_on_all_levels() -> None:
    rate = tree("rate", "b + c", metric("b", 1, 3), metric("c", 2, 2))
    top = tree("top", "a + rate", metric("a", 5, 6), rate, values=(8, 12))

    found = attribution_record(attribute(top, period="2026-W46", against="2026-W45", restated=2))

    assert json.loads(json.dumps(found)) == found
    assert (found["change"], found["not_explained"], found["first_stored"]) == (4, 1, 6)
    assert [each["name"] for each in found["contributions"][1]["contributions"]] == ["b", "c"]


def test_segments_have_rate_mix_interval_and_keys() -> None:
    rows = [*shares(OLD, few=(2, 20), many=(30, 300)), *shares(NEW, few=(0, 20), many=(60, 300))]
    kpi = entry(1, name="Deals", field="deals")

    found = split_record(explain_segments(kpi, stored_lines(rows), parse_period(NEW)))

    many, few = found["segments"]
    assert (many["label"], many["direction"], many["interval"]) == ("many", "up", None)
    assert few["direction"] is None
    assert few["interval"][0] == 0
    assert many["key"] == {
        "domain": "success",
        "kpi_number": 1,
        "field_name": "deals",
        "field_details": "many",
        "period": "2026-W46",
    }
    assert found["change"] == found["rate"] + found["mix"]
