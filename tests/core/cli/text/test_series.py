"""A rename in words."""

from __future__ import annotations

from core.catalog.continuity import SeriesNote
from core.cli.text.series import note_lines, renaming_text
from core.model.period import parse_period
from core.model.series import SeriesExtent
from core.run.renaming import Renaming
from tests.core.store.test_series import RENAMED

WEEK = parse_period("2026-W46")
FORMS = SeriesExtent("success", 6, "forms", "week", "weekly", 1, WEEK, WEEK, ("count",))


def test_it_says_what_moves_and_what_is_left_to_do() -> None:
    done = Renaming(RENAMED, (FORMS,), 3, ("scorecards/success/kpi_05.py",), "set field=")

    assert renaming_text(done, is_plan=True).splitlines() == [
        "success/kpi_06 forms → success/kpi_06 received: would move 3 rows"
        " (week: 1 week until 2026-W46)",
        "scorecards/success/kpi_05.py reads kpi_06; give it the new one",
        "set field=",
    ]
    assert ": moved 3 rows (" in renaming_text(done, is_plan=False)


def test_a_second_rename_names_the_day_of_the_first() -> None:
    assert renaming_text(Renaming(RENAMED), is_plan=False) == (
        "success/kpi_06 forms → success/kpi_06 received: renamed already, on 2026-11-16"
    )


def test_many_series_without_their_first_values_are_one_line_per_domain() -> None:
    def hole(domain: str, number: int) -> SeriesNote:
        return SeriesNote(domain, number, "nothing is stored", is_lasting=True, is_hole=True)

    other = SeriesNote("success", 9, "values stay")
    assert note_lines([hole("success", 5), other, hole("success", 6), hole("sales", 1)]) == [
        "success/kpi_09: values stay",
        "success: 2 KPIs have no values between since= and their first stored period (5, 6);"
        " scorecard show success KPI says which, and the command",
        "sales/kpi_01: nothing is stored",
    ]
