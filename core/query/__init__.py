"""Facts about an author's SQL, and the forms that join many queries into one statement.

It runs nothing.
"""

from __future__ import annotations

from core.query.aggregates import TimeAggregate
from core.query.binding import PARAMETERS, Params, bind, line_of, normalise
from core.query.cache import FactsCache
from core.query.facts import EVERY_COLUMN, Dialect, SqlFacts
from core.query.lateral import NUMBER, for_many_periods, periods_table, split_periods
from core.query.one_pass import AggregateRequest, one_pass, split_rows
from core.query.result import Query, Result
from core.query.union import Part, can_join, join_queries, split_results

__all__ = [
    "EVERY_COLUMN",
    "NUMBER",
    "PARAMETERS",
    "AggregateRequest",
    "Dialect",
    "FactsCache",
    "Params",
    "Part",
    "Query",
    "Result",
    "SqlFacts",
    "TimeAggregate",
    "bind",
    "can_join",
    "for_many_periods",
    "join_queries",
    "line_of",
    "normalise",
    "one_pass",
    "periods_table",
    "split_periods",
    "split_results",
    "split_rows",
]
