"""Refuses a publish that another store, or an almost empty one, would make. Pure."""

from __future__ import annotations

# Fewer numbers may go for good reasons, such as a KPI that was given up.
MOST_LOST = 20

_REMEDY = "check SCORECARD_WAREHOUSE, or run scorecard publish --force"


def find_refusal(place: str, ours: str, theirs: str, shown: int, remaining: int) -> str:
    """Return why a publish may not be made, in one sentence; "" where it may.

    `ours` is the identity of this store and `theirs` of the one that filled the place; a place of
    an earlier version has none. `shown` are the numbers there today, `remaining` those afterwards.
    """
    if ours and theirs and ours != theirs:
        return f"{place}: it was filled from another store, and nothing was written; {_REMEDY}"
    if shown - remaining >= MOST_LOST and 2 * remaining < shown:
        fault = f"only {remaining} of the {shown} numbers shown would remain"
        return f"{place}: {fault}, and nothing was written; {_REMEDY}"
    return ""
