"""One stretch of periods as lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from core.charts.drawing import Drawing
from core.charts.panel import PeriodPanel, draw_panel
from core.colours import PAPER
from tests.core.charts.samples import SIX_WEEKS, shapes_of, texts_of, weeks


def drawn(panel: PeriodPanel, unit: str = "count") -> str:
    drawing = Drawing(260, 200)
    draw_panel(drawing, panel, unit, (8, 250), (46, 160), {"W45": "1"})
    return drawing.svg("a", "b")


def test_a_provisional_point_is_hollow() -> None:
    dots = [each for each in shapes_of(drawn(SIX_WEEKS), "circle") if each.get("r") == "3"]

    assert [dot.get("fill") == PAPER for dot in dots] == [False] * 5 + [True]


def test_last_year_is_dashed_and_the_target_dotted() -> None:
    target, year_ago, this_year = shapes_of(drawn(SIX_WEEKS), "polyline")
    dashes = [each.get("stroke-dasharray") for each in (target, year_ago, this_year)]

    assert dashes == ["1.5 3", "5 3", None]
    assert len((this_year.get("points") or "").split()) == 6


def test_lines_are_named_where_they_end() -> None:
    written = {each.text: each.box for each in texts_of(drawn(SIX_WEEKS))}
    last = max(each.box.right for each in texts_of(drawn(SIX_WEEKS)) if each.text == "1,092")

    for name in ("this year", "a year ago", "target", "1,200"):
        assert written[name].left > last - 12


def test_the_newest_the_greatest_and_the_least_value_are_written_first() -> None:
    amounts = (48210.0, 51940.75, 47102.25, 50000.0, 49000.0, 48870.0)
    texts = [
        each.text
        for each in texts_of(drawn(replace(SIX_WEEKS, points=weeks(amounts), limits=None), "EUR"))
    ]

    assert {"48,870 €", "51,941 €", "47,102 €"} <= set(texts)


def test_a_gap_breaks_the_line() -> None:
    svg = drawn(PeriodPanel(name="6 weeks", points=weeks((1, 2, None, 4, 5, 6))))

    assert [len((each.get("points") or "").split()) for each in shapes_of(svg, "polyline")] == [
        2,
        3,
    ]


def test_a_panel_without_values_has_its_periods_only() -> None:
    texts = {
        each.text
        for each in texts_of(drawn(PeriodPanel(name="6 weeks", points=weeks((None, None)))))
    }

    assert texts == {"6 weeks", "W41", "W42"}


def test_names_of_lines_that_end_together_stand_below_each_other() -> None:
    panel = replace(SIX_WEEKS, year_ago=(None,) * 5 + (1092,), target=1092, limits=None)
    texts = texts_of(drawn(panel))
    heights = {each.text: each.box.bottom for each in texts if each.box.left > 160}

    names = ["this year", "a year ago", "target", "1,092"]
    ends = [heights[name] for name in names]
    assert [round(low - high) for high, low in pairwise(ends)] == [11, 11, 11]
