"""The emulator as a whole: in a test, `with Emulator() as sheets:` starts a server on loopback."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType

from . import export, federation
from .auth import SHEETS_WRITE, Accounts
from .errors import Json
from .faults import Faults
from .journal import Journal
from .model import Workbook
from .person import Person
from .server import Server
from .store import Store, share

OWNER = "owner@example.com"


class Emulator:
    """A Sheets, Drive and token server, its state, and the levers that tests pull.

    any_token    accept every bearer token, as one account that may create files
    quota        reads and writes a minute and account before 429; None is unlimited
    """

    def __init__(self, any_token: bool = False, quota: int | None = None) -> None:
        self.store = Store()
        self.accounts = Accounts(any_token=any_token)
        self.faults = Faults()
        self.journal = Journal(quota)
        self.stopping = threading.Event()
        self._server: Server | None = None

    def start(self, port: int = 0) -> Emulator:
        self.stopping.clear()
        self._server = Server(self, port)
        threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="sheets-emulator", daemon=True
        ).start()
        return self

    def stop(self) -> None:
        """Also ends the silence of slow and timed-out answers."""
        self.stopping.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where it listens: the stand-in for https://sheets.googleapis.com and
        https://www.googleapis.com.
        """
        if self._server is None:
            raise RuntimeError("the emulator has not been started")
        return f"http://127.0.0.1:{self._server.server_port}"

    def reset(self) -> None:
        """Forget spreadsheets, failures and counters; accounts and tokens stay."""
        with self.store.lock:
            self.store.workbooks.clear()
        self.faults.clear()
        self.journal.clear()

    def create(
        self,
        title: str = "Untitled spreadsheet",
        owner: str = OWNER,
        writers: tuple[str, ...] = (),
        readers: tuple[str, ...] = (),
        spreadsheet_id: str | None = None,
    ) -> str:
        """A person makes a spreadsheet and shares it; its id."""
        with self.store.lock:
            workbook = self.store.create(title, owner, spreadsheet_id)
            for role, accounts in (("writer", writers), ("reader", readers)):
                for account in accounts:
                    share(workbook, account, role)
        return workbook.id

    def workbook(self, spreadsheet_id: str) -> Workbook:
        """The state of a spreadsheet; not to be changed by hand."""
        return self.store.workbooks[spreadsheet_id]

    def person(self, spreadsheet_id: str, account: str = OWNER) -> Person:
        """Somebody at work in a spreadsheet."""
        return Person(self.store, spreadsheet_id, account)

    def service_account(self, email: str = "publisher@emulator.iam.gserviceaccount.com") -> Json:
        """Register a service account: the contents of its key file, pointing at this token
        endpoint.
        """
        return self.accounts.service_account(email, f"{self.url}/token")

    def external_account(
        self, token_file: Path, email: str = "ci@emulator.iam.gserviceaccount.com"
    ) -> Json:
        """A workload identity file for a service account; writes the subject token that it refers
        to.
        """
        config, subject = federation.configuration(self.accounts, self.url, email, str(token_file))
        token_file.write_text(subject, encoding="utf-8")
        return config

    def token(
        self,
        account: str = OWNER,
        scopes: frozenset[str] = SHEETS_WRITE,
        lifetime: float | None = None,
    ) -> str:
        """An access token without the ceremony."""
        return self.accounts.issue(account, scopes, lifetime)

    @property
    def counters(self) -> Json:
        """requests, reads, writes, by_method, by_status, bytes_in, bytes_out, largest_in."""
        return self.journal.counters()

    def xlsx(self, spreadsheet_id: str) -> bytes:
        """A spreadsheet as .xlsx, to be looked at."""
        with self.store.lock:
            return export.xlsx(self.workbook(spreadsheet_id))
