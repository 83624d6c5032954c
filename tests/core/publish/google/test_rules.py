"""Conditional formats of a tab of weeks."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.rules import tab_rules
from tests.core.publish.google.tabs import wanted

WEEKLY = replace(wanted(), key="success/weekly/2026")


def test_only_weeks_have_rules_and_those_read_the_same_in_every_locale() -> None:
    assert list(tab_rules(wanted(), 7)) == []
    formulas = [
        each["addConditionalFormatRule"]["rule"]["booleanRule"]["condition"]["values"][0][
            "userEnteredValue"
        ]
        for each in tab_rules(WEEKLY, 7)
    ]
    assert len(formulas) == 2
    assert not any("," in formula for formula in formulas)
    assert formulas[0] == (
        '=AND(YEAR(TODAY()-WEEKDAY(TODAY();2)-3)=2026;G$3="W"&TEXT(ISOWEEKNUM(TODAY()-7);"00"))'
    )


def test_the_header_is_marked_and_gaps_are_looked_for_to_the_end_of_the_tab() -> None:
    header, body = (
        each["addConditionalFormatRule"]["rule"]["ranges"][0] for each in tab_rules(WEEKLY, 7)
    )
    columns = {"startColumnIndex": 6, "endColumnIndex": 9}
    assert header == {"sheetId": 7, "startRowIndex": 2, "endRowIndex": 4, **columns}
    assert body == {"sheetId": 7, "startRowIndex": 4, **columns}
