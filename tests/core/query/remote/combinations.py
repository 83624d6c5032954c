"""Queries that bring each kind of values together with each other, and into each aggregate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

NUMBERS = {
    "int": "i",
    "bigint": "b",
    "whole": "i::numeric",
    "decimal": "n",
    "literal": "2.5",
    "quotient": "(n / 4)",
    "float": "f",
}
TIMES = {"date": "d", "local": "ts", "instant": "tz", "parameter": ":cut_off", "day": ":last_day"}
TEXTS = {"text": "x", "label": "g", "literal": "'Apple'"}
COMPARED = {
    "compare": "{one} < {other} or {one} = {other} or {one} >= {other} or {one} <> {other}",
    "below": "{one} <= {other} and {one} > {other}",
    "distinct": "{one} is distinct from {other} and {one} is not distinct from {one}",
}
CHOSEN = {
    "choose": "case when yes then {one} else {other} end",
    "branch": "case i when 7 then {one} when 3 then {other} end",
    "default": "coalesce({one}, {other})",
    "larger": "greatest({one}, {other})",
    "smaller": "least({one}, {other})",
    "without": "nullif({one}, {other})",
}
CALCULATED = {
    "add": "{one} + {other}",
    "subtract": "{one} - {other}",
    "multiply": "{one} * (i - {other})",
    "divide": "{one} / nullif({other}, 0)",
    "between": "{one} between {other} and 100",
    "among": "{one} in ({other}, 7)",
}
OF_TEXT = {
    "equal": "{one} = {other} or {one} <> {other}",
    "among": "{one} in ({other}, 'b')",
    "not_among": "{one} not in ({other}, 'b')",
    **{name: CHOSEN[name] for name in ("choose", "branch", "default", "without")},
    "distinct": COMPARED["distinct"],
    "join": "{one} || {other}",
    "concat": "concat({one}, {other})",
}
AGGREGATES = (
    *("sum({one})", "avg({one})", "min({one})", "max({one})", "count({one})"),
    *("sum({one}) filter (where yes)", "coalesce(sum({one}), 0)", "nullif(sum({one}), 0)"),
    *("sum({one}) / nullif(count(*), 0)", "count(*) / nullif(sum({one}), 0)", "-sum({one})"),
    *("sum({one})::float8 / nullif(sum({one}), 0)", "sum({one})::numeric", "abs(sum({one}))"),
    *("round(sum({one})::numeric, 2)", "100.0 * sum({one}) / nullif(count(*), 0)"),
    *("1 - sum({one})::float8 / nullif(count(*), 0)", "round(avg({one})::numeric, 1)"),
    *("sum(case when yes then {one} else 0 end)", "sum(case when yes then {one} end)"),
    *("percentile_cont(0.5) within group (order by {one})", "sum({one}) * 100"),
    *("percentile_cont(0.9) within group (order by {one} desc)", "avg({one}) * 2"),
)
OF_TIMES = (
    *("min({one})", "max({one})", "max({one}) filter (where yes)", "max(greatest({one}, {one}))"),
    "min(coalesce({one}, {one}))",
)
OF_ANY = (
    *("{one} is null", "{one} is not null", "not ({one} is null)", "coalesce({one}, {one})"),
    *("case when {one} is null then 1 else 0 end", "case when yes then {one} end"),
)
OF_NUMBER = (
    *("{one}::int", "{one}::bigint", "{one}::numeric", "{one}::float8", "{one}::numeric(20, 2)"),
    *("round({one}::numeric, 1)", "round({one}::float8)", "abs({one})", "-{one}", "+{one}"),
    *("floor({one})", "ceil({one})", "sqrt(abs({one}))", "power({one}, 2)", "{one} % 3"),
    *("exp({one} / 10000000000000000.0)", "trunc({one})", "{one} > 0", "sum({one}) > 0"),
)
PARTS = (
    *("year", "quarter", "month", "week", "day", "dow", "isodow", "doy", "isoyear"),
    *("hour", "minute", "second", "epoch"),
)
UNITS = ("day", "week", "month", "quarter", "year", "hour")
STEPS = ("second", "minute", "hour", "day", "week", "month", "year")
WINDOWS = (
    *("sum({one}) over (partition by g)", "sum({one}) over (partition by g order by id)"),
    *("avg({one}) over (order by id)", "lag({one}) over (order by id)", "max({one}) over ()"),
    *("lead({one}) over (partition by g order by id)", "row_number() over (order by {one}, id)"),
    *("first_value({one}) over (order by id)", "rank() over (order by {one} desc, id)"),
)


def combinations() -> list[str]:
    """Return a query for each operation and kind."""
    return [
        *_pairs(NUMBERS, {**COMPARED, **CHOSEN, **CALCULATED}, "{term}"),
        *_pairs(TIMES, COMPARED, "{term}"),
        *_pairs(TIMES, {"between": "{one} between {other} and {other}"}, "{term}"),
        *_pairs(TIMES, CHOSEN, "extract(epoch from {term})"),
        *_pairs(TIMES, {"elapsed": "{one}::timestamptz - {other}"}, "extract(epoch from {term})"),
        *_pairs(TEXTS, OF_TEXT, "{term}"),
        *_each(NUMBERS, AGGREGATES, "{term}"),
        *_each(TIMES, OF_TIMES, "extract(epoch from {term})"),
        *_each(NUMBERS, WINDOWS, "{term}"),
        *_each({"date": "d", "local": "ts", "instant": "tz"}, WINDOWS[3:], "{term}"),
        *_each({**NUMBERS, **TIMES, **TEXTS, "yes": "yes"}, OF_ANY, "{term}"),
        *_each(NUMBERS, OF_NUMBER, "{term}"),
        *_times(),
        *_among(),
        *_grouped(),
    ]


def _pairs(kinds: Mapping[str, str], operations: Mapping[str, str], form: str) -> Iterator[str]:
    for name, operation in operations.items():
        for one in kinds.values():
            terms = [operation.format(one=one, other=other) for other in kinds.values()]
            columns = [
                f"{form.format(term=term)} as {name}_{place}" for place, term in enumerate(terms)
            ]
            # A product of larger ones is too large for PostgreSQL.
            small = " where b < 10000000000" if name == "multiply" else ""
            yield f"select {', '.join(columns)} from stg.t{small}"


def _each(kinds: Mapping[str, str], forms: tuple[str, ...], outer: str) -> Iterator[str]:
    for one in kinds.values():
        for form in forms:
            yield f"select {outer.format(term=form.format(one=one))} as value from stg.t"


def _among() -> Iterator[str]:
    for one in (*NUMBERS.values(), *TIMES.values(), *TEXTS.values(), "yes"):
        yield f"select count(*) as value from stg.t where {one} in (select {one} from stg.t)"


def _times() -> Iterator[str]:
    for one in ("d", "ts", "tz"):
        for part in PARTS:
            if one != "d" or part not in ("hour", "minute", "second"):
                yield f"extract({part} from {one})"
        for unit in UNITS:
            yield f"extract(epoch from date_trunc('{unit}', {one}))"
        for step in STEPS:
            for change in (f"+ interval '3 {step}'", f"- interval '40 {step}s'"):
                yield f"extract(epoch from {one} {change})"
            yield f"extract(epoch from {one} + i * interval '1 {step}')"
            if step not in ("second", "minute"):
                yield f"extract(epoch from {one} - make_interval({step}s => i))"
        for layout in ("YYYY-MM-DD", "YYYY-MM", "YYYY", "MM", "DD", 'IYYY"-W"IW', "IYYY-IW"):
            yield f"to_char({one}, '{layout}')"
        for kind in ("date", "timestamp", "timestamptz"):
            yield f"extract(epoch from {one}::{kind})"
    for layout in ("YYYY-MM-DD HH24:MI:SS", "HH24:MI", "HH24"):
        yield f"to_char(ts, '{layout}')"
        yield f"to_char(tz, '{layout}')"


def _grouped() -> Iterator[str]:
    for key in ("i", "b", "n", "g", "d", "yes", "ts", "tz", "i::numeric", "upper(g)", "tz::date"):
        yield f"select {key} as k, count(*) as value from stg.t group by 1"
        yield f"select {key} as k, sum(n) as value from stg.t group by {key}"
        yield f"select distinct {key} as k from stg.t"
        yield f"select count(distinct {key}) as value from stg.t"
        yield f"select count(distinct {key}) filter (where id > 1) as value from stg.t"
        yield f"select sum(id) over (partition by {key}) as value from stg.t"
        yield f"select {key} as k from stg.t union select {key} from stg.t"
        yield f"select {key} as k from stg.t union all select {key} from stg.t"
