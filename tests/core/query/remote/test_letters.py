"""Letters change their case one by one."""

from __future__ import annotations

from core.query.remote.letters import _MANY, _MARKS, _UPPER
from tests.core.query.remote.forms import text_of


def test_letters_with_several_capitals_have_one_or_none() -> None:
    capitals = dict(zip(_MANY, _UPPER, strict=True))

    assert len(_MANY) == len(_MARKS) == 102
    assert (capitals["ß"], capitals["ﬁ"], capitals["ᾳ"]) == ("ß", "ﬁ", "ᾼ")


def test_a_text_of_ascii_is_left_alone() -> None:
    assert text_of("upper('numeric'::text)", "spark") == "UPPER(CAST('numeric' AS STRING))"


def test_a_small_letter_does_not_depend_on_its_place() -> None:
    assert text_of("lower(x)", "clickhouse") == "lowerUTF8(translateUTF8(x, 'İΣ', 'iσ'))"


def test_a_pattern_that_ignores_case_is_in_small_letters() -> None:
    assert text_of("x ILIKE 'Ä\\_%'", "spark") == ("LOWER(TRANSLATE(x, 'İΣ', 'iσ')) LIKE 'ä\\\\_%'")
    assert text_of("x NOT ILIKE 'A%'", "spark").startswith("NOT LOWER(")
