"""Devices on which a member has enrolled, recovered or signed in before.

They get a rate limit of their own, so that nobody can lock a member out of them. What stays in the browser must never
say whose it is.
"""

import hashlib
from dataclasses import dataclass

from flask import Request, Response
from itsdangerous import Signer

from crypto.entropy import fresh

COOKIE = "__Host-device"
DAYS = 365


@dataclass(frozen=True)
class Devices:
    """Makes and reads the device cookie: a random device id, and under `key` an HMAC over the id and its member."""

    key: bytes

    def of(self, request: Request, login: str) -> str | None:
        """The id of the device, if the request carries a valid cookie that was given for `login`; else None."""
        device, _, mark = request.cookies.get(COOKIE, "").partition(".")
        return device if self._signer().verify_signature(_bound(device, login), mark) else None

    def remember(self, request: Request, response: Response, login: str) -> None:
        """After a sign-in, an enrolment or a recovery: give the device its cookie, or the same one anew."""
        device = self.of(request, login) or fresh(16).hex()
        mark = self._signer().get_signature(_bound(device, login)).decode()
        response.set_cookie(
            COOKIE, f"{device}.{mark}", max_age=DAYS * 86400, path="/", secure=True, httponly=True, samesite="Strict"
        )

    def _signer(self) -> Signer:
        return Signer(self.key, salt=COOKIE, key_derivation="hmac", digest_method=hashlib.sha512)


def _bound(device: str, login: str) -> bytes:
    """What is signed. The device holds no point, so no other pair gives the same octets."""
    return f"{device}.{login}".encode()
