"""Regular expressions that mean the same everywhere."""

from __future__ import annotations

import pytest

from core.query.remote.kinds import Unproven
from core.query.remote.meaning.regular import read_pattern, require_one_match


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("^[a-z]+$", r"^[a-z]+\z"),
        (r"\d{2,3}\.", r"[0-9]{2,3}\."),
        (r"[\d.,]+", r"[,\.0-9]+"),
        ("[a&&b]", r"[\&ab]"),
        ("(^|,)x", "(^|,)x"),
        (r"\D", "[^0-9]"),
        ("Ä.*?z", "Ä.*?z"),
        ("schloß?", "schlo[ß]?"),
    ],
)
def test_a_pattern_is_written_as_every_engine_reads_it(pattern: str, written: str) -> None:
    assert read_pattern(pattern).text == written


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"\w+", r"\s", r"\ma", r"[a\w]", r"[\D]", r"(a)\1", "[[:alpha:]]", "[z-a]", "[a-", "[]"),
        *("a++", "*a", "(*a)", "a{2}{3}", "^*", "a}", "(?i)a", "(a", "a)", ")("),
    ],
)
def test_another_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(Unproven, match="the regular expression"):
        read_pattern(pattern)


def test_word_signs_are_those_of_ascii_where_the_text_is_collated() -> None:
    assert read_pattern(r"\w", is_ascii=True).text == "[0-9A-Z_a-z]"


@pytest.mark.parametrize(
    "pattern",
    ["[a-z]+[0-9]+", "^([^@]+)@", "utm=([^&]+)", "a{2}", "x.*$", "^https?://([^/]+)", "[0-9]+"],
)
def test_a_pattern_finds_one_part(pattern: str) -> None:
    require_one_match(read_pattern(pattern), pattern)


@pytest.mark.parametrize(
    "pattern", ["a|ab", "a*?b", "(ab)+", "[a-z]*x", "a?b?", "a*", ".*,.*", "a^b", "a?[^b]"]
)
def test_a_pattern_that_may_find_other_parts_elsewhere_is_refused(pattern: str) -> None:
    with pytest.raises(Unproven, match="let each repeated part end where the next begins"):
        require_one_match(read_pattern(pattern), pattern)
