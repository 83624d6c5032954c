"""An engine's errors as ours."""

from __future__ import annotations

from core.engines.remote.client import RemoteFault
from core.engines.remote.errors import one_line, plan_error, query_error
from core.errors import TimeLimitError


def test_a_message_is_one_line_of_limited_length() -> None:
    assert one_line(" a\n  b ") == "a b"
    assert len(one_line("x" * 1000)) == 300


def test_only_a_lost_connection_is_worth_a_second_attempt() -> None:
    assert query_error(RemoteFault("gone", "lost"), 3).transient
    assert not query_error(RemoteFault("no such function"), 3).transient


def test_an_engines_own_time_limit_is_ours() -> None:
    found = query_error(RemoteFault("Timeout exceeded", "time"), 3)

    assert isinstance(found, TimeLimitError)
    assert str(found).startswith("took longer than 3 s;")


def test_what_is_missing_is_named_in_one_way_for_all_engines() -> None:
    table, column = RemoteFault("…", "table", "shop.gone"), RemoteFault("…", "column", "nope")

    assert str(query_error(table, 3)) == "the table shop.gone does not exist"
    assert str(query_error(column, 3)) == "the column nope does not exist"
    assert str(query_error(RemoteFault("gone somewhere", "table"), 3)) == "gone somewhere"


def test_a_plan_says_what_is_missing() -> None:
    found = plan_error(RemoteFault("no such column", "column", "nope"))

    assert (str(found), found.missing, found.word) == ("no such column", "column", "nope")
