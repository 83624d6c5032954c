"""The time limit of a query on remote engines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from core.engines import Snapshot
from core.errors import QueryError
from tests.core.engines.remote.test_snapshot import ask
from tests.remotes import sail_server, sail_url

# Minutes of work on any machine.
ENDLESS = """
    SELECT count(*) AS value FROM shop.numbers AS a, shop.numbers AS b WHERE a.n > b.n
"""


@pytest.fixture
def sail() -> Iterator[str]:
    """Return the URL of a server of its own: Sail goes on with what was cancelled."""
    with sail_server() as server:
        yield sail_url(server)


def test_a_query_that_takes_too_long_ends_and_the_next_one_works(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match=r"took longer than 2 s; .* SCORECARD_QUERY_TIMEOUT"):
        ask(snapshot, ENDLESS)
    assert not snapshot.recover()
    assert ask(snapshot, "SELECT sum(price) AS value FROM shop.orders") == [(Decimal("-0.95"),)]
