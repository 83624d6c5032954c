"""Refuses a publish that another store, or an almost empty one, would make. Pure."""

from __future__ import annotations

# Fewer numbers may go for good reasons, such as a KPI that was given up.
MOST_LOST = 20


def find_refusal(
    place: str, ours: str, theirs: str, shown: int, remaining: int, setting: str
) -> str:
    """Return why a publish may not be made, in one sentence; "" where it may.

    `ours` is the identity of this store and `theirs` of the one that filled the place; a place of
    an earlier version has none. `shown` are the numbers there today, `remaining` those afterwards.
    `setting` names the store.
    """
    remedy = f"check {setting}, or run scorecard publish --force"
    if ours and theirs and ours != theirs:
        return f"{place}: it was filled from another store, and nothing was written; {remedy}"
    if shown - remaining >= MOST_LOST and 2 * remaining < shown:
        fault = f"only {remaining} of the {shown} numbers shown would remain"
        return f"{place}: {fault}, and nothing was written; {remedy}"
    return ""
