"""Effects as people and programs read them."""

from __future__ import annotations

from core.publish.google.effects import Effect
from core.publish.google.effects_text import effect_details, effect_lines

EFFECTS = (
    Effect("sc2026", "mark", ""),
    Effect("sc2026", "mark", "5:6"),
    Effect("sc2026", "mark", "C:C"),
    Effect("sc2026", "format", "A5:I6", "userEnteredFormat"),
    Effect("sc2026", "format", "A5:B5", "userEnteredFormat.numberFormat"),
    Effect("sc2026", "trend", "F5"),
    Effect("sc2026", "width", "G:I"),
    Effect("sc2026", "removed mark", "9:9"),
    Effect("sc2025", "rule"),
    Effect("sc2025", "rule"),
    Effect("sc2025", "frozen"),
    Effect("", "removed mark"),
    Effect("", "mark"),
)


def test_a_tab_has_one_line_however_much_is_set_there() -> None:
    assert [*effect_lines(EFFECTS)] == [
        "sc2026: marks of the tab and 2 rows and 1 column, formats of 18 cells in 2 rows, 1 trend,"
        " widths of 3 columns, removes old marks of 1 row",
        "sc2025: 2 conditional formats, frozen rows and columns",
        "the spreadsheet: the mark of this publication",
    ]


def test_programs_get_every_range() -> None:
    assert len(effect_details(EFFECTS)) == len(EFFECTS)
    assert effect_details(EFFECTS)[3] == {
        "tab": "sc2026",
        "kind": "format",
        "where": "A5:I6",
        "fields": "userEnteredFormat",
    }
