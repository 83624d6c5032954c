"""The meaning of to_char, to_date and to_timestamp. Pure."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime

from sqlglot import exp, parse_one
from sqlglot.dialects.postgres import Postgres
from sqlglot.time import format_time

from core.query.remote.kinds import OPEN, TIMES, Unproven, ValueKind, give_kind
from core.query.remote.meaning.explicit import cast, convert, is_text_literal, replace
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule, name_of

# The parts of a layout that every engine formats.
_SHARED = {"YYYY": "%Y", "MM": "%m", "DD": "%d", "HH24": "%H", "MI": "%M", "SS": "%S"}
_SHARED |= {"IYYY": "%G", "IW": "%V"}
_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_LONGEST_NAME = 9


def _names(field: str, names: list[str]) -> str:
    cases = " ".join(f"WHEN {place} THEN '{name}'" for place, name in enumerate(names, 1))
    return f"CASE extract({field} FROM time_) {cases} END"


def _number(field: str) -> str:
    return f"extract({field} FROM time_)::int"


def _digits(value: str, length: int) -> str:
    return f"lpad(({value})::text, {length}, '0')"


_DAY_NAMES, _MONTH_NAMES = _WEEKDAYS.split(), _MONTHS.split()
_FRACTION = "floor(extract(second FROM time_) * {0})::int % {0}"
# The other parts, in PostgreSQL's dialect.
_COMPUTED = {
    "FMDay": _names("isodow", _DAY_NAMES),
    "Day": f"rpad({_names('isodow', _DAY_NAMES)}, {_LONGEST_NAME})",
    "Dy": _names("isodow", [name[:3] for name in _DAY_NAMES]),
    "FMMonth": _names("month", _MONTH_NAMES),
    "Month": f"rpad({_names('month', _MONTH_NAMES)}, {_LONGEST_NAME})",
    "Mon": _names("month", [name[:3] for name in _MONTH_NAMES]),
    "Q": f"{_number('quarter')}::text",
    "D": f"({_number('dow')} + 1)::text",
    "ID": f"{_number('isodow')}::text",
    "DDD": _digits(_number("doy"), 3),
    "WW": _digits(f"({_number('doy')} - 1) / 7 + 1", 2),
    "FMMM": f"{_number('month')}::text",
    "FMDD": f"{_number('day')}::text",
    "FMHH24": f"{_number('hour')}::text",
    "YY": "right(to_char(time_, 'YYYY'), 2)",
    **dict.fromkeys(("HH12", "HH"), _digits(f"({_number('hour')} + 11) % 12 + 1", 2)),
    **dict.fromkeys(("AM", "PM"), f"CASE WHEN {_number('hour')} < 12 THEN 'AM' ELSE 'PM' END"),
    **dict.fromkeys(("am", "pm"), f"CASE WHEN {_number('hour')} < 12 THEN 'am' ELSE 'pm' END"),
    "MS": _digits(_FRACTION.format(1_000), 3),
    "US": _digits(_FRACTION.format(1_000_000), 6),
}
_PARTS = "|".join(sorted([*_SHARED, *_COMPUTED], key=len, reverse=True))
_TOKEN = re.compile(rf'{_PARTS}|"[^"%]*"|[-/:. _,]')
_READ = re.compile(r"(?:%[YmdHMS]|[-/:. _,])+")


def _formatted(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    tokens = _tokens(node)
    if any(token in _COMPUTED for token in tokens):
        pieces = [_piece(node.this, token) for token in tokens]
        made = pieces[0]
        for piece in pieces[1:]:
            made = exp.DPipe(this=made, expression=piece, safe=True)
        return interpreter.kind(replace(node, exp.paren(made)))
    kind = interpreter.kind(node.this)
    if kind not in TIMES | OPEN:
        raise Unproven(f"to_char of {kind}")
    layout = "".join(_SHARED.get(token, token.strip('"')) for token in tokens)
    node.args["format"].replace(exp.Literal.string(layout))
    if kind == "timestamptz":
        convert(node.this, "timestamp")
    return "text"


def _tokens(node: exp.Expr) -> list[str]:
    layout = node.args.get("format")
    mapping, trie = Postgres.INVERSE_TIME_MAPPING, Postgres.INVERSE_TIME_TRIE
    text = format_time(layout.name, mapping, trie) if isinstance(layout, exp.Literal) else None
    tokens = _TOKEN.findall(text or "")
    if not tokens or "".join(tokens) != text:
        raise Unproven(f"{name_of(node)}; use {', '.join(_SHARED)}, Q, Mon, FMMonth or FMDay")
    return tokens


def _piece(time: exp.Expr, token: str) -> exp.Expr:
    """Return one part of a layout, of which each part is a text."""
    if token in _SHARED:
        return exp.TimeToStr(this=time.copy(), format=exp.Literal.string(_SHARED[token]))
    if token not in _COMPUTED:
        return exp.Literal.string(token.strip('"'))
    made = parse_one(_COMPUTED[token], dialect="postgres")
    for column in list(made.find_all(exp.Column)):
        column.replace(exp.paren(time.copy()))
    return exp.paren(made)


def _constant(kind: ValueKind) -> MeaningRule:
    """Return the rule for to_date or to_timestamp of a text that the query names."""

    def rule(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
        layout = node.args.get("format")
        text = node.this.unnest()
        if not is_text_literal(text) or layout is None or not _READ.fullmatch(layout.name):
            raise Unproven(f"{name_of(node)}; let a view hold the time")
        with suppress(ValueError):
            read = datetime.strptime(text.name, layout.name).replace(tzinfo=UTC)
            literal = give_kind(exp.Literal.string(str(read.replace(tzinfo=None))), "text")
            return interpreter.kind(replace(node, cast(literal, kind)))
        raise Unproven(f"{name_of(node)}; write the text in the layout")

    return rule


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.TimeToStr: _formatted,
    exp.StrToDate: _constant("date"),
    exp.StrToTime: _constant("timestamptz"),
}
