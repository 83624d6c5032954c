"""Changes as sentences and tables."""

from __future__ import annotations

from core.analysis import ValueExplanation, attribute, explain_segments, stored_lines
from core.cli.text.why import why_text
from core.model import parse_period
from tests.catalogues import entry
from tests.core.analysis.metrics import metric, tree
from tests.core.analysis.segments import NEW, OLD, shares


def test_drivers_are_indented_below_the_one_that_they_make() -> None:
    rate = tree("rate", "b + c", metric("b", 1, 3), metric("c", 2, 2), values=(4, 6))
    top = tree("top", "a + rate", metric("a", 5, 6), rate, values=(9, 13))
    change = attribute(top, period="2026-W46", against="2025-W46, 52 weeks back")

    found = why_text(ValueExplanation(change, None))

    assert found.split("\n\n")[1].splitlines() == [
        "driver         2025-W46  2026-W46   part",
        "-------------  --------  --------  -----",
        "a                  5.00      6.00  +1.00",
        "rate               4.00      6.00  +2.00",
        "  b                1.00      3.00  +2.00",
        "  c                2.00      2.00  ±0.00",
        "not explained                      +1.00",
        "top                9.00     13.00  +4.00",
    ]


def test_segments_show_rate_and_mix_and_the_interval_of_few_cases() -> None:
    rows = [*shares(OLD, few=(2, 20), many=(30, 300)), *shares(NEW, few=(0, 20), many=(60, 300))]
    kpi = entry(1, name="Deals", field="deals")
    split = explain_segments(kpi, stored_lines(rows), parse_period(NEW))

    found = why_text(ValueExplanation(None, split)).split("\n\n")[1].splitlines()

    assert found[0].split() == [
        *("segment", "2026-W45", "2026-W46", "share", "before", "share", "now"),
        *("rate", "mix", "part"),
    ]
    assert found[3].split() == [
        *("few", "10.0%", "0.0%", "(0.0%–16.1%)", "6.2%", "6.2%"),
        *("-0.6", "pp", "±0.0", "pp", "-0.6", "pp"),
    ]
    assert found[4].startswith("Deals")
