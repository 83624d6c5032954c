"""Values of plain types that every warehouse can store."""

from __future__ import annotations

from typing import Any

import pytest

from core.kpi import File, Kpi, Tab, Table
from core.model.requirement import is_storable, require
from core.runner import Runner


class OwnText(str):
    __slots__ = ()


class OwnNumber(int):
    pass


class OwnTable(Table):
    pass


def kpi(**attributes: Any) -> Kpi:
    given = {"name": "n", "owner": "a@b.de", "unit": "count", "query": "SELECT 1", **attributes}
    return Kpi(**given)


def test_a_plain_value_passes() -> None:
    require("text", str, "name", "text")
    require(None, int | None, "last", "a number")
    assert kpi(sources=[Table("a.b")], target=3).target == 3


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"name": OwnText("n")}, "name must be text, not an instance of the class OwnText"),
        ({"unit": OwnText("count")}, "unit must be text, not an instance of the class OwnText"),
        (
            {"target": OwnNumber(3)},
            "target must be a number, a Band or Targets, not an instance of the class OwnN",
        ),
        (
            {"target": True},
            "target must be a number, a Band or Targets, not True",
        ),
        (
            {"target": lambda: 3},
            "target must be a number, a Band or Targets, not <function ",
        ),
        ({"sources": [OwnTable("a.b")]}, "each of sources must be a Table, File, Tab or Values, n"),
        ({"name": "a\0b"}, r"name contains a character that cannot be stored: 'a\\x00b'"),
        ({"query": "SELECT '\ud800'"}, "query contains a character that cannot be stored: "),
    ],
)
def test_a_value_of_another_type_is_refused(attributes: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=f"^{message}"):
        kpi(**attributes)


def test_the_parts_of_columns_are_texts() -> None:
    odd: Any = {1: "date"}
    with pytest.raises(TypeError, match=r"^each name in columns must be text, not 1"):
        File("a.csv", columns=odd)
    odd = {"day": lambda: "date"}
    with pytest.raises(TypeError, match=r"^each type in columns must be text, not <function"):
        File("a.csv", columns=odd)
    with pytest.raises(TypeError, match=r"^each of columns must be a header or several, not <func"):
        Tab("BOOK", "Tab", odd)


def test_the_column_for_comments_is_there_or_not() -> None:
    with pytest.raises(TypeError, match=r"^comments must be True or False, not 'yes'"):
        Runner(title="t", timezone="UTC", schedule={}, comments="yes")  # type: ignore[arg-type]


def test_the_recipients_of_a_runner_are_texts() -> None:
    odd: Any = [3]
    with pytest.raises(TypeError, match=r"^each of recipients must be an e-mail address, not 3"):
        Runner(title="t", timezone="UTC", schedule={}, recipients=odd)


def test_texts_without_a_nul_and_without_half_a_pair_can_be_stored() -> None:
    assert is_storable("Größe 数 😀")
    assert not is_storable("a\0b")
    assert not is_storable("ü\0")
    assert not is_storable("\ud83d")
