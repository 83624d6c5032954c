"""Regular expressions that mean the same in PostgreSQL, Java, RE2 and Rust. Pure.

A pattern is read sign by sign and written anew, so that each engine reads what PostgreSQL reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from core.query.remote.kinds import Unproven

_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?(?:\\.|[^\[\]\\])+\])|(?P<repeat>(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??)"
    r"|(?P<group>\((?!\?)|[)|])|(?P<anchor>[\^$])|(?P<any>\.)|(?P<sign>[^\\\[\]{}()])",
    re.DOTALL,
)
_SET_ITEM = re.compile(r"\\.|.", re.DOTALL)
_SPECIAL = frozenset(r"\^$.*+?[](){}|-&~#")
_CONTROLS = {"n": "\n", "t": "\t"}
_DIGITS = "0123456789"
_WORD = _DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
_SHORTEST_RANGE, _LONGEST_RANGE = 3, 1000


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs that a part of a pattern takes, or all but these."""

    signs: frozenset[str] = frozenset()
    is_other: bool = False

    def is_apart(self, other: Signs) -> bool:
        """Return whether no sign is in both."""
        if self.is_other and other.is_other:
            return False
        if self.is_other or other.is_other:
            named, rest = (other, self) if self.is_other else (self, other)
            return named.signs <= rest.signs
        return not self.signs & other.signs


@dataclass(slots=True)
class Piece:
    """A part of a pattern: signs, and how many of them; `most` is None without a limit."""

    signs: Signs
    least: int = 1
    most: int | None = 1

    @property
    def is_variable(self) -> bool:
        """It may take more or fewer signs."""
        return self.least != self.most


@dataclass(slots=True)
class Pattern:
    """A regular expression, read.

    Attributes:
        text: The pattern as every engine reads it, for one in which `.` takes a line break, too.
        pieces: Its parts, in their order.
        groups: The number of its groups in brackets.
        is_plain: It is one sequence: without alternatives, lazy parts and repeated groups.
    """

    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    groups: int = 0
    is_plain: bool = True

    @property
    def is_anchored(self) -> bool:
        """It is found at the begin of a text or nowhere."""
        return self.text.startswith("^")


def read_pattern(pattern: str, is_ascii: bool = False) -> Pattern:
    r"""Return a pattern as every engine reads it; `is_ascii` allows \w, of A to Z.

    Raises:
        Unproven: An engine may read it in its own way.
    """
    found, place, before, depth = Pattern(), 0, "", 0
    while place < len(pattern):
        token = _TOKEN.match(pattern, place)
        if token is None or token.lastgroup is None:
            raise _strange(pattern)
        if token.lastgroup == "group":
            depth += (token[0] == "(") - (token[0] == ")")
        if depth < 0:
            raise _strange(pattern)
        _add(found, token.lastgroup, token[0], before, is_ascii, pattern)
        place, before = token.end(), token.lastgroup if token[0] not in "(|" else "start"
    if depth:
        raise _strange(pattern)
    return found


def require_one_match(pattern: Pattern, text: str) -> None:
    """Check that all engines find the same part of a text, not just whether there is one.

    PostgreSQL takes the longest of all matches, other engines the first that they come to.

    Raises:
        Unproven: They may find parts of different length, or an empty one.
    """
    pieces = pattern.pieces
    is_certain = all(
        not one.is_variable or (other.least > 0 and one.signs.is_apart(other.signs))
        for one, other in pairwise(pieces)
    )
    anchors = pattern.text.removeprefix("^").removesuffix(r"\z")
    is_inner = "^" in re.sub(r"\\.|\[\^?", "", anchors) or r"\z" in anchors
    if not pattern.is_plain or not is_certain or is_inner or not any(p.least for p in pieces):
        raise Unproven(
            f"a part found by {text!r}; let each repeated part end where the next begins,"
            " as in '[a-z]+[0-9]+'"
        )


