"""Refusals in Google's words and shapes."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class ApiError(Exception):
    """An answer that is not 200, with the body that Google would send."""

    def __init__(
        self, code: int, message: str, details: list[Json] | None = None, body: Json | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details or []
        self._body = body

    def body(self) -> Json:
        """The JSON answer."""
        if self._body is not None:
            return self._body
        error: Json = {
            "code": self.code,
            "message": self.message,
            "status": STATUS.get(self.code, "UNKNOWN"),
        }
        if self.details:
            error["details"] = self.details
        return {"error": error}

    def prefixed(self, prefix: str) -> ApiError:
        """The same refusal, saying which part of a batch it is about."""
        return ApiError(self.code, prefix + self.message, self.details, self._body)


def invalid(message: str) -> ApiError:
    """400, with words that need no field path."""
    return ApiError(400, message)


def violations(found: list[tuple[str, str]]) -> ApiError:
    """400 with a BadRequest of (field, description) pairs, as Google's JSON parser answers."""
    fields = [
        {"field": field, "description": text} if field else {"description": text}
        for field, text in found
    ]
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": fields}
    return ApiError(400, "\n".join(text for _, text in found), [detail])


def not_found() -> ApiError:
    return ApiError(404, "Requested entity was not found.")


def forbidden() -> ApiError:
    return ApiError(403, "The caller does not have permission")


def protected() -> ApiError:
    return invalid(
        "You are trying to edit a protected cell or object. "
        "Please contact the spreadsheet owner to remove protection if you need to edit."
    )


def error_info(reason: str, **metadata: str) -> Json:
    """The google.rpc.ErrorInfo that accompanies 401, 403 and 429."""
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": metadata,
    }


def quota_exceeded(kind: str, project: str = "123456789012") -> ApiError:
    """429 of the per-user quota; `kind` is "Read" or "Write"."""
    low = kind.lower()
    info = error_info(
        "RATE_LIMIT_EXCEEDED",
        consumer=f"projects/{project}",
        quota_limit=f"{kind}RequestsPerMinutePerUser",
        quota_metric=f"sheets.googleapis.com/{low}_requests",
        service="sheets.googleapis.com",
    )
    message = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute"
        f" per user' of service 'sheets.googleapis.com' for consumer 'project_number:{project}'."
    )
    return ApiError(429, message, [info])


def drive_error(
    code: int, reason: str, message: str, domain: str = "global", **where: str
) -> ApiError:
    """Drive answers in an older shape than Sheets, with a list of errors."""
    errors = [{"domain": domain, "reason": reason, "message": message, **where}]
    return ApiError(
        code, message, body={"error": {"errors": errors, "code": code, "message": message}}
    )


def html_page(code: int) -> str:
    """What Google's front end sends when it fails before the API: a page, not JSON."""
    return (
        "<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n"
        f"  <title>Error {code} (Server Error)!!1</title>\n"
        f"  <p><b>{code}.</b> <ins>That's an error.</ins>\n"
        "  <p>The server encountered a temporary error and could not complete your request.<p>"
        "Please try again in 30 seconds.  <ins>That's all we know.</ins>\n"
    )
