"""Workload identity: a token from elsewhere for a federated one, and that for one of a service
account.
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta

from .auth import SCOPE, Accounts, refused
from .errors import ApiError, Json, forbidden

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
IMPERSONATE = re.compile(r"^/v1/projects/-/serviceAccounts/([^/:]+):generateAccessToken$")
CLOUD = frozenset({SCOPE + "cloud-platform"})


def configuration(accounts: Accounts, url: str, email: str, token_file: str) -> tuple[Json, str]:
    """An external_account file that impersonates a service account, and the token to put into
    `token_file`.
    """
    subject = secrets.token_urlsafe(32)
    accounts.subjects[subject] = email
    config = {
        "type": "external_account",
        "audience": (
            "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/ci"
        ),
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": f"{url}/v1/token",
        "service_account_impersonation_url": (
            f"{url}/v1/projects/-/serviceAccounts/{email}:generateAccessToken"
        ),
        "credential_source": {"file": token_file},
        "universe_domain": "googleapis.com",
    }
    return config, subject


def exchange(accounts: Accounts, form: dict[str, str]) -> Json:
    """The security token service."""
    if form.get("grant_type") != EXCHANGE:
        raise refused("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
    subject = form.get("subject_token", "")
    if subject not in accounts.subjects:
        raise refused(
            "invalid_grant",
            "The subject token is not valid for this workload identity pool provider.",
        )
    token = accounts.issue(f"principal:{subject}", frozenset(form.get("scope", "").split()))
    answer = {"access_token": token, "issued_token_type": ACCESS_TOKEN, "token_type": "Bearer"}
    return answer | {"expires_in": int(accounts.lifetime)}


def impersonate(accounts: Accounts, email: str, authorization: str | None, body: Json) -> Json:
    """generateAccessToken of the IAM credentials service: only the account that the subject stands
    for.
    """
    method = "google.iam.credentials.v1.IAMCredentials.GenerateAccessToken"
    caller = accounts.account(authorization, CLOUD | {SCOPE + "iam"}, method)
    if accounts.subjects.get(caller.removeprefix("principal:")) != email:
        raise forbidden()
    if not body.get("scope"):
        raise ApiError(400, "Scope required.")
    expires = datetime.now(UTC) + timedelta(seconds=accounts.lifetime)
    token = accounts.issue(email, frozenset(body["scope"]))
    return {"accessToken": token, "expireTime": f"{expires:%Y-%m-%dT%H:%M:%SZ}"}
