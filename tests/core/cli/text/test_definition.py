"""A definition as of the run that computed a value, beside that of today."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.cli.text.definition import definition_facts, target_text
from tests.core.cli.text.origins import BERLIN, DEFINITION, ROW, computation

KNOWN = replace(DEFINITION, timezone="Europe/Berlin", title="Success", since="", settles="")


@pytest.mark.parametrize(
    ("today", "name", "text"),
    [
        ({"owner": "bo@example.com"}, "owner", "ana@example.com (today: bo@example.com)"),
        ({"meaning": "All forms."}, "meaning", "Forms of the week per desk. (today: All forms.)"),
        ({"timezone": "Asia/Tokyo"}, "time zone", "Europe/Berlin (today: Asia/Tokyo)"),
        ({"reviewed": "2026-11-01"}, "reviewed", "never (today: 2026-11-01)"),
        ({"name": "Forms"}, "name", "Forms per desk (today: Forms)"),
        ({"title": "Desk"}, "scorecard", "Success (today: Desk)"),
        ({"better": "lower"}, "better", "higher (today: lower)"),
        ({"since": "2026-W01"}, "since", "always (today: 2026-W01)"),
        ({"settles": "3 weeks"}, "settles", "at once (today: 3 weeks)"),
    ],
)
def test_what_differs_today_is_shown_beside_what_was(
    today: dict[str, Any], name: str, text: str
) -> None:
    facts = definition_facts(computation(definition=KNOWN), replace(KNOWN, **today), BERLIN)

    assert facts[name] == text
    assert sum("(today: " in each for each in facts.values()) == 1


def test_what_is_as_today_is_shown_once() -> None:
    facts = definition_facts(computation(definition=KNOWN), KNOWN, BERLIN)

    assert [name for name, text in facts.items() if text] == [
        *("version", "today", "meaning", "owner", "reviewed", "time zone", "first run"),
    ]
    assert facts["owner"] == "ana@example.com"


def test_an_unknown_time_zone_is_shown_as_such() -> None:
    facts = definition_facts(computation(), KNOWN, BERLIN)

    expected = "unknown: an earlier release did not keep it (today: Europe/Berlin)"
    assert facts["time zone"] == expected


def test_a_kept_target_is_shown_beside_that_of_today() -> None:
    assert target_text(ROW, KNOWN) == "≥ 4"
    assert target_text(ROW, replace(KNOWN, target=5.0)) == "≥ 4 (today: ≥ 5)"
    assert target_text(replace(ROW, target=None), KNOWN) == "none (today: ≥ 4)"
    assert target_text(replace(ROW, target=None), None) == ""
