"""The terms of sources: what is declared of a source once, and holds for every KPI that reads it.

They are in `scorecards/sources.py`, or in the KPI files that read the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.model import CheckedSource, File, Source, SourceCheck, Tab, Table, Values

SourceKey = tuple[str, ...]
SHARED_FILE = "scorecards/sources.py"


@dataclass(frozen=True, slots=True)
class SourceTerms:
    """When a source is late, its checks, and its personal columns.

    `loaded_at` is the column with the times of its rows.
    """

    loaded_at: str = ""
    fresh: str = ""
    checks: tuple[SourceCheck, ...] = ()
    personal: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether a run has to look at the source for them."""
        return bool(self.fresh or self.checks)


def source_key(source: CheckedSource) -> SourceKey:
    """Return what identifies a source among those of all KPIs."""
    match source:
        case Table():
            return "table", source.name.lower()
        case File():
            return "file", source.path
        case Tab():
            return "tab", source.workbook, source.title
    raise AssertionError(source)


def has_terms(source: Source) -> bool:
    """Return whether a source declares when it is late, a check, or a personal column."""
    if isinstance(source, Values):
        return False
    return bool(source.fresh or source.checks or source.personal)


def join_terms(sources: Iterable[Source]) -> Mapping[SourceKey, SourceTerms]:
    """Return the terms of each source that has some: all checks that any declaration names.

    Of two times, or two names of a column, the first counts; a check reports that they differ.
    """
    declared = [source for source in sources if not isinstance(source, Values)]
    judged = {source_key(source) for source in declared if has_terms(source)}
    terms: dict[SourceKey, SourceTerms] = {}
    for source in declared:
        key = source_key(source)
        if key in judged:
            terms[key] = _add(terms.get(key, SourceTerms()), source)
    return terms


def _add(terms: SourceTerms, source: CheckedSource) -> SourceTerms:
    added = tuple(check for check in source.checks if check not in terms.checks)
    return replace(
        terms,
        loaded_at=terms.loaded_at or source.loaded_at,
        fresh=terms.fresh or source.fresh,
        checks=(*terms.checks, *added),
        personal=tuple(dict.fromkeys((*terms.personal, *source.personal))),
    )
