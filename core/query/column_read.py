"""The columns that a query reads, and the columns of its result that each of them makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.query.facts import ReturnedColumn

# Columns of relations, by the name by which a query reads each, all in lower case.
KnownColumns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, order=True)
class ColumnRead:
    """A column that a query reads; `column` is `*` for every column of the relation.

    `outputs` are the columns of the result that it makes, none if it decides only which rows count.
    It is uncertain where the text leaves open of which relation the column is. `decides` says
    whether it is read outside of what SELECT returns, and so decides which rows count.
    """

    relation: str
    column: str
    outputs: tuple[str, ...] = ()
    is_certain: bool = True
    decides: bool = False


@dataclass(frozen=True, slots=True)
class ColumnFlow:
    """The columns that a query reads, in order; `obstacle` says why they could not be found."""

    reads: tuple[ColumnRead, ...] = ()
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class ViewFlow:
    """What a view reads: its relations, their columns, and those whose contents it returns.

    `obstacle` says why they could not be found.
    """

    relations: tuple[str, ...] = ()
    reads: tuple[ColumnRead, ...] = ()
    returned: tuple[ReturnedColumn, ...] = ()
    obstacle: str = ""
