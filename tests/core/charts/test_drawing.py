"""Shapes and texts as SVG."""

from __future__ import annotations

from core.charts.drawing import Drawing, TextBox, TextStyle, clean
from tests.core.charts.samples import shapes_of, texts_of


def test_a_text_that_would_leave_the_drawing_is_moved_inside() -> None:
    drawing = Drawing(100, 40)
    drawing.text(95, 20, "W46", TextStyle())
    drawing.text(2, 20, "W47", TextStyle(anchor="end"))

    assert [
        (round(each.box.left, 1), round(each.box.right, 1))
        for each in texts_of(drawing.svg("a", "b"))
    ] == [
        (77.4, 100.0),
        (0.0, 22.6),
    ]


def test_a_text_that_was_cut_is_a_tip() -> None:
    drawing = Drawing(100, 40)
    drawing.text(0, 20, "Orders placed by clients", TextStyle())

    assert "<title>Orders placed by clients</title></text>" in drawing.svg("a", "b")


def test_a_number_is_never_cut_and_takes_the_first_free_spot() -> None:
    drawing = Drawing(60, 40)

    assert drawing.number([(0, 20)], "1,092", TextStyle())
    assert drawing.number([(5, 20), (0, 34)], "1,013", TextStyle())
    assert not drawing.number([(0, 20), (50, 34)], "1,240", TextStyle())
    assert [each.text for each in texts_of(drawing.svg("a", "b"))] == ["1,092", "1,013"]


def test_a_line_of_one_spot_is_not_drawn() -> None:
    drawing = Drawing(60, 40)
    drawing.path([(1, 2)], "#000000")
    drawing.path([(1, 2), (3, 4.26)], "#000000", dash="4 3")

    lines = shapes_of(drawing.svg("a", "b"), "polyline")
    assert [(line.get("points"), line.get("stroke-dasharray")) for line in lines] == [
        ("1,2 3,4.3", "4 3")
    ]


def test_boxes_that_only_touch_do_not_overlap() -> None:
    box = TextBox(0, 0, 10, 10)

    assert box.overlaps(TextBox(9, 9, 12, 12))
    assert not box.overlaps(TextBox(10, 0, 20, 10))
    assert not box.overlaps(TextBox(0, 10, 10, 20))


def test_characters_that_xml_forbids_are_replaced() -> None:
    assert clean("a<b\x00&c\ud800") == "a&lt;b\ufffd&amp;c\ufffd"


def test_a_line_crosses_a_box_that_has_corners_on_both_of_its_sides() -> None:
    box = TextBox(10, 10, 20, 20)

    assert box.is_crossed_by((0, 0), (30, 30))
    assert box.is_crossed_by((12, 0), (18, 40))
    assert not box.is_crossed_by((0, 15), (25, 45))
    assert not box.is_crossed_by((0, 0), (9, 9))
    assert not box.is_crossed_by((0, 10), (30, 10))


def test_a_number_keeps_off_lines_unless_it_is_required() -> None:
    drawing = Drawing(60, 60)
    drawing.path([(0, 20), (60, 20)], "#000000")

    assert not drawing.number([(5, 22)], "1,092", TextStyle())
    assert drawing.number([(5, 22), (5, 40)], "1,092", TextStyle())
    assert drawing.number([(5, 22)], "1,013", TextStyle(), is_required=True)
    assert [each.box.bottom for each in texts_of(drawing.svg("a", "b"))] == [42.4, 24.4]
