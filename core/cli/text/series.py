"""Changes of stored series as text."""

from __future__ import annotations

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
