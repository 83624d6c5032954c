"""How far learning looks."""

from __future__ import annotations

from core.model.period import CADENCES
from core.model.scopes import SCOPES, LearntSpan, settling_text


def test_each_cadence_has_a_default_within_its_longest_span() -> None:
    assert list(SCOPES) == list(CADENCES)
    assert all(0 < scope.default < scope.longest < scope.window for scope in SCOPES.values())


def test_weeks_are_learnt_from_a_quarter() -> None:
    assert (SCOPES["weekly"].window, SCOPES["weekly"].default) == (13, 4)


def test_a_span_that_is_not_known_yet_is_the_default() -> None:
    assert LearntSpan().of("weekly") == 4
    assert LearntSpan(7).of("weekly") == 7


def test_the_span_of_a_kpi_file_is_said_in_words() -> None:
    assert settling_text("") == ""
    assert settling_text("3 weeks") == "3 weeks after its period"
    assert settling_text("auto") == "as long after its period as its values have moved so far"
