"""Rules for the cadences of stored histories; each yields the messages of its findings.

A KPI reads values of shorter periods that fall within its own, and of longer ones the last that was
over before its own began.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog.entries import Catalogue, Entry
from core.model import CADENCES, PERIOD_UNIT, Cadence, Values, as_cadence, falls_within, is_longer


def check_stated_cadences(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """A history states the cadence of its KPI if that is not the reader's own."""
    for source in entry.values:
        other = catalogue.by_key.get(entry.key_of(source))
        if other is None or not {entry.kpi.cadence, other.kpi.cadence} <= {*CADENCES}:
            continue  # one of the files has findings of its own
        cadence = other.kpi.cadence
        if cadence == (source.cadence or entry.kpi.cadence):
            continue
        fault = f"Values({source.kpi}) reads {other.id}, which is {cadence}"
        if cadence == entry.kpi.cadence:
            yield f"{fault} as this KPI is; leave out cadence="
        elif _can_read(entry, cadence):
            yield f'{fault}; add cadence="{cadence}" to read {_what_is_read(entry, cadence)}'
        else:
            yield f"{fault}; {_REFUSED}"


def check_cadences_of_histories(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A stated cadence is one that exists, and whose periods fall within those of the KPI."""
    for source in entry.values:
        cadence = as_cadence(source.cadence)
        if source.cadence and cadence is None:
            fault = f"Values({source.kpi}, cadence={source.cadence!r}) names no cadence"
            yield f"{fault}; write one of {', '.join(CADENCES)}"
        elif cadence and not _can_read(entry, cadence):
            yield f"is {entry.kpi.cadence} and reads {cadence} values; {_REFUSED}"


def check_lengths_of_shorter_histories(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The range says how many values of a shorter cadence are read."""
    for source in _shorter_histories(entry):
        unit = PERIOD_UNIT[_cadence(source)]
        if source.last is not None:
            fault = f"Values({source.kpi}, last={source.last}) counts {unit}s, of which a"
            fault = f"{fault} {entry.kpi.cadence} KPI reads all within its range"
            yield f'{fault}; leave out last= and state range="{source.last} {unit}s"'


def check_ranges_of_shorter_histories(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A range within which months are read consists of months."""
    for source in _shorter_histories(entry):
        if source.cadence == "monthly" and _range_unit(entry) in ("day", "week"):
            fault = f"range {entry.kpi.range!r} does not consist of the months that"
            yield f"{fault} Values({source.kpi}) reads; state it in months, quarters or years"


_REFUSED = "a week may lie in two months, so read daily values or the KPI's sources instead"


def _can_read(entry: Entry, cadence: Cadence) -> bool:
    own = as_cadence(entry.kpi.cadence)
    return own is None or is_longer(cadence, own) or falls_within(cadence, own)


def _what_is_read(entry: Entry, cadence: Cadence) -> str:
    unit, own = PERIOD_UNIT[cadence], PERIOD_UNIT[entry.kpi.cadence]
    if is_longer(cadence, entry.kpi.cadence):
        return f"the last {unit} that was over before the {own} began"
    return f"the {unit}s of its range"


def _shorter_histories(entry: Entry) -> list[Values]:
    own = as_cadence(entry.kpi.cadence)
    return [
        source
        for source in entry.values
        if own and as_cadence(source.cadence) and is_longer(own, _cadence(source))
    ]


def _cadence(source: Values) -> Cadence:
    cadence = as_cadence(source.cadence)
    assert cadence is not None
    return cadence


def _range_unit(entry: Entry) -> str:
    try:
        return entry.range.unit
    except ValueError:  # a finding of its own
        return ""


CADENCE_RULES = (
    check_stated_cadences,
    check_cadences_of_histories,
    check_lengths_of_shorter_histories,
    check_ranges_of_shorter_histories,
)
