"""Days and times as the author writes them in SQL. Pure."""

from __future__ import annotations

import re

from sqlglot import exp

_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?")


def is_iso_time(node: exp.Expr) -> bool:
    """Return whether a literal is a day, or a day and a clock time, that every engine reads."""
    return isinstance(node, exp.Literal) and node.is_string and bool(_ISO_TIME.fullmatch(node.name))
