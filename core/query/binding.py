"""Parameters of an author's SQL: `:name` in a driver's own style, and nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

PARAMETERS = ("start", "end", "first_day", "last_day", "period_start", "period_end", "cut_off")

MARK = "a parameter of the query"

Params = Mapping[str, Any]
Style = Literal["named", "numbered", "marked", "tagged"]


def _block_comment(nested: int) -> str:
    inner = f"|{_block_comment(nested - 1)}" if nested else ""
    return rf"/\*(?:[^*/]|\*(?!/)|/(?!\*){inner})*\*/"


# All that may hold another colon comes first; the parameter is the last alternative. It begins
# where an operand can: behind a word, a bracket or a quote, a colon belongs to a slice, a struct or
# an alias.
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

    `named` writes `$name`; `numbered` writes `$1` for the first name, `$2` for the second. `marked`
    writes the text MARK, for sqlglot: it takes `$a||$b` for the start of a dollar quote, and
    miscounts lines after `$`; `tagged` writes the name behind MARK. Literals, quoted identifiers,
    dollar quotes, comments (four deep) and `::` casts stay as they are.
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
        if style == "numbered":
            return f"${names.index(name) + 1}"
        return f"'{MARK} {name}'" if style == "tagged" else f"'{MARK}'"

    return _TOKEN.sub(replace, sql), tuple(names)


def original_offset(sql: str, offset: int) -> int:
    """Return the place in `sql` of a place in its text with numbered parameters."""
    shift = 0
    numbers: dict[str, int] = {}
    for match in _TOKEN.finditer(sql):
        if match["name"] is None:
            continue
        number = numbers.setdefault(match["name"], len(numbers) + 1)
        if match.start() - shift >= offset:
            break
        shift += len(match[0]) - len(f"${number}")
    return offset + shift


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
    """Return `sql` without comments, and with each run of white space outside quotes as one space.

    The version of a definition is a hash of it.
    """
    literals: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        if match[0].startswith(_COMMENT):
            return " "
        if match[0][-1] not in "'\"$":
            return match[0]
        literals.append(match[0])
        return f"\0{len(literals) - 1}\0"

    squeezed = " ".join(_TOKEN.sub(set_aside, sql).split())
    return re.sub(r"\0(\d+)\0", lambda match: literals[int(match[1])], squeezed)


def first_unclosed(sql: str) -> tuple[int, str] | None:
    """Return the line and the mark of the first quote or comment that is never closed."""
    text = _without_quotes(sql)
    mark = re.search(r"""['"]|/\*|\$\w*\$""", text)
    return (_line_at(mark), mark[0]) if mark else None


def line_of(sql: str, word: str) -> int:
    """Return the first line with a relation or `:parameter`, outside literals and comments."""
    whole = re.compile(rf"(?<![\w.]){re.escape(word)}(?![\w.])", re.IGNORECASE)
    match = whole.search(_without_quotes(sql)) or whole.search(sql.replace('"', ""))
    return _line_at(match) if match else 1


def find_word(sql: str, word: str) -> int | None:
    """Return the place of a word that occurs once outside literals and comments; None if not."""
    if not word:
        return None
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    places = [match.start() for match in whole.finditer(_without_quotes(sql))]
    return places[0] if len(places) == 1 else None


def _line_at(match: re.Match[str]) -> int:
    return match.string.count("\n", 0, match.start()) + 1


def _without_quotes(sql: str) -> str:
    """Return `sql` with blanks in place of quotes and comments; lines stay."""
    return _TOKEN.sub(
        lambda match: match[0] if match["name"] else re.sub(r"[^\n]", " ", match[0]), sql
    )
