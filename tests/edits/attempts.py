"""What people try: some of it is not possible, and some Google refuses."""

from __future__ import annotations

from random import Random

from tests.edits.cell_edits import Edit
from tests.edits.desk import Desk, NotPossible
from tests.sheets_emulator.errors import ApiError


def attempt(edit: Edit, desk: Desk, rng: Random) -> str:
    """Carry an edit out; return what was done, or why it was not."""
    try:
        return edit(desk, rng)
    except NotPossible as reason:
        return f"not possible: {reason}"
    except ApiError as error:
        return f"refused: {error}"
