"""The draft of a new KPI: an author's answers, and the checks on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.catalog.domain_name import domain_fault
from core.catalog.rules import name_fault, owner_fault, unit_fault
from core.catalog.runner_rules import timezone_fault
from core.catalog.source_rules import IDENTIFIER, TABLE
from core.errors import UsageError
from core.model import File, Table, is_storable


@dataclass(frozen=True, slots=True)
class Draft:
    """An author's answers about a new KPI; `source` is a table or the path of a file."""

    domain: str
    number: int | None
    name: str
    definition: str
    owner: str
    unit: str
    better: str
    cadence: str
    source: str
    title: str
    timezone: str

    def require_valid(self) -> None:
        """Refuse answers that cannot be used.

        Raises:
            UsageError: An answer cannot be used.
        """
        raise_first_fault(self._text_faults())
        faults = (
            domain_fault(self.domain),
            name_fault(self.name),
            _definition_fault(self.definition),
            unit_fault(self.unit),
            owner_fault(self.owner),
            _source_fault(self.source),
            timezone_fault(self.timezone),
        )
        raise_first_fault(faults)

    def _text_faults(self) -> Iterator[str]:
        for name in ("name", "owner", "source", "title"):
            if not is_storable(getattr(self, name)):
                yield f"{name} contains a character that cannot be stored; remove it"

    def parse_source(self) -> Table | File | None:
        """Return the source as a KPI file declares it; None if there is none."""
        return _parse_source(self.source)


def raise_first_fault(faults: Iterable[str]) -> None:
    """Raise the first fault that is not empty.

    Raises:
        UsageError: There is a fault.
    """
    for fault in faults:
        if fault:
            raise UsageError(fault)


def as_docstring(text: str) -> str:
    """Return `text` as the first line of a docstring can hold it."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    words = " ".join(printable.split())
    return words.replace("\\", "\\\\").replace('"""', "'''")


def as_sentence(text: str) -> str:
    """Return `text` as a docstring that ends with a full stop; empty if it has no words."""
    words = as_docstring(text).rstrip(". ")
    if not words or words.endswith(("?", "!")):
        return words
    return f"{words}."


def _definition_fault(definition: str) -> str:
    return "" if as_sentence(definition) else "definition is empty; say in words what is counted"


def _source_fault(text: str) -> str:
    source = _parse_source(text)
    if not isinstance(source, Table) or TABLE.fullmatch(source.name):
        return ""
    fault = f"source {text!r} is neither a table nor a file"
    return f"{fault}; write schema.name, or the path of a CSV or Parquet file"


def _parse_source(text: str) -> Table | File | None:
    if not text:
        return None
    is_path = "/" in text or re.search(r"\.(csv|parquet|gz)$", text)
    if not is_path:
        return Table(text)
    file = File(text)
    if IDENTIFIER.fullmatch(file.relation):
        return file
    return File(text, name=f"file_{file.relation}".strip("_"))
