"""The labels of a breakdown: text that fits the store, a cell and one line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from core.errors import QueryError, UsageError

BLANK = "(blank)"
LONGEST_LABEL = 200  # characters

_QUOTED = 40  # characters of a refused label that its message shows
_FORMAT = "Cf"  # characters without a width
# Control characters, halves of characters, and separators of lines and paragraphs.
_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})


def read_label(label: object) -> str:
    """Return a label as text, without blanks around it; `(blank)` for NULL and blank text.

    Raises:
        QueryError: The label is too long or has a control character.
    """
    text = _text(label)
    if _is_blank(text):
        return BLANK
    if len(text) > LONGEST_LABEL:
        raise QueryError(
            f"the query returned the label {_quote(text)} of {len(text):,} characters; shorten it"
            f" to at most {LONGEST_LABEL}, e.g. with left(label, {LONGEST_LABEL})"
        )
    if _has_control_character(text):
        raise QueryError(
            f"the query returned the label {_quote(text)}, which has a control character; replace"
            r" it, e.g. with regexp_replace(label, '[[:cntrl:]]', ' ', 'g')"
        )
    return text


def read_given_label(label: str) -> str:
    """Return a label that a person gives, by the rules for those of results.

    Raises:
        UsageError: The label is too long or has a control character.
    """
    text = _text(label)
    if _is_blank(text):
        return BLANK
    if len(text) > LONGEST_LABEL:
        raise UsageError(
            f"the label {_quote(text)} has {len(text):,} characters; shorten it to at most"
            f" {LONGEST_LABEL}"
        )
    if _has_control_character(text):
        raise UsageError(f"the label {_quote(text)} has a control character; leave it out")
    return text


def require_distinct(labels: Iterable[str]) -> None:
    """Refuse labels of which one comes twice.

    Raises:
        QueryError: A label comes more than once.
    """
    seen = set[str]()
    for label in labels:
        if label in seen:
            raise QueryError(f"the query returned the field {label!r} {_twice(label)}")
        seen.add(label)


def _twice(label: str) -> str:
    if label == BLANK:
        return (
            "more than once, because NULL and blank text are one label; put them together, e.g."
            " with GROUP BY nullif(trim(label), '')"
        )
    return "more than once; group by field"


def _has_control_character(text: str) -> bool:
    return any(unicodedata.category(character) in _REFUSED for character in text)


def _text(label: object) -> str:
    if label is None:
        return ""
    return label.isoformat() if isinstance(label, date) else str(label).strip()


def _is_blank(text: str) -> bool:
    return all(
        character.isspace() or unicodedata.category(character) == _FORMAT for character in text
    )


def _quote(text: str) -> str:
    """Return the beginning of a label, quoted and with escapes for what cannot be printed."""
    return repr(text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…")
