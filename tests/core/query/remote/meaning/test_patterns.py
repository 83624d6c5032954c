"""LIKE and functions of patterns."""

from __future__ import annotations

import pytest

from core.query.remote.kinds import Unproven
from core.query.remote.meaning.patterns import portable_like
from tests.core.query.remote.forms import findings, text_of


@pytest.mark.parametrize(
    ("pattern", "escape", "written"),
    [
        ("a%", "\\", "a%"),
        ("a!%!!b", "!", "a\\%!b"),
        ("a\\b\\\\", "\\", "ab\\\\"),
        ("a\\b", "", "a\\\\b"),
    ],
)
def test_a_backslash_escapes_everywhere(pattern: str, escape: str, written: str) -> None:
    assert portable_like(pattern, escape) == written


def test_a_pattern_that_ends_with_an_escape_is_refused() -> None:
    with pytest.raises(Unproven, match="ends with an escape"):
        portable_like("a\\", "\\")


def test_similar_to_is_a_whole_regular_expression() -> None:
    assert text_of("x SIMILAR TO 'a.%'", "clickhouse") == "match(x, '(?s)^(a\\\\..*)\\\\z')"


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("x ~ '\\w+'", "the regular expression '\\\\w+'; use"),
        ("x LIKE g", "a computed pattern"),
        ("x ~ g", "a computed regular expression"),
        ("x COLLATE \"C\" ILIKE 'a'", "x COLLATE \"C\" ILIKE 'a', which ignores the case of A"),
        ("x COLLATE \"C\" ILIKE 'a' ESCAPE '!'", "x COLLATE \"C\" ILIKE 'a', which ignores"),
        ("regexp_like(x, 'a', 'i')", "x ~* 'a'; leave the flag out"),
        ("regexp_replace(x, 'a', 'b', 'i')", "regexp_replace with 'i'; use no flag or 'g'"),
        ("regexp_replace(x, 'a', '$1')", "regexp_replace by something else than a plain text"),
        ("substring(x FROM 'a|ab')", "a part found by 'a|ab'; let each"),
        ("(regexp_match(x, 'a', 'i'))[1]", "regexp_match with flags or of a later group"),
    ],
)
def test_what_engines_read_differently_is_refused(expression: str, found: str) -> None:
    assert findings(expression)[0].startswith(found)
