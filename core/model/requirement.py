"""The requirement that a value is of a plain type and can be stored."""

from __future__ import annotations

from types import UnionType

# The modules of the types that a value may have, beside those of this room. A class of the author's
# own may do anything at all where the value is used.
_PLAIN = frozenset(("builtins", "types"))
_OURS = "core.model."


def is_storable(text: str) -> bool:
    """Return whether every warehouse can store a text: no NUL, no half of a surrogate pair."""
    if text.isascii():
        return "\0" not in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def clean_text(text: str) -> str:
    """Return a text of a person as every warehouse can store it; one of blanks is none."""
    if not is_storable(text):
        text = text.replace("\0", "").encode(errors="replace").decode()
    return text if text.strip() else ""


def require(value: object, kinds: type | UnionType, name: str, what: str) -> None:
    """Refuse a value of another type: not every author's editor runs a type checker.

    Raises:
        TypeError: The value is not of `kinds`, or is a text that cannot be stored.
    """
    kind = type(value)
    if kind.__module__ not in _PLAIN and not kind.__module__.startswith(_OURS):
        raise TypeError(f"{name} must be {what}, not an instance of the class {kind.__name__}")
    if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
        raise TypeError(f"{name} must be {what}, not {value!r}")
    if isinstance(value, str) and not is_storable(value):
        raise TypeError(f"{name} contains a character that cannot be stored: {value!r}")


def require_texts(owner: object, *names: str) -> None:
    """Refuse attributes of `owner` that are not texts; as `require`."""
    for name in names:
        require(getattr(owner, name), str, name, "text")
