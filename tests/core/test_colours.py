"""The colours that readers see."""

from __future__ import annotations

import re

from core import colours


def test_each_colour_is_written_in_full() -> None:
    found = {name: value for name, value in vars(colours).items() if name.isupper()}

    assert [name for name, value in found.items() if not re.fullmatch("#[0-9A-F]{6}", value)] == []
    assert len(found) == len(set(found.values()))
