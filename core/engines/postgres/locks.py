"""Advisory locks that belong to one session of the server, and the proof that it is still that one.

Behind a pooler in transaction mode, a connection has another session in each transaction, and other
connections have the same one: several would hold one lock. So the session that takes a lock is
marked, and the mark is looked for before each write.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from core.engines.access import since
from core.engines.postgres.connection import SHARED_SESSION, Connection
from core.errors import SettingsError

# Our advisory locks: the first key is ours, the second the hash of the lock's name.
LOCK_CLASS = 0x5C04
_MARK = "scorecard.session"

# Nothing is locked in a session that another connection has marked.
_TAKE = f"""
    WITH before AS MATERIALIZED (SELECT coalesce(current_setting('{_MARK}', true), '') AS mark)
    SELECT name, pg_backend_pid(), CASE WHEN mark IN ('', $2) THEN
        set_config('{_MARK}', $2, false) = $2 AND pg_try_advisory_lock($3::int, hashtext(name)) END
    FROM before, unnest($1::text[]) AS names(name)
"""
_RELEASE = "SELECT pg_advisory_unlock($2::int, hashtext(name)) FROM unnest($1::text[]) AS t(name)"
_UNMARK = f"SELECT set_config('{_MARK}', '', false)"
_SESSION = f"SELECT pg_backend_pid(), current_setting('{_MARK}', true)"
_HOLDER = """
    SELECT application_name, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND classid = $2::int::oid
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND objid = (hashtext($1)::bigint & 4294967295)::oid
"""


class SessionLocks:
    """The locks that one connection holds, by name; `setting` holds its URL."""

    def __init__(self, connection: Connection, setting: str) -> None:
        self._connection = connection
        self._setting = setting
        self._token = os.urandom(8).hex()
        self._held: list[str] = []
        self._process = 0

    @property
    def are_free(self) -> bool:
        """Whether no lock is held."""
        return not self._held

    def take(self, names: Sequence[str]) -> str:
        """Take all locks, or none: return the name of one that another session holds.

        Raises:
            SettingsError: The session is shared with another connection.
        """
        params = [list(names), self._token, LOCK_CLASS]
        rows = self._connection.execute(_TAKE, params).fetchall()
        if any(is_taken is None for _, _, is_taken in rows):
            raise self._shared()
        taken = [name for name, _, is_taken in rows if is_taken]
        if len(taken) < len(names):
            self._unlock(taken)
            return next(name for name in sorted(names) if name not in taken)
        self._held += taken
        self._process = rows[0][1]
        return ""

    def release(self, names: Sequence[str]) -> None:
        """Release locks."""
        self._held = [name for name in self._held if name not in names]
        self._unlock(names)

    def _unlock(self, names: Sequence[str]) -> None:
        self._connection.execute(_RELEASE, [list(names), LOCK_CLASS])
        if self.are_free:
            self._connection.execute(_UNMARK)

    def verify(self) -> None:
        """Check within a transaction that its session holds the locks.

        Raises:
            SettingsError: It is another session than the one that took them.
        """
        if self.are_free:
            return
        (session,) = self._connection.execute(_SESSION).fetchall()
        if session != (self._process, self._token):
            raise self._shared()

    def holder_of(self, name: str) -> str:
        """Return what the session that holds a lock calls itself."""
        rows = self._connection.execute(_HOLDER, [name, LOCK_CLASS]).fetchall()
        if not rows:
            return "another run"
        name, begun = rows[0]
        return f"{name}, {since(begun)}" if begun else str(name)

    def _shared(self) -> SettingsError:
        return SettingsError(f"{self._setting}: {SHARED_SESSION}")
