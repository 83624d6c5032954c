"""From the author's `:name` parameters to an engine's own, without touching anything else in the
SQL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

PARAMETERS = ("start", "end", "first_day", "last_day", "period_start", "period_end", "cut_off")

Params = Mapping[str, Any]
Style = Literal["named", "numbered", "nulled"]


def _block_comment(nested: int) -> str:
    inner = f"|{_block_comment(nested - 1)}" if nested else ""
    return rf"/\*(?:[^*/]|\*(?!/)|/(?!\*){inner})*\*/"


# Whatever may hold a colon that is no parameter comes first; the parameter is the last alternative.
# It stands where an operand can: after a word, a bracket or a quote the colon is a slice's, a
# struct's or an alias's.
_TOKEN = re.compile(
    rf"""
      --[^\n]*
    | {_block_comment(4)}
    | \b[eE]'(?:[^'\\]|\\.|'')*'
    | '(?:[^']|'')*'
    | "(?:[^"]|"")*"
    | \$(?P<tag>[A-Za-z_]\w*|)\$.*?\$(?P=tag)\$
    | ::
    | :=
    | (?<![\w:\])}}'"]):(?P<name>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = ("--", "/*")


@lru_cache(maxsize=256)
def bind(sql: str, style: Style) -> tuple[str, tuple[str, ...]]:
    """Return `sql` with its `:name` parameters in a driver's style, and their names.

    `named` writes `$name`; `numbered` writes `$1` for the first name, `$2` for the second. `nulled`
    writes NULL, for sqlglot: it takes `$a||$b` for the start of a dollar quote, and miscounts lines
    after `$`. Literals, quoted identifiers, dollar quotes, comments (four deep) and `::` casts stay
    as they are.
    """
    names: list[str] = []

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match[0]
        if name not in names:
            names.append(name)
        if style == "named":
            return f"${name}"
        return f"${names.index(name) + 1}" if style == "numbered" else "NULL"

    return _TOKEN.sub(replace, sql), tuple(names)


_DOLLAR = re.compile(
    rf"""--[^\n]*|{_block_comment(4)}|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?P<name>[A-Za-z_]\w*)""",
    re.DOTALL,
)


def rename_parameters(sql: str, suffix: str) -> str:
    """Return `sql` with `suffix` behind the name of each `:name` parameter."""
    return _renamed(_TOKEN, sql, suffix)


def rename_dollar_parameters(sql: str, suffix: str) -> str:
    """Return DuckDB's SQL with `suffix` behind the name of each `$name` parameter."""
    return _renamed(_DOLLAR, sql, suffix)


def _renamed(token: re.Pattern[str], sql: str, suffix: str) -> str:
    return token.sub(lambda match: match[0] + suffix if match["name"] else match[0], sql)


def normalise(sql: str) -> str:
    """Return `sql` without comments and with runs of white space as one space: what a definition's
    version hashes.
    """
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


def first_unclosed(sql: str) -> tuple[int, str] | None:
    """Return the line and the mark of the first quote or comment that is never closed."""
    rest = _blanked(sql)
    found = re.search(r"""['"]|/\*|\$\w*\$""", rest)
    return (rest.count("\n", 0, found.start()) + 1, found[0]) if found else None


def line_of(sql: str, word: str) -> int:
    """Return the line where a relation or `:parameter` stands first, literals and comments aside."""
    whole = rf"(?<![\w.]){re.escape(word)}(?![\w.])"
    found = re.search(whole, _blanked(sql), re.IGNORECASE) or re.search(
        whole, sql.replace('"', ""), re.IGNORECASE
    )
    return found.string.count("\n", 0, found.start()) + 1 if found else 1


def _blanked(sql: str) -> str:
    """Return `sql` with blanks for whatever is quoted or a comment."""
    return _TOKEN.sub(
        lambda match: match[0] if match["name"] else re.sub(r"[^\n]", " ", match[0]), sql
    )
