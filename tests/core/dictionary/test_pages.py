"""Pages and their places."""

from __future__ import annotations

from pathlib import Path

from tests.core.dictionary.dictionaries import gather, write_forms_project


def test_pages_are_grouped_by_scorecard_and_have_places_of_their_own(tmp_path: Path) -> None:
    dictionary = gather(write_forms_project(tmp_path))

    assert [page.anchor for page in dictionary.pages] == ["sales-kpi-01", "success-kpi-06"]
    assert list(dictionary.by_scorecard) == ["Sales scorecard", "Success scorecard"]
