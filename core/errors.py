"""Error types. Each message is one sentence: the file or setting, what is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Missing = Literal["", "table", "column"]


class ScorecardError(Exception):
    """A failure that the product expects; the process ends with `exit_code`.

    `transient` marks a failure that may pass by itself, `attempts` how often the work was tried.
    """

    exit_code = 1

    def __init__(self, message: str, *, transient: bool = False) -> None:
        super().__init__(message)
        self.transient = transient
        self.attempts = 1

    def __str__(self) -> str:
        text = super().__str__()
        return text if self.attempts == 1 else f"{text} (after {self.attempts} attempts)"

    @property
    def fault(self) -> str:
        """The fault without its remedy."""
        return super().__str__().rpartition("; ")[0] or super().__str__()


class UsageError(ScorecardError):
    """The command line asks for something that does not exist or is not possible."""

    exit_code = 2


class SettingsError(ScorecardError):
    """A setting is missing or malformed, or the warehouse it names cannot be used. Nothing ran."""

    exit_code = 3


class LockedError(ScorecardError):
    """Another run holds the lock; the message names the holder."""

    exit_code = 4


class QueryError(ScorecardError):
    """A KPI's query failed, or a KPI may not return its result."""


class UntranslatableError(QueryError):
    """A query has a construct that is not proven to mean the same on the warehouse's engine.

    `line` counts from 1 within the query; `construct` names what it found there.
    """

    def __init__(self, message: str, line: int, construct: str) -> None:
        super().__init__(message)
        self.line = line
        self.construct = construct


class TimeLimitError(QueryError):
    """A query took longer than the time limit."""


class CopyLimitError(QueryError):
    """A table of a remote warehouse has more rows, or other columns, than may be copied."""


class PlanError(QueryError):
    """A database refuses a query before it runs it.

    `offset` counts characters of the query from 0, None if the database gives no place. `word` is
    what stands there. `missing` is the kind of thing that does not exist, with `word` as its name;
    empty for any other fault.
    """

    def __init__(
        self, message: str, offset: int | None = None, missing: Missing = "", word: str = ""
    ) -> None:
        super().__init__(message)
        self.offset = offset
        self.missing = missing
        self.word = word


class SourceError(ScorecardError):
    """A file, tab or table that a KPI reads is missing or not as declared."""


class WarehouseError(ScorecardError):
    """The warehouse refused or dropped a connection during the work; nothing is half stored."""


class NoTableError(WarehouseError):
    """A table of the store does not exist yet."""


class PublishError(ScorecardError):
    """A scorecard could not be published; the stored values are untouched."""


class RefusedError(PublishError):
    """Google refuses a request as it is: a range, tab or metadata does not exist, or is protected.

    Nothing of it was applied.
    """


class AmbiguousError(Exception):
    """A write to a spreadsheet may have been applied: the answer was lost, or the server failed."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One error in the catalogue, at a line of a file relative to the project's root.

    `column` counts from 1; 0 if it is unknown. A KPI with a warning runs all the same.
    """

    file: str
    line: int
    message: str
    column: int = 0
    is_warning: bool = False

    def __str__(self) -> str:
        column = f"{self.column}:" if self.column else ""
        kind = "warning: " if self.is_warning else ""
        return f"{self.file}:{self.line}:{column} {kind}{self.message}"


class CatalogueError(ScorecardError):
    """The catalogue has findings, so nothing ran."""

    exit_code = 3

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))
