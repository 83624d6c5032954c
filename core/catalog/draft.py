"""The draft of a new KPI: an author's answers, and the checks on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import get_args

from core.catalog.domain_name import domain_fault
from core.catalog.proposal import RESERVED, Proposal, propose, time_columns
from core.catalog.rules import name_fault, owner_fault, unit_fault
from core.catalog.runner_rules import timezone_fault
from core.catalog.source_rules import IDENTIFIER, TABLE
from core.errors import UsageError
from core.model import CADENCES, Better, File, Table, is_storable


@dataclass(frozen=True, slots=True)
class Draft:
    """An author's answers about a new KPI; `source` is a table or the path of a file.

    `columns` are those of the source, with their types, as far as they are known. `time` names the
    one with the time of a row; empty to choose the first that looks like one.
    """

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
    columns: tuple[tuple[str, str], ...] = ()
    time: str = ""

    def require_valid(self) -> None:
        """Refuse answers that cannot be used.

        Raises:
            UsageError: An answer cannot be used.
        """
        raise_first_fault(self._text_faults())
        for name in FAULTS:
            raise_first_fault((answer_fault(name, getattr(self, name)),))
        raise_first_fault((self._time_fault(),))

    def _time_fault(self) -> str:
        """Return why `time` cannot be used; empty if it can."""
        times = time_columns(self.columns)
        if not self.time or not self.columns or self.time in times:
            return ""
        near = get_close_matches(self.time, times)
        choice = f"did you mean {' or '.join(near)}?" if near else f"choose {_listed(times)}"
        return f"{self.source} has no date or time {self.time!r}; {choice}"

    @property
    def proposal(self) -> Proposal:
        """The parts of the query that is proposed."""
        return propose(self.columns, self.unit, self.time)

    def _text_faults(self) -> Iterator[str]:
        for name in ("name", "owner", "source", "title", "time"):
            if not is_storable(getattr(self, name)):
                yield f"{name} contains a character that cannot be stored; remove it"

    def parse_source(self) -> Table | File | None:
        """Return the source as a KPI file declares it; None if there is none."""
        return parse_source(self.source)


def raise_first_fault(faults: Iterable[str]) -> None:
    """Raise the first fault that is not empty.

    Raises:
        UsageError: There is a fault.
    """
    for fault in faults:
        if fault:
            raise UsageError(fault)


def answer_fault(name: str, answer: str) -> str:
    """Return the finding on one of an author's answers, empty if there is none."""
    return FAULTS[name](answer)


def _listed(names: Sequence[str]) -> str:
    return f"one of {', '.join(names)}" if names else "another source, it has none"


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


def _cadence_fault(cadence: str) -> str:
    if cadence in CADENCES:
        return ""
    return f"cadence {cadence!r} is unknown; use {', '.join(CADENCES)}"


def _better_fault(better: str) -> str:
    if better in get_args(Better):
        return ""
    return f"better {better!r} is unknown; use {', '.join(get_args(Better))}"


def _definition_fault(definition: str) -> str:
    return "" if as_sentence(definition) else "definition is empty; say in words what is counted"


def _source_fault(text: str) -> str:
    source = parse_source(text)
    if not isinstance(source, Table) or TABLE.fullmatch(source.name):
        return ""
    fault = f"source {text!r} is neither a table nor a file"
    return f"{fault}; write schema.name, or the path of a CSV or Parquet file"


def parse_source(text: str) -> Table | File | None:
    """Return the source that a table's name or a file's path stands for; None for empty text."""
    if not text:
        return None
    is_path = "/" in text or re.search(r"\.(csv|parquet|gz)$", text)
    if not is_path:
        return Table(text)
    file = File(text)
    if IDENTIFIER.fullmatch(file.relation) and file.relation not in RESERVED:
        return file
    return File(text, name=f"file_{file.relation}".strip("_"))


FAULTS: Mapping[str, Callable[[str], str]] = {
    "domain": domain_fault,
    "name": name_fault,
    "definition": _definition_fault,
    "unit": unit_fault,
    "better": _better_fault,
    "cadence": _cadence_fault,
    "owner": owner_fault,
    "source": _source_fault,
    "timezone": timezone_fault,
}
