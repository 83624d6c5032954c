"""Parameters are translated and nothing else is; made-up SQL is run on a real DuckDB to see that it
means the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.binding import (
    PARAMETERS,
    bind,
    find_word,
    first_unclosed,
    line_of,
    normalise,
    original_offset,
)

VALUES = {name: 1000 + index for index, name in enumerate(PARAMETERS)}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT ':start'",
        "SELECT 'it''s :start'",
        "SELECT '\\'",
        "SELECT E'it\\'s :start'",
        "SELECT e'\\\\', ':start'",
        "SELECT $$ :start $$",
        "SELECT $body$ $$ :start $$ :end $body$",
        'SELECT ":start", "a"":end"',
        "SELECT 1 -- :start 'til the end",
        "SELECT /* :start */ 1",
        "SELECT /* it's /* :start */ :end */ 1",
        "SELECT /* /* /* :start */ */ :end /* */ :end */ 1",
        "SELECT /***/ /* ** / * :start **/ 1",
        "SELECT '2026-01-01'::date, a::int::text, b ::numeric(10, 2)",
        "SELECT a[1:2], a[x:y], a[(1):last_day], a[f(1):end]",
        "SELECT {'start':start, \"end\":end}",
        "SELECT 10:30:00",
        "SELECT lambda x:x + 1",
        "SELECT a := 3",
        "SELECT a LIKE 'a%:start' AND b % 2 = 0 AND c ? 'd' AND e @> '{}'",
    ],
)
@pytest.mark.parametrize("style", ["named", "numbered"])
def test_what_only_looks_like_a_parameter_stays(sql: str, style: Any) -> None:
    assert bind(sql, style) == (sql, ())


@pytest.mark.parametrize(
    ("sql", "named", "numbered", "names"),
    [
        ("SELECT :start", "SELECT $start", "SELECT $1", ("start",)),
        ("a>=:start AND a<:end", "a>=$start AND a<$end", "a>=$1 AND a<$2", ("start", "end")),
        (":end, :start, :end", "$end, $start, $end", "$1, $2, $1", ("end", "start")),
        ("(:start)::date", "($start)::date", "($1)::date", ("start",)),
        (":first_day::timestamp", "$first_day::timestamp", "$1::timestamp", ("first_day",)),
        (
            "':start'||:start||':start'",
            "':start'||$start||':start'",
            "':start'||$1||':start'",
            ("start",),
        ),
        ("/*:start*/:end--:start", "/*:start*/$end--:start", "/*:start*/$1--:start", ("end",)),
        ("a[:start]", "a[$start]", "a[$1]", ("start",)),
        ("{'a': :start}", "{'a': $start}", "{'a': $1}", ("start",)),
        ("x => :start,:misspelt", "x => $start,$misspelt", "x => $1,$2", ("start", "misspelt")),
        ("E'\\'' = :start", "E'\\'' = $start", "E'\\'' = $1", ("start",)),
        ("'unended' = :start -- '", "'unended' = $start -- '", "'unended' = $1 -- '", ("start",)),
    ],
)
def test_parameters_take_the_engines_form(
    sql: str, named: str, numbered: str, names: tuple[str, ...]
) -> None:
    assert bind(sql, "named") == (named, names)
    assert bind(sql, "numbered") == (numbered, names)


def test_a_parameter_is_a_whole_word() -> None:
    assert bind(":start_date, :start", "named") == ("$start_date, $start", ("start_date", "start"))


# A column of a query: how it is written with a parameter's mark, and the value that it has.
Column = tuple[str, Any]

_FIXED: list[Column] = [
    ("':start'", ":start"),
    ("'it''s :end'", "it's :end"),
    ("'\\' || ':end'", "\\:end"),
    (r"E'it\'s :start'", "it's :start"),
    (r"e'\\' || ':end'", "\\:end"),
    ("$$:start 'n' \"end\"$$", ":start 'n' \"end\""),
    ("$q$ $$ :end $$ $q$", " $$ :end $$ "),
    ("'7'::int", 7),
    ("'7'::int::text", "7"),
    ("'abc' LIKE 'a%'", True),
    ("'a:end' LIKE '%:end'", True),
    ("13 % 5", 3),
    ('"a:b"', 5),
    ('":start"', 6),
    ("numbers[1:2]", [10, 20]),
    ("numbers[two:three]", [20, 30]),
    ("numbers[(two):three]", [20, 30]),
    ("{'end':two}", {"end": 2}),
    ("list_transform(numbers, lambda x:x + 1)", [11, 21, 31]),
    ("TIME '10:30:00'::text", "10:30:00"),
]
_WITH_PARAMETER: list[tuple[str, Callable[[int], Any]]] = [
    ("{}", lambda value: value),
    ("({})", lambda value: value),
    ("-{}", lambda value: -value),
    ("1+{}", lambda value: 1 + value),
    ("{}::text", str),
    ("{} ::int::text||':end'", lambda value: f"{value}:end"),
    ("7<{}", lambda value: value > 7),
    ("[{},{}]", lambda value: [value, value]),
    ("numbers[{} - {} + 1]", lambda value: [10, 20, 30][value - value]),
    ("{{'end': {}}}", lambda value: {"end": value}),
    ("CASE WHEN 'x:start' <> ':end' THEN {} END", lambda value: value),
]
_GAPS = [
    " ",
    "\n",
    "\t ",
    "/* :start */",
    "/* ' /* :end */ \" */",
    "/*/**//* $$ */*/",
    "-- :start ' \" $$ /*\n",
    "/**/",
]
_FROM = 'FROM (SELECT 5 AS "a:b", 6 AS ":start", [10, 20, 30] AS numbers, 2 AS two, 3 AS three)'

fixed = st.sampled_from(_FIXED)
gaps = st.sampled_from(_GAPS)


@st.composite
def with_parameter(draw: st.DrawFn) -> Column:
    text, value = draw(st.sampled_from(_WITH_PARAMETER))
    name = draw(st.sampled_from(PARAMETERS))
    return text.format(*[f"\0{name}\0"] * text.count("{}")), value(VALUES[name])


columns = st.lists(st.one_of(fixed, with_parameter()), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@settings(deadline=None)
@given(columns, st.data())
def test_made_up_sql_keeps_its_meaning(
    database: duckdb.DuckDBPyConnection, columns: list[Column], data: st.DataObject
) -> None:
    gap = [data.draw(gaps) for _ in range(2 * len(columns))]
    parts = [
        f"{gap[2 * index]}{text}{gap[2 * index + 1]}" for index, (text, _) in enumerate(columns)
    ]
    marked = f"SELECT {','.join(parts)} {_FROM}"
    names = list(dict.fromkeys(name for name in marked.split("\0")[1::2]))

    def written(mark: Callable[[str], str]) -> str:
        pieces = marked.split("\0")
        pieces[1::2] = [mark(name) for name in pieces[1::2]]
        return "".join(pieces)

    sql = written(lambda name: f":{name}")
    assert bind(sql, "named") == (written(lambda name: f"${name}"), tuple(names))
    numbered, order = bind(sql, "numbered")
    assert (numbered, order) == (written(lambda name: f"${names.index(name) + 1}"), tuple(names))

    expected = [tuple(value for _, value in columns)]
    named, used = bind(sql, "named")
    assert database.execute(named, {name: VALUES[name] for name in used}).fetchall() == expected
    assert database.execute(numbered, [VALUES[name] for name in order]).fetchall() == expected
    if not names:
        assert database.execute(sql).fetchall() == expected
    squeezed, used = bind(normalise(sql), "named")
    assert database.execute(squeezed, {name: VALUES[name] for name in used}).fetchall() == expected


def test_layout_and_comments_are_no_part_of_a_definition() -> None:
    plain = (
        "SELECT count(*) AS value FROM deals WHERE closed_at >= :start AND stage = 'won  -- twice'"
    )
    laid_out = """
        SELECT count(*) AS value   -- all of them
        FROM deals
        /* what counts /* is open */ to debate */
        WHERE closed_at >= :start AND stage = 'won  -- twice'
    """
    assert normalise(laid_out) == normalise(plain) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT 'a  b'", "SELECT 'a b'"),
        ('SELECT "a  b"', 'SELECT "a b"'),
        ("SELECT $$ -- a $$", "SELECT $$ -- b $$"),
        ("SELECT '/* a */'", "SELECT '/* b */'"),
        ("SELECT a - -1", "SELECT a --1"),
        ("SELECT :start", "SELECT :end"),
        ("SELECT a::int", "SELECT a::date"),
        ("SELECT 'a', 'b'", "SELECT 'b', 'a'"),
    ],
)
def test_a_difference_that_can_change_the_value_stays(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_words_apart_by_a_comment_stay_apart() -> None:
    assert normalise("SELECT/**/1--one\nFROM a") == "SELECT 1 FROM a"


@given(
    st.lists(
        st.sampled_from([*_GAPS, *(text for text, _ in _FIXED), ":start", "a", ","]), max_size=12
    )
)
def test_normalising_twice_is_normalising_once(pieces: list[str]) -> None:
    once = normalise(" ".join(pieces))
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 'a' \"b\" $$c$$ /* d */ -- 'e", None),
        ("SELECT 'a'\n, 'b", (2, "'")),
        ("SELECT 'it''s\n", (1, "'")),
        ('/* a\n*/ SELECT "b', (2, '"')),
        ("SELECT 1\n\n/* a /* b */", (3, "/*")),
        ("SELECT $x$ $$\n $x$, $y$ $x$", (2, "$y$")),
    ],
)
def test_the_first_thing_that_is_never_closed_is_found(
    sql: str, expected: tuple[int, str] | None
) -> None:
    assert first_unclosed(sql) == expected


@pytest.mark.parametrize(
    ("sql", "word", "line"),
    [
        ("SELECT 1\nFROM deals", "deals", 2),
        ("SELECT 'deals' -- deals\n/* deals */ FROM won_deals, x.deals,\n DEALS", "deals", 3),
        ('SELECT 1\nFROM "stg"."Deals"', "stg.deals", 2),
        ("SELECT :starting, ':start'\n, :start", ":start", 2),
        ("SELECT 1\nWHERE x>=:start", ":start", 2),
        ("SELECT 1", "deals", 1),
    ],
)
def test_a_word_is_found_where_it_is_code(sql: str, word: str, line: int) -> None:
    assert line_of(sql, word) == line


def test_a_place_in_numbered_text_is_found_in_the_original() -> None:
    sql = "x >= :first_day AND ':y' < z AND x <= :last_day AND :first_day < here -- :no"
    text, _ = bind(sql, "numbered")
    for word in ("x >=", "z AND", "x <=", "here"):
        assert original_offset(sql, text.index(word)) == sql.index(word)


def test_a_word_is_found_if_it_occurs_once_outside_of_literals() -> None:
    sql = "SELECT 'note', a.note AS notes -- note\nFROM t WHERE x > x"

    assert find_word(sql, "NOTE") == sql.index("note AS")
    assert find_word(sql, "x") is None
    assert find_word(sql, "missing") is None
    assert find_word(sql, "") is None
