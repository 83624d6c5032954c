"""Conditional formats of a tab of weeks."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.formats import colour
from core.publish.google.rules import status_rules, tab_rules
from core.publish.google.wanted import Wanted
from core.publish.theme import style_of
from tests.core.publish.google.tabs import wanted

WEEKLY = replace(wanted(), key="success/weekly/2026")


def conditions(tab: Wanted) -> list[tuple[str, str]]:
    """Return the kind and the operand of each rule's condition."""
    rules = [each["addConditionalFormatRule"]["rule"] for each in tab_rules(tab, 7)]
    found = [rule["booleanRule"]["condition"] for rule in rules]
    return [(each["type"], each["values"][0]["userEnteredValue"]) for each in found]


def test_every_tab_has_a_rule_for_each_text_of_a_state() -> None:
    assert conditions(wanted()) == [
        ("TEXT_EQ", "failed"),
        ("TEXT_EQ", "held"),
        ("TEXT_EQ", "late"),
        ("TEXT_EQ", "no data"),
        ("TEXT_EQ", "–"),
        ("TEXT_EQ", "not run"),
        ("TEXT_EQ", "retired"),
    ]


def test_the_rule_of_a_state_has_its_ink_and_its_background() -> None:
    rule = next(tab_rules(wanted(), 7))["addConditionalFormatRule"]["rule"]
    style = style_of("failed")
    assert rule["booleanRule"]["format"] == {
        "textFormat": {"foregroundColorStyle": colour(style.ink), "bold": True},
        "backgroundColorStyle": colour(style.background),
    }
    assert rule["ranges"] == [
        {"sheetId": 7, "startRowIndex": 4, "startColumnIndex": 6, "endColumnIndex": 9}
    ]


def test_only_weeks_have_rules_by_formula_and_those_read_the_same_in_every_locale() -> None:
    assert all(kind == "TEXT_EQ" for kind, _ in conditions(wanted()))
    formulas = [text for kind, text in conditions(WEEKLY) if kind == "CUSTOM_FORMULA"]
    assert len(formulas) == 2
    assert not any("," in formula for formula in formulas)
    assert formulas[0] == (
        '=AND(YEAR(TODAY()-WEEKDAY(TODAY();2)-3)=2026;G$3="W"&TEXT(ISOWEEKNUM(TODAY()-7);"00"))'
    )


def test_the_header_is_marked_and_gaps_are_looked_for_to_the_end_of_the_tab() -> None:
    header, body = (
        each["addConditionalFormatRule"]["rule"]["ranges"][0]
        for each in list(tab_rules(WEEKLY, 7))[-2:]
    )
    columns = {"startColumnIndex": 6, "endColumnIndex": 9}
    assert header == {"sheetId": 7, "startRowIndex": 2, "endRowIndex": 4, **columns}
    assert body == {"sheetId": 7, "startRowIndex": 4, **columns}


def test_a_gap_is_behind_an_earlier_number_in_both_orders() -> None:
    def gap(tab: Wanted) -> str:
        return conditions(tab)[-1][1]

    assert "COUNT($G5:G5)>0" in gap(WEEKLY)
    assert 'COUNTIF($G5:G5;"retired")>0' in gap(WEEKLY)
    turned = replace(WEEKLY, is_newest_first=True)
    assert "COUNT(G5:$I5)>0" in gap(turned)
    assert 'COUNTIF(G5:$I5;"retired")>0' in gap(turned)


def test_statuses_are_coloured_by_their_texts() -> None:
    rules = [each["addConditionalFormatRule"]["rule"] for each in status_rules(7, 4)]
    texts = [each["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for each in rules]

    assert texts == ["★ exceeds", "✓ on track", "▲ needs attention", "✗ critical"]
    assert {each["ranges"][0]["startColumnIndex"] for each in rules} == {4}
    inks = [str(each["booleanRule"]["format"]["textFormat"]) for each in rules]
    assert len(set(inks)) == 4
