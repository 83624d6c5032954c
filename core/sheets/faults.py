"""Failed requests to Google Sheets: their cause in words, and whether another attempt can help."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import requests
from google.auth.exceptions import GoogleAuthError, OAuthError, RefreshError
from gspread.exceptions import APIError
from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema
from urllib3.exceptions import NewConnectionError

UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_MANY_REQUESTS = 401, 403, 404, 429
_BAD_REQUEST, _CONFLICT = 400, 409
_REQUEST_TIMEOUT = 408
_FIRST_SERVER_ERROR = 500
_LONGEST_QUOTE = 300

# All that a request, the token it needs and the JSON of its answer can fail with.
REQUEST_ERRORS = (APIError, requests.RequestException, GoogleAuthError, ValueError)


@dataclass(frozen=True, slots=True)
class ApiFault:
    """One failed request; `status` is 0 where there was no answer of the API.

    A `transient` fault may be gone at the next attempt. After an `ambiguous` one, a write may or
    may not have been applied. `retry_after` is in seconds, and 0 where the server names no time.
    """

    status: int
    text: str
    transient: bool
    ambiguous: bool = False
    retry_after: float = 0.0

    @property
    def cause(self) -> str:
        """The fault in a few words, without its remedy."""
        if self.status == TOO_MANY_REQUESTS:
            return "Google's quota is used up"
        return self.text.rpartition("; ")[0] or self.text

    @property
    def is_refusal(self) -> bool:
        """True if the request does not fit the spreadsheet as it is now."""
        is_protected = self.status == FORBIDDEN and "protected" in self.text
        return self.status in (_BAD_REQUEST, _CONFLICT) or is_protected


def judge(error: Exception) -> ApiFault:
    """Return the fault behind one of the `REQUEST_ERRORS`."""
    if isinstance(error, APIError):
        return _judge_answer(error)
    if isinstance(error, GoogleAuthError):
        return _judge_token(error)
    if isinstance(error, requests.RequestException):
        return _judge_connection(error)
    return _undecodable()


def _judge_connection(error: requests.RequestException) -> ApiFault:
    if isinstance(error, MissingSchema | InvalidSchema | InvalidURL):
        text = "its endpoint is not a URL; fix GOOGLE_SHEETS_ENDPOINT"
        return ApiFault(0, text, transient=False)
    if isinstance(error, requests.Timeout):
        connected = not isinstance(error, requests.ConnectTimeout)
        return ApiFault(0, "no answer in time", transient=True, ambiguous=connected)
    if isinstance(error, requests.ConnectionError):
        text = "Google Sheets cannot be reached; check the network"
        reason = getattr(error.args[0], "reason", None) if error.args else None
        connected = not isinstance(reason, NewConnectionError)
        return ApiFault(0, text, transient=True, ambiguous=connected)
    return _undecodable()


def _undecodable() -> ApiFault:
    return ApiFault(0, "the answer is not JSON", transient=True, ambiguous=True)


def _judge_token(error: GoogleAuthError) -> ApiFault:
    # OAuth names the reason of a refusal in one word. Objects, HTML pages and half answers come
    # from servers in trouble.
    answer = error.args[1] if len(error.args) > 1 else None
    names_a_reason = isinstance(answer, dict) and isinstance(answer.get("error"), str)
    refused = isinstance(error, OAuthError) or names_a_reason
    if isinstance(error, RefreshError | OAuthError) and refused and not error.retryable:
        return ApiFault(0, "Google refused the key; create a new one", transient=False)
    if isinstance(error, RefreshError):
        text = "Google's token service returned no token; publish again later"
    else:
        text = "Google's token service cannot be reached; check the network"
    return ApiFault(0, text, transient=True)


def _judge_answer(error: APIError) -> ApiFault:
    # The body may be HTML, and then only the response has the status.
    status = error.response.status_code
    message = str(error.error.get("message", "")) if error.code != -1 else f"HTTP {status}"
    after = error.response.headers.get("Retry-After", "")
    server_error = status >= _FIRST_SERVER_ERROR
    return ApiFault(
        status,
        f"Google answers {status}: {message[:_LONGEST_QUOTE]}",
        transient=server_error or status in (TOO_MANY_REQUESTS, _REQUEST_TIMEOUT),
        ambiguous=server_error,
        retry_after=_seconds_until(after),
    )


def _seconds_until(after: str) -> float:
    """Return the seconds that `Retry-After` asks for, a number or an HTTP date; 0 for neither."""
    if after.isdigit():
        return float(after)
    try:
        return max(0.0, parsedate_to_datetime(after).timestamp() - time.time())
    except ValueError:
        return 0.0