def _add(found: Pattern, kind: str, token: str, before: str, is_ascii: bool, pattern: str) -> None:
    if kind == "repeat":
        _repeat(found, token, before, pattern)
    elif kind == "group":
        found.text += token
        found.groups += token == "("
        found.is_plain &= token != "|"
    elif kind == "anchor":
        found.text += "^" if token == "^" else r"\z"
    else:
        signs = _signs(token, kind, is_ascii, pattern)
        found.pieces.append(Piece(signs))
        found.text += "." if kind == "any" else _written(signs)


def _repeat(found: Pattern, token: str, before: str, pattern: str) -> None:
    if before in ("", "start", "repeat", "anchor"):
        raise _strange(pattern)
    is_lazy = len(token) > 1 and token.endswith("?")
    if not found.text[-1].isascii():
        # ClickHouse would repeat the last byte of the sign.
        found.text = f"{found.text[:-1]}[{found.text[-1]}]"
    found.text += token
    found.is_plain &= before != "group" and not is_lazy
    least, _, most = token.strip("{}?").partition(",")
    piece = found.pieces[-1]
    if token[0] == "{":
        piece.least = int(least)
        piece.most = int(most or least) if most or "," not in token else None
    else:
        piece.least = int(token[0] == "+")
        piece.most = 1 if token[0] == "?" else None


def _signs(token: str, kind: str, is_ascii: bool, pattern: str) -> Signs:
    if kind == "any":
        return Signs(is_other=True)
    if kind == "sign":
        return Signs(frozenset(token))
    if kind == "escape":
        return Signs(_escaped(token, is_ascii, pattern), is_other=token == r"\D")
    is_other = token[1] == "^"
    return Signs(_set(token[1 + is_other : -1], is_ascii, pattern), is_other)


def _set(inner: str, is_ascii: bool, pattern: str) -> frozenset[str]:
    """Return the signs of a set in brackets, such as [a-z_]."""
    items, found = _SET_ITEM.findall(inner), set[str]()
    for place, item in enumerate(items):
        is_inner = 0 < place < len(items) - 1
        if item == r"\D" or (item == "[" and not is_inner):
            raise _strange(pattern)
        if item == "-" and is_inner:
            found |= _between(items[place - 1], items[place + 1], pattern)
        else:
            found |= _escaped(item, is_ascii, pattern) if item[0] == "\\" else {item}
    return frozenset(found)


def _between(first: str, last: str, pattern: str) -> set[str]:
    if len(first) > 1 or len(last) > 1 or not 0 <= ord(last) - ord(first) <= _LONGEST_RANGE:
        raise _strange(pattern)
    return {chr(code) for code in range(ord(first), ord(last) + 1)}


def _escaped(token: str, is_ascii: bool, pattern: str) -> frozenset[str]:
    sign = token[1]
    if sign in ("d", "D"):
        return frozenset(_DIGITS)
    if sign == "w" and is_ascii:
        return frozenset(_WORD)
    if sign in _CONTROLS:
        return frozenset(_CONTROLS[sign])
    if sign.isascii() and not sign.isalnum() and sign.isprintable():
        return frozenset(sign)
    raise _strange(pattern)


def _written(signs: Signs) -> str:
    if len(signs.signs) == 1 and not signs.is_other:
        return _quoted(*signs.signs)
    return f"[{'^' if signs.is_other else ''}{''.join(_ranges(sorted(signs.signs)))}]"


def _ranges(signs: list[str]) -> list[str]:
    """Write sorted signs as ranges, where at least three follow each other."""
    runs = list[list[str]]()
    for sign in signs:
        if runs and ord(sign) == ord(runs[-1][-1]) + 1:
            runs[-1].append(sign)
        else:
            runs.append([sign])
    return [_run(run) for run in runs]


def _run(signs: list[str]) -> str:
    if len(signs) < _SHORTEST_RANGE:
        return "".join(map(_quoted, signs))
    return f"{_quoted(signs[0])}-{_quoted(signs[-1])}"


def _quoted(sign: str) -> str:
    return f"\\{sign}" if sign in _SPECIAL else sign


def _strange(pattern: str) -> Unproven:
    return Unproven(
        f"the regular expression {pattern!r}; use ^ $ . * + ? {{2,3}} [a-z] [^a] \\d (a|b)"
    )
