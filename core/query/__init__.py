"""Facts about an author's SQL, and the forms that join many queries into one statement.

It runs nothing.
"""

from __future__ import annotations

from core.query.aggregates import TimeAggregate
from core.query.binding import PARAMETERS, Params, bind, line_of, normalise
from core.query.cache import FactsCache
from core.query.facts import Dialect, SqlFacts
from core.query.lateral import NUMBER, PERIODS, for_many_periods
from core.query.one_pass import AggregateRequest, one_pass, split_rows
from core.query.result import Result
from core.query.union import Part, can_join, join_for_duckdb, join_for_postgres, split_results

__all__ = [
    "NUMBER",
    "PARAMETERS",
    "PERIODS",
    "AggregateRequest",
    "Dialect",
    "FactsCache",
    "Params",
    "Part",
    "Result",
    "SqlFacts",
    "TimeAggregate",
    "bind",
    "can_join",
    "for_many_periods",
    "join_for_duckdb",
    "join_for_postgres",
    "line_of",
    "normalise",
    "one_pass",
    "split_results",
    "split_rows",
]
