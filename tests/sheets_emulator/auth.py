"""Accounts and access tokens: the service-account flow of OAuth 2, with the signature really
verified.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from .errors import ApiError, Json, error_info

AUDIENCE = "https://oauth2.googleapis.com/token"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPE = "https://www.googleapis.com/auth/"
SHEETS_WRITE = frozenset(SCOPE + name for name in ("spreadsheets", "drive", "drive.file"))
SHEETS_READ = SHEETS_WRITE | {SCOPE + "spreadsheets.readonly", SCOPE + "drive.readonly"}
DRIVE_WRITE = frozenset(SCOPE + name for name in ("drive", "drive.file"))
DRIVE_READ = DRIVE_WRITE | {
    SCOPE + "drive.readonly",
    SCOPE + "drive.metadata",
    SCOPE + "drive.metadata.readonly",
}
LIFETIME = 3600
SKEW = 300


@dataclass(frozen=True)
class Token:
    """What a bearer token stands for."""

    account: str
    scopes: frozenset[str]
    expires: float


@dataclass
class Accounts:
    """The service accounts with their public keys, and the tokens handed out."""

    any_token: bool = False
    keys: dict[str, dict[str, rsa.RSAPublicKey]] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    lifetime: float = LIFETIME

    def service_account(self, email: str, token_uri: str) -> Json:
        """Register a service account; the contents of its key file."""
        private, pem = _key_pair(email)
        key_id = secrets.token_hex(20)
        self.keys.setdefault(email, {})[key_id] = private.public_key()
        return {
            "type": "service_account",
            "project_id": "emulator",
            "private_key_id": key_id,
            "private_key": pem,
            "client_email": email,
            "client_id": str(secrets.randbelow(10**20)),
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": token_uri,
            "universe_domain": "googleapis.com",
        }

    def issue(
        self, account: str, scopes: frozenset[str] = SHEETS_WRITE, lifetime: float | None = None
    ) -> str:
        """A token as if the account had signed in."""
        token = "ya29." + secrets.token_urlsafe(32)
        seconds = self.lifetime if lifetime is None else lifetime
        self.tokens[token] = Token(account, frozenset(scopes), time.time() + seconds)
        return token

    def exchange(self, form: dict[str, str]) -> Json:
        """The token endpoint: an assertion for an access token."""
        if form.get("grant_type") != GRANT:
            raise refused(
                "unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}"
            )
        claims = self._verified(form.get("assertion", ""))
        _check_times(claims)
        if claims.get("aud") != AUDIENCE:
            raise refused(
                "invalid_grant",
                "Invalid JWT: Failed audience check. The right audience is " + AUDIENCE,
            )
        scopes = frozenset(str(claims.get("scope", "")).split())
        if not scopes:
            raise refused("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        token = self.issue(str(claims["iss"]), scopes)
        return {"access_token": token, "expires_in": int(self.lifetime) - 1, "token_type": "Bearer"}

    def _verified(self, assertion: str) -> Json:
        """The claims of a JWT that its issuer's key has signed."""
        try:
            head_text, claim_text, signature_text = assertion.split(".")
            head, claims = json.loads(_decoded(head_text)), json.loads(_decoded(claim_text))
            signature = _decoded(signature_text)
        except (ValueError, binascii.Error):
            raise refused("invalid_grant", "Invalid JWT: must be three base64url parts.") from None
        if head.get("alg") != "RS256":
            raise refused("invalid_grant", "Invalid JWT: unsupported algorithm.")
        keys = self.keys.get(str(claims.get("iss")))
        if keys is None:
            raise refused("invalid_grant", "Invalid grant: account not found")
        candidates = [keys[head["kid"]]] if head.get("kid") in keys else []
        signed = f"{head_text}.{claim_text}".encode()
        if not any(_signed_by(key, signature, signed) for key in candidates):
            raise refused("invalid_grant", "Invalid JWT Signature.")
        return dict(claims)

    def account(self, authorization: str | None, scopes: frozenset[str], method: str) -> str:
        """Whose request this is, or 401 and 403 as Google answers them."""
        kind, _, text = (authorization or "").partition(" ")
        if kind.lower() != "bearer" or not text:
            raise ApiError(
                403,
                "Method doesn't allow unregistered callers (callers without established identity). "
                "Please use API Key or other form of API consumer identity to call this API.",
            )
        token = self.tokens.get(text)
        if token is None and self.any_token:
            return "anyone-with-a-token@example.com"
        if token is None or token.expires <= time.time():
            raise _unauthenticated(
                method, "ACCESS_TOKEN_EXPIRED" if token else "ACCESS_TOKEN_TYPE_UNSUPPORTED"
            )
        if not token.scopes & scopes:
            service = (
                "drive.googleapis.com" if method.startswith("drive.") else "sheets.googleapis.com"
            )
            info = error_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", method=method, service=service)
            raise ApiError(403, "Request had insufficient authentication scopes.", [info])
        return token.account

    def is_service(self, account: str) -> bool:
        return account in self.keys


@cache
def _key_pair(email: str) -> tuple[rsa.RSAPrivateKey, str]:
    """One key an account and process: making one takes a tenth of a second."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    encryption = serialization.NoEncryption()
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )
    return key, pem.decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _signed_by(key: rsa.RSAPublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _check_times(claims: dict[str, Any]) -> None:
    now = time.time()
    issued, expires = claims.get("iat"), claims.get("exp")
    timely = False
    if isinstance(issued, int | float) and isinstance(expires, int | float):
        timely = (
            expires >= now - SKEW and issued <= now + SKEW and expires - issued <= LIFETIME + SKEW
        )
    if not timely:
        raise refused(
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable"
            " timeframe. Check your iat and exp values in the JWT claim.",
        )


def refused(error: str, description: str) -> ApiError:
    """The token endpoint's own shape of error."""
    return ApiError(400, description, body={"error": error, "error_description": description})


def _unauthenticated(method: str, reason: str) -> ApiError:
    message = (
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
        " cookie or other valid authentication credential. See"
        " https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    return ApiError(
        401, message, [error_info(reason, method=method, service="sheets.googleapis.com")]
    )
