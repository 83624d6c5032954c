"""Which of PostgreSQL's errors may pass: each raised by a real server."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest

from core.engines.access import Access
from core.engines.base import Warehouse
from core.engines.postgres.errors import is_transient
from core.errors import SettingsError, WarehouseError
from tests.servers import Server, server_of_our_own
from tests.warehouses import HOLDER, execute, open_for, settings_for

END = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name ^@"
    " 'scorecard run'"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    rules = "host all careful 127.0.0.1/32 scram-sha-256\nhost all banned 127.0.0.1/32 reject\n"
    with server_of_our_own(rules) as found:
        execute(
            found.url(),
            "CREATE ROLE careful LOGIN PASSWORD 'right'",
            "CREATE ROLE banned LOGIN",
            "CREATE ROLE crowded LOGIN CONNECTION LIMIT 0",
            "CREATE DATABASE closed ALLOW_CONNECTIONS false",
        )
        yield found


@pytest.mark.parametrize(
    ("sqlstate", "passes"),
    [
        ("08000", True),  # connection exception
        ("08006", True),  # connection failure
        ("40001", True),  # serialization failure
        ("40P01", True),  # deadlock detected
        ("53300", True),  # too many connections
        ("55P03", True),  # lock not available
        ("57P01", True),  # admin shutdown
        ("57P02", True),  # crash shutdown
        ("57P03", True),  # cannot connect now
        ("22012", False),  # division by zero
        ("23505", False),  # unique violation
        ("25006", False),  # read-only transaction
        ("28P01", False),  # invalid password
        ("3D000", False),  # no such database
        ("42501", False),  # no permission
        ("42601", False),  # syntax error
        ("42P01", False),  # no such table
        ("53100", False),  # disk full
        ("53200", False),  # out of memory
        ("57014", False),  # cancelled, as by the time limit
        ("57P04", False),  # database dropped
        ("P0001", False),  # raised by a function
    ],
)
def test_an_error_with_an_sqlstate_passes_or_not(
    postgres_url: str, sqlstate: str, passes: bool
) -> None:
    with pytest.raises(psycopg.Error) as caught:
        execute(
            postgres_url,
            f"DO $$ BEGIN RAISE EXCEPTION 'starting up' USING ERRCODE = '{sqlstate}'; END $$",
        )

    assert caught.value.sqlstate == sqlstate
    assert is_transient(caught.value) is passes


@pytest.mark.parametrize(
    ("address", "text", "passes"),
    [
        ("careful:wrong@127.0.0.1:{port}/postgres", "password authentication failed", False),
        ("careful@127.0.0.1:{port}/postgres", "no password supplied", False),
        ("banned@127.0.0.1:{port}/postgres", "pg_hba.conf rejects connection", False),
        ("nobody@127.0.0.1:{port}/postgres", 'role "nobody" does not exist', False),
        ("postgres@127.0.0.1:{port}/nothing", 'database "nothing" does not exist', False),
        ("postgres@127.0.0.1:{port}/closed", "not currently accepting connections", False),
        ("postgres@127.0.0.1:{port}/postgres?sslmode=require", "SSL was required", False),
        ("postgres@127.0.0.1:99999/postgres", "invalid port number", False),
        ("postgres@127.0.0.1:{port}/postgres?nonsense=1", "not a valid postgresql:// URL", False),
        ("crowded@127.0.0.1:{port}/postgres", "too many connections for role", True),
        ("postgres@127.0.0.1:1/postgres", "Connection refused", True),
        ("postgres@/postgres?host=/no/such/folder", "No such file or directory", True),
    ],
)
def test_a_refused_connection_passes_or_not(
    server: Server, tmp_path: Path, address: str, text: str, passes: bool
) -> None:
    with pytest.raises(SettingsError, match=text) as caught:
        open_for(settings_for(tmp_path, f"postgresql://{address.format(port=server.port)}"))

    assert caught.value.transient is passes


def test_a_server_that_accepts_and_hangs_up_may_be_back_in_a_moment(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"postgresql://me@127.0.0.1:{listener.getsockname()[1]}/w?connect_timeout=1&gssencmode=disable"
        with pytest.raises(SettingsError) as caught:
            open_for(settings_for(tmp_path, url))

    assert caught.value.transient


def test_a_server_that_is_starting_up_says_so_in_words_alone() -> None:
    refused = (
        'connection failed: connection to server at "h", port 5432 failed: FATAL:  the database'
        " system is starting up"
    )

    assert is_transient(psycopg.OperationalError(refused))
    assert is_transient(psycopg.OperationalError(refused.replace("starting up", "shutting down")))
    assert is_transient(
        psycopg.OperationalError(refused.replace("starting up", "in recovery mode"))
    )
    assert not is_transient(
        psycopg.OperationalError(refused.replace("starting up", "not to be spoken to"))
    )


def test_a_statement_on_a_connection_that_the_server_ended_may_go_well_on_another(
    server: Server, tmp_path: Path
) -> None:
    with closing(open_for(settings_for(tmp_path, server.new_database()))) as warehouse:
        execute(server.url(), END)
        # The first tells how the connection ended, the second that there is none.
        for _ in range(2):
            with pytest.raises(WarehouseError) as caught:
                warehouse.execute("SELECT 1")
            assert caught.value.transient


def test_ctrl_c_is_ctrl_c_also_where_the_connection_is_lost_with_its_lock_and_transaction(
    server: Server, tmp_path: Path
) -> None:
    def interrupt(warehouse: Warehouse) -> None:
        with (
            warehouse.lock(["scorecard_success"], Access(HOLDER, write=True)),
            warehouse.transaction(),
        ):
            warehouse.execute("SELECT 1")
            execute(server.url(), END)
            raise KeyboardInterrupt

    with (
        closing(open_for(settings_for(tmp_path, server.new_database()))) as warehouse,
        pytest.raises(KeyboardInterrupt),
    ):
        interrupt(warehouse)


# peers that are gone

SHOWN = "SELECT {}::text".format(
    "::text, ".join(
        f"current_setting('{name}')"
        for name in (
            "tcp_keepalives_idle",
            "tcp_keepalives_interval",
            "tcp_keepalives_count",
            "tcp_user_timeout",
        )
    )
)


def test_the_server_lets_go_of_a_holder_whose_network_is_gone_within_forty_seconds(
    server: Server, tmp_path: Path
) -> None:
    """What is shown is what the system's socket has, so that the server's kernel does it."""
    with closing(open_for(settings_for(tmp_path, server.new_database()))) as warehouse:
        assert warehouse.execute(SHOWN).rows == [("20", "5", "4", "40000")]


def test_what_the_url_says_of_the_session_stays(server: Server, tmp_path: Path) -> None:
    options = "-c%20tcp_keepalives_idle%3D77%20-c%20idle_session_timeout%3D1h%20-c%20work_mem%3D5MB"
    with closing(
        open_for(settings_for(tmp_path, f"{server.new_database()}?options={options}"))
    ) as warehouse:
        assert warehouse.execute(SHOWN).rows == [("77", "5", "4", "40000")]
        assert warehouse.execute("SELECT current_setting('idle_session_timeout')").rows == [("1h",)]
        assert warehouse.execute("SELECT current_setting('work_mem')").rows == [("5MB",)]


def test_no_limit_on_idle_sessions_ends_a_run_that_computes(server: Server, tmp_path: Path) -> None:
    url = server.new_database()
    name = url.rpartition("/")[2]
    limits = ("idle_session_timeout", "idle_in_transaction_session_timeout", "transaction_timeout")
    execute(url, *(f"ALTER DATABASE {name} SET {limit} = 200" for limit in limits))

    with (
        closing(open_for(settings_for(tmp_path, url))) as warehouse,
        warehouse.snapshot(20) as snapshot,
    ):
        execute(server.url(), "SELECT pg_sleep(0.5)")
        assert snapshot.row_count([]) == 0
        assert warehouse.execute("SELECT 1").rows == [(1,)]
        names = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND application_name ^@"
            " 'scorecard'"
        )
        assert warehouse.execute(names, {"name": name}).rows == [(2,)]


@pytest.mark.parametrize(("given", "expected"), [("", 20), ("?keepalives_idle=99", 99)])
def test_we_learn_that_the_server_is_gone_as_soon_as_the_url_says_or_within_forty_seconds(
    server: Server, tmp_path: Path, given: str, expected: int
) -> None:
    with ExitStack() as stack:
        before = _sockets()
        stack.enter_context(closing(open_for(settings_for(tmp_path, server.url() + given))))
        (ours,) = _sockets() - before
        found = stack.enter_context(socket.socket(fileno=os.dup(ours)))

        assert found.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        kinds = (
            socket.TCP_KEEPIDLE,
            socket.TCP_KEEPINTVL,
            socket.TCP_KEEPCNT,
            socket.TCP_USER_TIMEOUT,
        )
        assert [found.getsockopt(socket.IPPROTO_TCP, kind) for kind in kinds] == [
            expected,
            5,
            4,
            40_000,
        ]


def _sockets() -> set[int]:
    """Return the files of this process that are sockets."""
    folder = Path("/proc/self/fd")
    return {
        int(each.name)
        for each in folder.iterdir()
        if each.is_symlink() and "socket" in str(each.readlink())
    }
