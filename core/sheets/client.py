"""One spreadsheet over HTTP: explicit timeouts, bounded retries, a deadline, and errors that say
what to do.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gspread.urls
import requests
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError, OAuthError, RefreshError
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema
from urllib3.exceptions import NewConnectionError

from core.errors import AmbiguousError, PublishError
from core.sheets.auth import account_of, load_credentials

GOOGLE = "https://sheets.googleapis.com"
_TOO_MANY, _NOT_FOUND, _FORBIDDEN, _UNAUTHORIZED = 429, 404, 403, 401
_SERVER = 500
_REQUEST_TIMEOUT = 408


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try: seconds for connecting, for one answer, and for everything; and how often."""

    connect: float = 10.0
    read: float = 190.0
    deadline: float = 600.0
    attempts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 64.0


@dataclass
class _Clock:
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    random: Callable[[], float] = random.random


class _Http(HTTPClient):
    """gspread's client at a chosen endpoint, each request with a timeout."""

    endpoint = GOOGLE

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
        response: requests.Response = super().request(
            method, endpoint.replace(GOOGLE, self.endpoint, 1), *args, **kwargs
        )
        return response


@dataclass
class SheetsClient:
    """Reads and writes one spreadsheet; `variable` is the setting that names it."""

    credentials: Credentials
    book: str
    variable: str
    endpoint: str = GOOGLE
    patience: Patience = field(default_factory=Patience)
    clock: _Clock = field(default_factory=_Clock)

    def __post_init__(self) -> None:
        self._http = _Http(self.credentials)
        self._http.endpoint = self.endpoint.rstrip("/")
        self._end = self.clock.now() + self.patience.deadline

    def get(self, fields: str, ranges: Sequence[str] = ()) -> dict[str, Any]:
        """Return the parts of the spreadsheet that the mask names.

        Raises:
            PublishError: It cannot be read, after as many attempts as there is patience for.
        """
        params: dict[str, Any] = {"fields": fields, **({"ranges": list(ranges)} if ranges else {})}
        return self._patiently("get", gspread.urls.SPREADSHEET_URL % self.book, params=params)

    def batch_update(
        self, requests_: Sequence[Mapping[str, Any]], after: str = ""
    ) -> dict[str, Any]:
        """Apply all requests or none of them; return the parts of the spreadsheet that the mask
        `after` names.

        Raises:
            AmbiguousError: They may have been applied; ask the spreadsheet before sending them
                again.
            PublishError: They were not applied, and will not be.
        """
        url = gspread.urls.SPREADSHEET_BATCH_UPDATE_URL % self.book
        told = (
            {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True} if after else {}
        )
        body: dict[str, Any] = {"requests": list(requests_), **told}
        fields = f"spreadsheetId,updatedSpreadsheet({after})" if after else "spreadsheetId"
        answer = self._patiently("post", url, params={"fields": fields}, json=body)
        updated: dict[str, Any] = answer.get("updatedSpreadsheet", {})
        return updated

    def _patiently(self, method: str, url: str, **kwargs: Any) -> dict[str, Any]:
        for attempt in range(1, self.patience.attempts + 1):
            if (left := self._end - self.clock.now()) <= 0:
                raise PublishError(self._sentence(_LATE, attempt - 1))
            self._http.timeout = (min(self.patience.connect, left), min(self.patience.read, left))
            try:
                answer: dict[str, Any] = self._http.request(method, url, **kwargs).json()
                return answer
            except (APIError, requests.RequestException, GoogleAuthError, ValueError) as error:
                fault = _judge(error)
                if method == "post" and fault.ambiguous:
                    raise AmbiguousError(fault.text) from None
                last = not fault.temporary or attempt == self.patience.attempts
                wait = 0.0 if last else self._wait(attempt, fault.retry_after)
                if last or self.clock.now() + wait > self._end:
                    raise PublishError(self._sentence(fault, attempt)) from None
                self.clock.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def pause(self, attempt: int) -> None:
        """Wait as before another attempt."""
        self.clock.sleep(self._wait(attempt, 0.0))

    def _wait(self, attempt: int, retry_after: float) -> float:
        backoff = min(self.patience.first_wait * 2 ** (attempt - 1), self.patience.longest_wait)
        return float(max(retry_after, backoff * (0.5 + self.clock.random())))

    def _sentence(self, fault: _ApiFault, attempts: int) -> str:
        account = account_of(self.credentials) or "the account of the credentials"
        advice = {
            _NOT_FOUND: f"there is no such spreadsheet; mend {self.variable}",
            _UNAUTHORIZED: "the credentials are refused; make a new key",
            _TOO_MANY: (
                f"Google's quota was used up in {attempts} attempts; the next run publishes what is"
                " missing"
            ),
        }
        text = advice.get(fault.status, fault.text)
        if fault.status == _FORBIDDEN and "permission" in fault.text:
            text = f"no permission; share it with {account} as editor"
        tried = f" (tried {attempts} times)" if attempts > 1 and fault.status != _TOO_MANY else ""
        return f"{self.variable}: spreadsheet {self.book}: {text}{tried}"


