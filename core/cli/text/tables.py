"""Tables and sparklines of plain text."""

from __future__ import annotations

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"


def table(rows: Sequence[Sequence[str]], header: Sequence[str], right: Sequence[int] = ()) -> str:
    """Return rows as aligned columns under a header; `right` are the right-aligned columns."""
    lines = [_on_one_line(row) for row in (header, *rows)]
    widths = [_widest(column) for column in zip(*lines, strict=True)]
    header_line, *row_lines = (_align(line, widths, right) for line in lines)
    rule = "  ".join("-" * width for width in widths)
    return "\n".join((header_line, rule, *row_lines))


def dense_table(
    rows: Sequence[Sequence[str]], header: Sequence[str], right: Sequence[int] = ()
) -> str:
    """Return rows as `table` does, without the columns in which every row is empty."""
    kept = [index for index, column in enumerate(zip(*rows, strict=True)) if any(column)]
    dense_rows = [_pick(row, kept) for row in rows]
    dense_right = [kept.index(index) for index in right if index in kept]
    return table(dense_rows, _pick(header, kept), dense_right)


def _pick(row: Sequence[str], indexes: Sequence[int]) -> list[str]:
    return [row[index] for index in indexes]


def _on_one_line(row: Sequence[str]) -> list[str]:
    return [" ".join(str(cell).splitlines()) for cell in row]


def _widest(cells: Sequence[str]) -> int:
    return max(_width(cell) for cell in cells)


def _align(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    padded = []
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        blanks = " " * (width - _width(cell))
        padded.append(blanks + cell if column in right else cell + blanks)
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Return how many places a text takes on a terminal."""
    if text.isascii():
        return len(text)
    # Most tables are plain ASCII, and the widths of all other characters take long to load.
    from wcwidth import wcswidth

    width = wcswidth(text)
    # A text with a control character has no width.
    return width if width >= 0 else len(text)


def cut(text: str, width: int) -> str:
    """Return a text that takes at most `width` places, with an ellipsis for what is cut off."""
    if _width(text) <= width:
        return text
    kept = text[: width - 1]
    while _width(kept) > width - 1:
        kept = kept[:-1]
    return f"{kept}…"


def sparkline(values: Sequence[float | None]) -> str:
    """Return values as bars between their least and greatest; a missing one is a blank."""
    present = [value for value in values if value is not None]
    if not present:
        return ""
    low, high = min(present), max(present)
    return "".join(" " if value is None else _bar(value, low, high) for value in values)


def _bar(value: float, low: float, high: float) -> str:
    highest = len(_BARS) - 1
    if low == high:
        return _BARS[highest // 2]
    return _BARS[round((value - low) / (high - low) * highest)]
