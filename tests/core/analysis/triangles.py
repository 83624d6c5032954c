"""A triangle of values by age, as they usually come in."""

from __future__ import annotations


def usual() -> list[list[float | None]]:
    """Return thirteen periods of about 80 that become about 100."""
    rows: list[list[float | None]] = []
    for period in range(13):
        first = 80 + period * 7 % 9 - 4
        rows.append([first, 100 + period * 5 % 9 - 4][: 13 - period])
    return rows