@dataclass(frozen=True, slots=True)
class _ApiFault:
    status: int
    text: str
    temporary: bool
    ambiguous: bool = False
    retry_after: float = 0.0


_LATE = _ApiFault(
    0, "there is no time left; the next run publishes what is missing", temporary=False
)


def _judge(error: Exception) -> _ApiFault:
    """Decide what an error means: whether it may pass, and whether a write may have gone through."""
    if isinstance(error, APIError):
        return _judge_answer(error)
    if isinstance(error, GoogleAuthError):
        return _judge_token(error)
    if isinstance(error, MissingSchema | InvalidSchema | InvalidURL):
        return _ApiFault(0, "its endpoint is no URL; mend GOOGLE_SHEETS_ENDPOINT", temporary=False)
    if isinstance(error, requests.Timeout):
        return _ApiFault(
            0,
            "no answer in time",
            temporary=True,
            ambiguous=not isinstance(error, requests.ConnectTimeout),
        )
    if isinstance(error, requests.ConnectionError):
        text = "Google Sheets cannot be reached; see to the network"
        reason = getattr(error.args[0], "reason", None) if error.args else None
        return _ApiFault(
            0, text, temporary=True, ambiguous=not isinstance(reason, NewConnectionError)
        )
    return _ApiFault(0, "an answer that is no JSON", temporary=True, ambiguous=True)


def _judge_token(error: GoogleAuthError) -> _ApiFault:
    # OAuth tells a refusal by a word; objects, pages and half answers come from servers in trouble.
    answer = error.args[1] if len(error.args) > 1 else None
    refused = isinstance(error, OAuthError) or (
        isinstance(answer, dict) and isinstance(answer.get("error"), str)
    )
    if isinstance(error, RefreshError | OAuthError) and refused and not error.retryable:
        return _ApiFault(0, "Google refuses the key; make a new one", temporary=False)
    if isinstance(error, RefreshError):
        return _ApiFault(
            0, "Google's token service gives no token; publish again later", temporary=True
        )
    return _ApiFault(
        0, "Google's token service cannot be reached; see to the network", temporary=True
    )


def _judge_answer(error: APIError) -> _ApiFault:
    # The body may be HTML, and then only the response knows the status.
    status = error.response.status_code
    told = str(error.error.get("message", "")) if error.code != -1 else f"HTTP {status}"
    temporary = status in (_TOO_MANY, _REQUEST_TIMEOUT) or status >= _SERVER
    after = error.response.headers.get("Retry-After", "")
    text = f"Google answers {status}: {told[:300]}"
    return _ApiFault(
        status, text, temporary, status >= _SERVER, float(after) if after.isdigit() else 0.0
    )


def open_client(
    environment: Mapping[str, str], root: Path, book: str, variable: str
) -> SheetsClient:
    """Return a client for a spreadsheet, with the credentials and the endpoint that the environment
    names.

    Raises:
        SettingsError: There are no usable credentials.
    """
    credentials = load_credentials(environment, root)
    return SheetsClient(
        credentials, book, variable, environment.get("GOOGLE_SHEETS_ENDPOINT") or GOOGLE
    )
