"""What holds for charts of all kinds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts import (
    TONES,
    ChartPoint,
    PeriodPanel,
    SmallMultiples,
    SmallPanel,
    WeeksAndMonths,
    six_weeks_and_twelve_months,
    small_multiples,
)
from core.charts.drawing import TextBox
from core.charts.points import values_of
from core.colours import FALL, GOOD_INK, PAPER
from core.model import format_value
from tests.core.charts.samples import (
    CHARTS,
    SVG,
    numbers_of,
    picture_of,
    renamed,
    texts_of,
    words_of,
)

RECT = ("x", "y", "width", "height")
HANDED_IN = {
    "six weeks and twelve months": {
        *("1,120", "1,184", "1,162", "1,240", "1,013", "1,092"),
        *("980", "1,010", "1,002", "1,050", "1,061", "1,070", "1,200", "960", "1,280"),
        *(f"{value:,}" for value in range(4100, 5200, 100)),
        *(f"{value:,}" for value in range(3600, 4800, 100)),
        *("3,210", "4,800", "8,145", "48,210", "1", "2", "6", "12"),
        *(str(week) for week in range(41, 47)),
    },
    "waterfall": {"45", "46", "1,013", "112", "41", "14", "6", "1,092"},
    "tree": {"1,092", "79", "4.00", "0.25", "273"},
    "segments": {"45", "46", *("10.2", "12.1", "14.0", "13.1", "900", "5.0", "7.0", "2.0", "17.0")}
    | {"20.0", "10.0"},
    "health grid": {"44", "45", "46", "1,092", "12.1"},
    "distribution": {"1,100", "1,130", "1,010", "1,240", "913", "960", "1,280"}
    | {str(week) for week in range(41, 47)},
    "small multiples": {"41", "42", "43", "44"}
    | {str(base + more) for base in (90, 130, 170, 60, 9) for more in (0, 5, 12)},
    "sparkline": {"1,120", "1,184", "1,162", "1,240", "1,013", "1,092"}
    | {str(week) for week in range(41, 47)},
}


@pytest.mark.parametrize("kind", CHARTS)
def test_the_same_values_make_the_same_text(kind: str) -> None:
    assert CHARTS[kind]() == CHARTS[kind]()


@pytest.mark.parametrize("kind", CHARTS)
def test_the_documentation_shows_the_chart_as_it_is(kind: str) -> None:
    # `python -m tests.core.charts.samples` draws the pictures anew.
    assert picture_of(kind).read_text(encoding="utf-8") == f"{CHARTS[kind]()}\n"


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_has_a_text_for_readers_who_do_not_see_it(kind: str) -> None:
    root = ElementTree.fromstring(CHARTS[kind]())

    assert root.get("role") == "img"
    assert [child.tag.split("}")[1] for child in list(root)[:2]] == ["title", "desc"]
    assert len(words_of(CHARTS[kind]())) > 40


@pytest.mark.parametrize("kind", CHARTS)
def test_each_number_in_a_chart_was_handed_in(kind: str) -> None:
    assert numbers_of(CHARTS[kind]()) - HANDED_IN[kind] == set()


@pytest.mark.parametrize("kind", CHARTS)
def test_no_text_is_outside_its_chart_or_on_another_text(kind: str) -> None:
    svg = CHARTS[kind]()

    assert outside(svg) == []
    assert [
        (a.text, b.text) for a, b in combinations(texts_of(svg), 2) if a.box.overlaps(b.box)
    ] == []


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_needs_no_other_file_and_no_id(kind: str) -> None:
    svg = CHARTS[kind]().removeprefix('<svg xmlns="http://www.w3.org/2000/svg"')

    assert [
        word for word in ("http", "href", "url(", " id=", "<style", "<script") if word in svg
    ] == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_makes_valid_xml_and_stays_inside(name: str) -> None:
    for svg in renamed(name).values():
        assert outside(svg) == []


def outside(svg: str) -> list[str]:
    """Return texts that leave the chart; positions are rounded to a tenth."""
    root = ElementTree.fromstring(svg)
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    return [
        written.text
        for written in texts_of(svg)
        if written.box.left < -0.1
        or written.box.right > width + 0.1
        or written.box.top < -0.1
        or written.box.bottom > height + 0.1
    ]


@pytest.mark.parametrize("kind", CHARTS)
def test_texts_have_enough_contrast(kind: str) -> None:
    faint = [
        text for text, ink, ground in on_grounds(CHARTS[kind]()) if contrast(ink, ground) < 4.5
    ]

    assert faint == []


def on_grounds(svg: str) -> Iterator[tuple[str, str, str]]:
    """Yield each text with its ink and the fill of the last shape drawn below its middle."""
    shapes: list[tuple[TextBox, str]] = []
    texts = iter(texts_of(svg))
    for element in ElementTree.fromstring(svg).iter():
        fill = element.get("fill", "")
        if element.tag == f"{SVG}rect":
            x, y, width, height = (float(element.get(key, "")) for key in RECT)
            shapes.append((TextBox(x, y, x + width, y + height), fill))
        elif element.tag == f"{SVG}circle":
            x, y, radius = (float(element.get(key, "")) for key in ("cx", "cy", "r"))
            shapes.append((TextBox(x - radius, y - radius, x + radius, y + radius), fill))
        elif element.tag == f"{SVG}text":
            written = next(texts)
            below = [fill for box, fill in shapes if box.overlaps(middle_of(written.box))]
            yield written.text, written.ink, below[-1] if below else PAPER


def middle_of(box: TextBox) -> TextBox:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return TextBox(x - 0.5, y - 0.5, x + 0.5, y + 0.5)


@pytest.mark.parametrize("tone", TONES)
def test_each_tone_is_readable(tone: str) -> None:
    fill, ink = {str(key): colours for key, colours in TONES.items()}[tone]

    assert contrast(ink, fill) >= 4.5


def test_what_rises_and_what_falls_differ_in_grey() -> None:
    assert contrast(GOOD_INK, FALL) >= 3


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


AMOUNTS = st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-6)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.none() | AMOUNTS, min_size=1, max_size=12),
    st.sampled_from(["count", "number", "percent", "hours", "EUR", "JPY"]),
)
def test_any_values_stay_inside_and_are_written_as_they_are(
    values: list[float | None], unit: str
) -> None:
    shown = {format_value(value, unit) for value in values if value is not None}
    for svg in drawn_with(values, unit):
        texts = texts_of(svg)
        assert outside(svg) == []
        assert not any(one.box.overlaps(other.box) for one, other in combinations(texts, 2))
        assert {each.text for each in texts if each.text[-1] != "w"} <= shown | WORDS


WORDS = {"a", "a, usual range shaded", "b", "this year", "a year ago", "target", "no value"}


def drawn_with(values: list[float | None], unit: str) -> Iterator[str]:
    """Yield charts of the values, whose periods are `w`."""
    points = tuple(ChartPoint("w", value) for value in values)
    numbers = values_of(points)
    panel = PeriodPanel(
        name="a",
        points=points,
        year_ago=tuple(reversed(values)),
        target=max(numbers, default=None),
        limits=(min(numbers), max(numbers)) if numbers else None,
    )
    chart = WeeksAndMonths(title="b", unit=unit, weeks=panel, months=panel)
    yield six_weeks_and_twelve_months(chart)
    yield six_weeks_and_twelve_months(chart, width=320)
    yield small_multiples(SmallMultiples(title="b", unit=unit, panels=(SmallPanel("a", points),)))
