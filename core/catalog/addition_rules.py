"""Rules for `adds`, by which values of several periods become one to date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from core.catalog.entries import Catalogue, Entry
from core.catalog.source_rules import Rule
from core.model import CADENCES, Adds, one_period

# These count each value once, so that no two values may cover the same time.
_ADDING = ("sum", "ratio")


def check_adds(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The way of adding up is one that exists."""
    adds = entry.kpi.adds
    if adds not in get_args(Adds):
        names = ", ".join(filter(None, get_args(Adds)))
        yield f"adds {adds!r} is unknown; use {names}"


def check_adds_fits_unit(entry: Entry, _: Catalogue) -> Iterator[str]:
    """Percentages are not summed."""
    if entry.kpi.adds == "sum" and entry.kpi.unit == "percent":
        remedy = "use 'ratio' and return numerator and denominator, or use 'no'"
        yield f"adds='sum' contradicts unit='percent': percentages have no sum; {remedy}"


def check_adds_fits_range(entry: Entry, _: Catalogue) -> Iterator[str]:
    """Values that are added up do not cover the same time."""
    if entry.kpi.adds not in _ADDING or entry.kpi.cadence not in CADENCES:
        return
    try:
        covered = entry.range
    except ValueError:  # a rule of its own reports it
        return
    if covered != one_period(entry.kpi.cadence):
        fault = f"adds={entry.kpi.adds!r} contradicts the range of {covered}, whose values overlap"
        yield f"{fault}; use 'last' or 'no', or the range of one period"


def check_adds_fits_state(entry: Entry, _: Catalogue) -> Iterator[str]:
    """States are not added up."""
    if entry.kpi.adds in _ADDING and entry.kpi.as_of == "run":
        fault = f"adds={entry.kpi.adds!r} contradicts as_of='run': states are not added up"
        yield f"{fault}; use 'last' or 'no'"


ADDITION_RULES: tuple[Rule, ...] = (
    check_adds,
    check_adds_fits_unit,
    check_adds_fits_range,
    check_adds_fits_state,
)
