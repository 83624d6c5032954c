"""From the author's `:name` parameters to an engine's own, without touching anything else in the SQL."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

PARAMETERS = ("start", "end", "first_day", "last_day", "period_start", "period_end", "cut_off")

Style = Literal["named", "numbered"]

# Whatever may hold a colon that is no parameter comes first; the parameter is the last alternative.
_TOKEN = re.compile(
    r"""
      --[^\n]*
    | /\*(?:[^*/]|\*(?!/)|/(?!\*)|/\*(?:[^*]|\*(?!/))*\*/)*\*/
    | \b[eE]'(?:[^'\\]|\\.|'')*'
    | '(?:[^']|'')*'
    | "(?:[^"]|"")*"
    | \$(?P<tag>[A-Za-z_]\w*|)\$.*?\$(?P=tag)\$
    | ::
    | :=
    | (?<![\w:\]]):(?P<name>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = ("--", "/*")


@lru_cache(maxsize=4096)
def bind(sql: str, style: Style) -> tuple[str, tuple[str, ...]]:
    """Return `sql` with `:name` as `$name` or, numbered by first appearance, `$1`; and the names in that order.

    Literals, quoted identifiers, dollar quotes, comments (nested once) and `::` casts stay as they are.
    """
    names: list[str] = []

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match[0]
        if name not in names:
            names.append(name)
        return f"${name}" if style == "named" else f"${names.index(name) + 1}"

    return _TOKEN.sub(replace, sql), tuple(names)


def normalised(sql: str) -> str:
    """Return `sql` without comments and with runs of white space as one space: what a definition's version hashes."""
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[0].startswith(_COMMENT):
            return " "
        if match[0][-1] not in "'\"$":
            return match[0]
        literals.append(match[0])
        return f"\0{len(literals) - 1}\0"

    squeezed = " ".join(_TOKEN.sub(keep, sql).split())
    return re.sub(r"\0(\d+)\0", lambda match: literals[int(match[1])], squeezed)
