"""The summary of a period, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.alerts.summary import SummaryFacts, make_summary, summary_id
from core.model.records import restate
from core.runner import Runner
from tests.catalogues import entry
from tests.core.alerts.series import NOW
from tests.rows import row

RUNNER = Runner(title="Success scorecard", timezone="Europe/Berlin", schedule={})
BEFORE = row(2.0, period="2026-W45")
GOOD = row(3.0, target=2.0, better="higher")
ENTRIES = {
    6: entry(6, name="Forms"),
    7: entry(7, name="Churn", unit="percent"),
    8: entry(8, name="Calls"),
    9: entry(9, name="Deals"),
    10: entry(10, name="Visits"),
}
FACTS = SummaryFacts(
    runner=RUNNER,
    domain="success",
    period=GOOD.period,
    entries=ENTRIES,
    rows=[],
    levels={},
    restated=[],
    link="https://docs.google.com/spreadsheets/d/x",
    now=NOW,
)


def test_a_summary_sorts_values_by_what_they_need() -> None:
    churn = {"kpi_number": 7, "field_name": "churn", "unit": "percent"}
    rows = [
        BEFORE,
        GOOD,
        row(0.1, period="2026-W45", **churn),
        row(0.12, target=0.05, better="lower", **churn),
        replace(row(None), kpi_number=8, outcome="failed", reason="the query failed"),
        replace(row(None), kpi_number=9, outcome="late", reason="stg.deals is not fresh"),
    ]
    old = row(4.0, period="2026-W44")
    changes = [
        restate(old, replace(old, value=5.0), "data"),
        restate(replace(old, provisional_until=date(2026, 12, 1)), old, "data"),
    ]
    message = make_summary(replace(FACTS, rows=rows, restated=changes, left=["a hole"]), "a@x.com")

    assert message.subject == (
        "Success scorecard 2026-W46: 1 in need of attention, 1 failed, 1 late, 1 not run,"
        " 1 left to do"
    )
    assert message.text == (
        "Success scorecard, 2026-W46\n"
        "5 KPIs: 1 in need of attention, 1 failed, 1 late, 1 not run,"
        " 1 left to do\n"
        "\n"
        "Needs attention\n"
        "  Churn: 12.0%, +2.0 pp on 2026-W45, target ≤ 5.0%, ✗ critical\n"
        "\n"
        "Failed\n"
        "  Calls: the query failed\n"
        "\n"
        "Late\n"
        "  Deals: stg.deals is not fresh\n"
        "\n"
        "Not run\n"
        "  Visits\n"
        "\n"
        "Other values\n"
        "  Forms: 3, +1 (+50.0%) on 2026-W45, target ≥ 2, ★ exceeds\n"
        "\n"
        "Changed since the last period\n"
        "  Forms 2026-W44: was 4, is 5 (late or changed data)\n"
        "\n"
        "Left to do\n"
        "  a hole\n"
        "\n"
        "Success scorecard: https://docs.google.com/spreadsheets/d/x\n"
        "as of 2026-11-16 06:00 CET\n"
    )


def test_an_alert_makes_a_value_need_attention_and_good_news_does_not() -> None:
    facts = replace(FACTS, entries={6: ENTRIES[6]}, rows=[row(3.0, field="north"), row(4.0)])
    alarmed = make_summary(replace(facts, levels={(6, "north"): "warning"}), "a@x.com")
    happy = make_summary(replace(facts, levels={(6, ""): "good"}), "a@x.com")

    assert "Needs attention\n  Forms, north: 3, alert: warning\n" in alarmed.text
    assert happy.subject == "Success scorecard 2026-W46: all well"
    assert "Forms: 4, alert: good" in happy.text


def test_a_summary_has_the_same_id_whenever_it_is_made() -> None:
    assert summary_id("success", GOOD.period) == "success.weekly.2026-W46.summary@scorecard"


def test_a_change_has_the_decimals_of_its_size() -> None:
    money = {"kpi_number": 7, "field_name": "churn", "unit": "EUR"}
    week = row(172_510.0, **money)
    cases = {
        270_189.0: "-97,679 € (-36.2%) on 2026-W45",
        172_500.5: "+9.50 € (+0.0%) on 2026-W45",
        172_510.0: "as in 2026-W45",
    }
    for value, text in cases.items():
        rows = [row(value, period="2026-W45", **money), week]
        message = make_summary(replace(FACTS, entries={7: ENTRIES[7]}, rows=rows), "a@x.com")
        assert f"  Churn: 172,510 €, {text}\n" in message.text


def test_a_long_section_is_cut() -> None:
    rows = [row(3.0, field=f"{number:03}") for number in range(100)]
    message = make_summary(replace(FACTS, entries={6: ENTRIES[6]}, rows=rows), "a@x.com")

    assert "  Forms, 059: 3\n  and 40 more\n" in message.text
