"""A KPI's last values on its page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.catalog.breaks import Break
from core.dictionary.pages import Fact, SeriesPart, ShownValue
from core.dictionary.series_html import series_html
from core.model.period import parse_period
from tests.core.dictionary.dictionaries import gather, write_forms_project

WEEK = parse_period("2026-W46")


def test_labels_have_a_row_each_and_texts_are_escaped(tmp_path: Path) -> None:
    page = gather(write_forms_project(tmp_path)).pages[1]
    parts = [SeriesPart(name, (ShownValue(WEEK, 1.0, "1*", "value"),)) for name in ("<a>", "b")]
    text = series_html(replace(page, series=tuple(parts), more_series=3))

    assert "<tr><th>&lt;a&gt;</th><td>1*</td></tr>" in text
    assert "<figcaption>b</figcaption>" in text
    assert "and 3 more labels" in text


def test_a_break_of_the_kpi_or_above_it_is_a_sentence(tmp_path: Path) -> None:
    page = gather(write_forms_project(tmp_path)).pages[1]
    values = (ShownValue(WEEK, 1.0, "1", "value"),)
    broken = replace(
        page,
        series=(SeriesPart("", values),),
        breaks=(Break(WEEK, ("query",)),),
        breaks_above=(Fact("Other (success/kpi_01)", "2026-W44"),),
    )
    text = series_html(broken)

    assert "Series break at 2026-W46:" in text
    assert "It is made from Other (success/kpi_01), whose series breaks at" in text
    assert '<td class="broken">1</td>' in text


def test_without_values_there_is_nothing(tmp_path: Path) -> None:
    assert series_html(gather(write_forms_project(tmp_path)).pages[0]) == ""
