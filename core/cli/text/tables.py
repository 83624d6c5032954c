"""Tables and sparklines of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from wcwidth import wcswidth

_BARS = "▁▂▃▄▅▆▇█"


def table(rows: Sequence[Sequence[str]], header: Sequence[str], right: Sequence[int] = ()) -> str:
    """Return rows as aligned columns under a header; `right` are the right-aligned columns."""
    lines = [[_on_one_line(cell) for cell in row] for row in (header, *rows)]
    columns = zip(*lines, strict=True)
    widths = [max(_width(cell) for cell in column) for column in columns]
    header_line, *row_lines = (_align(line, widths, right) for line in lines)
    rule = "  ".join("-" * width for width in widths)
    return "\n".join((header_line, rule, *row_lines))


def dense_table(
    rows: Sequence[Sequence[str]], header: Sequence[str], right: Sequence[int] = ()
) -> str:
    """Return rows as `table` does, without the columns in which every row is empty."""
    kept = [column for column in range(len(header)) if any(row[column] for row in rows)]
    return table(
        [[row[column] for column in kept] for row in rows],
        [header[column] for column in kept],
        [kept.index(column) for column in right if column in kept],
    )


def _on_one_line(cell: str) -> str:
    return " ".join(str(cell).splitlines())


def _align(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    padded = []
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        blanks = " " * (width - _width(cell))
        padded.append(blanks + cell if column in right else cell + blanks)
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Return how many places a text takes on a terminal."""
    width = wcswidth(text)
    # A text with a control character has no width.
    return width if width >= 0 else len(text)


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
