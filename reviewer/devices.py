"""Devices on which a member has enrolled, recovered or signed in before.

They get a rate limit of their own, so that nobody can lock a member out of them.
"""

import hashlib
import secrets
from dataclasses import dataclass

from flask import Request, Response
from itsdangerous import BadSignature, Signer

COOKIE = "__Host-device"
DAYS = 365


@dataclass(frozen=True)
class Devices:
    """Makes and reads the device cookie, signed under `key`: a random device id and the member it was given to."""

    key: bytes

    def of(self, request: Request, login: str) -> str | None:
        """The id of the device, if the request carries a valid cookie that was given for `login`; else None."""
        try:
            device, _, owner = self._signer().unsign(request.cookies.get(COOKIE, "")).decode().partition(".")
        except (BadSignature, UnicodeDecodeError):
            return None
        return device if owner == login.encode().hex() else None

    def remember(self, request: Request, response: Response, login: str) -> None:
        """After a sign-in, an enrolment or a recovery: give the device its cookie, or the same one anew."""
        device = self.of(request, login) or secrets.token_hex(16)
        value = self._signer().sign(f"{device}.{login.encode().hex()}").decode()
        response.set_cookie(
            COOKIE, value, max_age=DAYS * 86400, path="/", secure=True, httponly=True, samesite="Strict"
        )

    def _signer(self) -> Signer:
        return Signer(self.key, salt=COOKIE, key_derivation="hmac", digest_method=hashlib.sha512)
