"""One spreadsheet over HTTP, with timeouts, retries for a limited time and a deadline."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gspread.urls
import requests
from google.auth.credentials import Credentials
from gspread.http_client import HTTPClient

from core.errors import AmbiguousError, PublishError, RefusedError
from core.retry import attempts_while
from core.sheets.address import book_text
from core.sheets.auth import account_of, load_credentials
from core.sheets.faults import (
    FORBIDDEN,
    NOT_FOUND,
    REQUEST_ERRORS,
    TOO_MANY_REQUESTS,
    UNAUTHORIZED,
    ApiFault,
    judge,
)
from core.sheets.patience import AT_TERMINAL, Attempts, Deadline, Patience

GOOGLE = "https://sheets.googleapis.com"
_LATE = "no time left; the next run publishes what is missing"


class _Http(HTTPClient):
    """gspread's client at a chosen endpoint, each request with a timeout."""

    endpoint = GOOGLE

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
        url = endpoint.replace(GOOGLE, self.endpoint, 1)
        response: requests.Response = super().request(method, url, *args, **kwargs)
        return response


@dataclass
class SheetsClient:
    """Reads and writes one spreadsheet; `variable` is the setting that names it.

    `announce` is called before each pause, with a text about the next attempt.
    """

    credentials: Credentials
    book: str
    variable: str
    endpoint: str = GOOGLE
    patience: Patience = field(default_factory=Patience)
    announce: Callable[[str], object] | None = None

    def __post_init__(self) -> None:
        self._http = _Http(self.credentials)
        self._http.endpoint = self.endpoint.rstrip("/")
        self._deadline = Deadline.after(self.patience.deadline)

    def get(self, fields: str, ranges: Sequence[str] = ()) -> dict[str, Any]:
        """Return the parts of the spreadsheet that the mask names.

        Raises:
            RefusedError: Google refuses the request, as when a range names no tab.
            PublishError: It cannot be read, even after several attempts.
        """
        params: dict[str, Any] = {"fields": fields}
        if ranges:
            params["ranges"] = list(ranges)
        return self._request("get", gspread.urls.SPREADSHEET_URL % self.book, params=params)

    def batch_update(
        self, requests_: Sequence[Mapping[str, Any]], after: str = ""
    ) -> dict[str, Any]:
        """Apply all requests or none; return the parts of the spreadsheet that `after` names.

        Raises:
            AmbiguousError: They may have been applied; read the spreadsheet before sending them
                again.
            RefusedError: Google refuses one of them; none was applied.
            PublishError: They were not applied, and will not be.
        """
        url = gspread.urls.SPREADSHEET_BATCH_UPDATE_URL % self.book
        body: dict[str, Any] = {"requests": list(requests_)}
        fields = "spreadsheetId"
        if after:
            body |= {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True}
            fields = f"spreadsheetId,updatedSpreadsheet({after})"
        answer = self._request("post", url, params={"fields": fields}, json=body)
        updated: dict[str, Any] = answer.get("updatedSpreadsheet", {})
        return updated

    def attempts(self) -> Attempts:
        """Return the attempts at something that is about to begin."""
        return Attempts(self.patience, self._deadline)

    def wait(self, attempts: Attempts, cause: str) -> bool:
        """Count a failed attempt and wait for the next one; return whether there is time for it."""
        seconds = attempts.next_pause()
        if seconds is None:
            return False
        self._announce(cause, seconds)
        time.sleep(seconds)
        return True

    def _request(self, method: str, url: str, **kwargs: Any) -> dict[str, Any]:
        attempts = self.attempts()

        def next_pause(error: Exception) -> bool | float:
            if not isinstance(error, REQUEST_ERRORS):
                return False
            fault = judge(error)
            if method == "post" and fault.ambiguous:
                raise AmbiguousError(fault.text)
            seconds = attempts.next_pause(fault.retry_after)
            if not fault.transient or seconds is None:
                raise self._failure(fault, attempts)
            self._announce(fault.cause, seconds)
            return seconds

        for attempt in attempts_while(next_pause):
            with attempt:
                return self._send(method, url, **kwargs)
        raise AssertionError("the last attempt returns or raises")

    def _send(self, method: str, url: str, **kwargs: Any) -> dict[str, Any]:
        seconds_left = self._deadline.seconds_left
        if seconds_left <= 0:
            raise PublishError(self._describe(_LATE))
        connect, read = self.patience.connect, self.patience.read
        self._http.timeout = (min(connect, seconds_left), min(read, seconds_left))
        answer: dict[str, Any] = self._http.request(method, url, **kwargs).json()
        return answer

    def _announce(self, cause: str, seconds: float) -> None:
        if self.announce:
            self.announce(f"{cause}; next attempt in {seconds:.0f} s")

    def _failure(self, fault: ApiFault, attempts: Attempts) -> PublishError:
        text = self._advice(fault) or fault.text
        if attempts.text:
            text += f" ({attempts.text})"
        kind = RefusedError if fault.is_refusal else PublishError
        return kind(self._describe(text))

    def _describe(self, text: str) -> str:
        return f"{self.variable}: spreadsheet {book_text(self.book)}: {text}"

    def _advice(self, fault: ApiFault) -> str:
        """Return words of our own for common faults, empty for the others."""
        if fault.status == NOT_FOUND:
            return f"the spreadsheet does not exist; fix {self.variable}"
        if fault.status == UNAUTHORIZED:
            return "the credentials were refused; create a new key"
        if fault.status == TOO_MANY_REQUESTS:
            return "Google's quota is used up; the next run publishes what is missing"
        if fault.status == FORBIDDEN and "permission" in fault.text:
            account = account_of(self.credentials) or "the account of the credentials"
            return f"no permission; share it with {account} as editor"
        return ""


def open_client(
    environment: Mapping[str, str], root: Path, book: str, variable: str
) -> SheetsClient:
    """Return a client for a spreadsheet, with the credentials and endpoint of the environment.

    Raises:
        SettingsError: There are no usable credentials.
    """
    endpoint = environment.get("GOOGLE_SHEETS_ENDPOINT") or GOOGLE
    credentials = load_credentials(environment, root)
    if not sys.stderr.isatty():
        return SheetsClient(credentials, book, variable, endpoint)
    patience = Patience(retries=AT_TERMINAL)
    return SheetsClient(credentials, book, variable, endpoint, patience, _print_line)


def _print_line(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 -- the person who waits
