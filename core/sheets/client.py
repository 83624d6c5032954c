"""One spreadsheet over HTTP, with timeouts, a limited number of attempts and a deadline."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gspread.urls
import requests
from google.auth.credentials import Credentials
from gspread.http_client import HTTPClient

from core.errors import AmbiguousError, PublishError
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

GOOGLE = "https://sheets.googleapis.com"
_LATE = ApiFault(0, "no time left; the next run publishes what is missing", transient=False)


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits in seconds for a connection, an answer and everything together; and of attempts."""

    connect: float = 10.0
    read: float = 190.0
    deadline: float = 600.0
    attempts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 64.0


class _Http(HTTPClient):
    """gspread's client at a chosen endpoint, each request with a timeout."""

    endpoint = GOOGLE

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
        url = endpoint.replace(GOOGLE, self.endpoint, 1)
        response: requests.Response = super().request(method, url, *args, **kwargs)
        return response


@dataclass
class SheetsClient:
    """Reads and writes one spreadsheet; `variable` is the setting that names it."""

    credentials: Credentials
    book: str
    variable: str
    endpoint: str = GOOGLE
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        self._http = _Http(self.credentials)
        self._http.endpoint = self.endpoint.rstrip("/")
        self._end = time.monotonic() + self.patience.deadline

    def get(self, fields: str, ranges: Sequence[str] = ()) -> dict[str, Any]:
        """Return the parts of the spreadsheet that the mask names.

        Raises:
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

    def pause(self, attempt: int) -> None:
        """Wait as long as after the failed attempt of that number."""
        time.sleep(self._seconds_after(attempt))

    def _request(self, method: str, url: str, **kwargs: Any) -> dict[str, Any]:
        def next_pause(error: Exception) -> bool | float:
            if not isinstance(error, REQUEST_ERRORS):
                return False
            fault = judge(error)
            if method == "post" and fault.ambiguous:
                raise AmbiguousError(fault.text)
            seconds = max(self._seconds_after(attempt.num), fault.retry_after)
            if not self._allows_another(fault, attempt.num, seconds):
                raise PublishError(self._describe(fault, attempt.num))
            return seconds

        for attempt in attempts_while(next_pause):
            with attempt:
                return self._send(method, url, **kwargs)
        raise AssertionError("the last attempt returns or raises")

    def _send(self, method: str, url: str, **kwargs: Any) -> dict[str, Any]:
        seconds_left = self._end - time.monotonic()
        if seconds_left <= 0:
            raise PublishError(self._describe(_LATE, attempts=0))
        connect, read = self.patience.connect, self.patience.read
        self._http.timeout = (min(connect, seconds_left), min(read, seconds_left))
        answer: dict[str, Any] = self._http.request(method, url, **kwargs).json()
        return answer

    def _allows_another(self, fault: ApiFault, attempt: int, pause: float) -> bool:
        in_time = time.monotonic() + pause <= self._end
        return fault.transient and attempt < self.patience.attempts and in_time

    def _seconds_after(self, attempt: int) -> float:
        backoff = min(self.patience.first_wait * 2.0 ** (attempt - 1), self.patience.longest_wait)
        return backoff * random.uniform(0.5, 1.5)

    def _describe(self, fault: ApiFault, attempts: int) -> str:
        text = self._advice(fault, attempts) or fault.text
        if attempts > 1 and fault.status != TOO_MANY_REQUESTS:
            text += f" (tried {attempts} times)"
        return f"{self.variable}: spreadsheet {book_text(self.book)}: {text}"

    def _advice(self, fault: ApiFault, attempts: int) -> str:
        """Return words of our own for common faults, empty for the others."""
        if fault.status == NOT_FOUND:
            return f"there is no such spreadsheet; fix {self.variable}"
        if fault.status == UNAUTHORIZED:
            return "the credentials were refused; create a new key"
        if fault.status == TOO_MANY_REQUESTS:
            quota = f"Google's quota was used up in {attempts} attempts"
            return f"{quota}; the next run publishes what is missing"
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
    return SheetsClient(load_credentials(environment, root), book, variable, endpoint)
