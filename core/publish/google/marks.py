"""Marks of publications: the domain, an id of its own, and the store's identity. Pure."""

from __future__ import annotations

import uuid

from core.publish.google.sheet import BookNow


def new_mark(domain: str, identity: str) -> str:
    """Return the mark of a new publication; one from a store without identity ends earlier."""
    return f"{domain}:{uuid.uuid4().hex}:{identity}".rstrip(":")


def marks_of(book: BookNow, domain: str) -> list[int]:
    """Return the metadata ids of a domain's marks in a spreadsheet."""
    return [number for number, mark in book.markers.items() if mark.startswith(f"{domain}:")]


def read_mark(book: BookNow, domain: str) -> str:
    """Return the identity of the store that last filled a domain's tabs; "" where none is said."""
    for number in reversed(marks_of(book, domain)):
        _, _, identity = book.markers[number].removeprefix(f"{domain}:").partition(":")
        if identity:
            return identity
    return ""
