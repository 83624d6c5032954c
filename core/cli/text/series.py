"""Stored series and their changes as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.catalog import SeriesNote
from core.model import counted
from core.run import Renaming


def renaming_text(done: Renaming, *, is_plan: bool) -> str:
    """Return what a rename moved or would move, and what is left for a person to do."""
    change = done.change
    if not done.moved:
        return f"{change.text}: renamed already, on {change.changed_at:%Y-%m-%d}"
    verb = "would move" if is_plan else "moved"
    extents = ", ".join(f"{each.range_type}: {each.extent}" for each in done.moved)
    lines = [f"{change.text}: {verb} {counted(done.rows, 'row')} ({extents})"]
    lines += [
        f"{file} reads kpi_{change.kpi_number:02}; give it the new one" for file in done.readers
    ]
    if done.remark:
        lines.append(done.remark)
    return "\n".join(lines)


def note_lines(notes: Iterable[SeriesNote]) -> list[str]:
    """Return notes on stored series; of many without their first values one line per domain."""
    lines: list[str] = []
    holes: dict[str, list[SeriesNote]] = {}
    for note in notes:
        if note.is_hole:
            holes.setdefault(note.domain, []).append(note)
        else:
            lines.append(str(note))
    for domain, of_domain in holes.items():
        if len(of_domain) == 1:
            lines.append(str(of_domain[0]))
        else:
            lines.append(_hole_line(domain, of_domain))
    return lines


def _hole_line(domain: str, holes: Sequence[SeriesNote]) -> str:
    numbers = ", ".join(str(note.number) for note in holes)
    fault = f"{len(holes)} KPIs have no values between since= and their first stored period"
    return f"{domain}: {fault} ({numbers}); scorecard show {domain} KPI says which, and the command"
