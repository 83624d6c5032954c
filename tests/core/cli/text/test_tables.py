"""Tables and sparklines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from core.cli.text.tables import cut, dense_table, sparkline, table


def test_a_table_is_aligned_under_its_header_without_trailing_blanks() -> None:
    text = table([("success", "6", "Forms"), ("hr", "32", "")], ("domain", "no", "KPI"), right=(1,))
    assert text.splitlines() == [
        "domain   no  KPI",
        "-------  --  -----",
        "success   6  Forms",
        "hr       32",
    ]


def test_a_table_without_rows_is_its_header() -> None:
    assert table([], ("domain", "no")) == "domain  no\n------  --"


def test_wide_letters_take_two_places() -> None:
    assert table([("売上", "1"), ("abcd", "2")], ("KPI", "n")).splitlines()[2:] == [
        "売上  1",
        "abcd  2",
    ]


def test_a_cell_of_several_lines_takes_one() -> None:
    assert table([("a\nb", "c")], ("x", "y")).splitlines() == ["x    y", "---  -", "a b  c"]


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=5))
def test_a_table_has_one_line_per_row(rows: list[tuple[str, str]]) -> None:
    assert len(table(rows, ("one", "two")).split("\n")) == len(rows) + 2


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        ([], ""),
        ([None, None], ""),
        ([5], "▄"),
        ([5, 5, 5], "▄▄▄"),
        ([0, 7], "▁█"),
        ([7, 0], "█▁"),
        ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
        ([-1, None, 1], "▁ █"),
        ([None, 0.1, 0.2], " ▁█"),
    ],
)
def test_a_sparkline_spans_the_least_and_the_greatest_value(
    values: list[float | None], bars: str
) -> None:
    assert sparkline(values) == bars


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=20))
def test_a_sparkline_has_one_bar_per_value_and_rises_with_it(values: list[float | None]) -> None:
    bars = sparkline(values)
    known = [(value, bar) for value, bar in zip(values, bars, strict=False) if value is not None]
    assert len(bars) == (len(values) if known else 0)
    assert [bar for _, bar in sorted(known)] == sorted(bar for _, bar in known)
    assert all((bar == " ") == (value is None) for value, bar in zip(values, bars, strict=False))


@pytest.mark.parametrize(("cell", "places"), [("e\u0301", 1), ("👨‍👩‍👧", 2), ("a\tb", 3), ("", 0)])
def test_a_cell_is_as_wide_as_a_terminal_shows_it(cell: str, places: int) -> None:
    _, rule, _ = table([(cell, "x")], ("", "y")).splitlines()

    assert rule == f"{'-' * places}  -"


def test_a_dense_table_has_no_empty_column() -> None:
    rows = [("a", "", "1"), ("b", "", "22")]

    assert dense_table(rows, ("one", "two", "n"), right=(1, 2)).splitlines() == [
        "one   n",
        "---  --",
        "a     1",
        "b    22",
    ]


@given(st.text(max_size=30), st.integers(1, 20))
def test_a_text_is_cut_to_a_width_and_only_if_it_must(text: str, width: int) -> None:
    shown = cut(text, width)
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))
    assert max(wcswidth(shown), 0) <= width


def test_wide_letters_are_cut_whole() -> None:
    assert cut("売上高", 6) == "売上高"
    assert cut("売上高", 5) == "売上…"
    assert cut("売上高", 4) == "売…"
