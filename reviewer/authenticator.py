"""Codes of an authenticator app (RFC 6238: SHA-1, six digits, half minutes), whose secrets lie here under the key file.

A code is taken half a minute early or late, and never twice: the caller keeps the step of the last one.
"""

import base64
import io

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from crypto.derivation import equal
from crypto.entropy import fresh
from crypto.storage import open_stored, seal_stored

SECRET = 20
DIGITS = 6
STEP_SECONDS = 30
CONTEXT = b"SLREV/1 totp "
NEVER = 0  # the step of a member who has not used a code yet


def new_secret() -> bytes:
    return fresh(SECRET)


def wrap(key: bytes, member_id: str, secret: bytes) -> bytes:
    """The secret as it lies in the database, bound to its member."""
    return seal_stored(key, CONTEXT + member_id.encode(), secret)


def unwrap(key: bytes, member_id: str, wrapped: bytes) -> bytes:
    """The inverse. Raises Damaged: another key file, or a row altered."""
    return open_stored(key, CONTEXT + member_id.encode(), wrapped)


def matching_step(secret: bytes, code: str, now: int) -> int | None:
    """The half minute that `code` belongs to, or None. All three candidates are always computed and compared."""
    step, given = now // STEP_SECONDS, code.encode()
    matches = [candidate for candidate in (step - 1, step, step + 1) if equal(code_at(secret, candidate), given)]
    return matches[-1] if matches else None


def code_at(secret: bytes, step: int) -> bytes:
    """The six digits that an app with `secret` shows in half minute `step`."""
    return _totp(secret).generate(step * STEP_SECONDS)


def readable(secret: bytes) -> str:
    """The secret as people type it into an app."""
    return base64.b32encode(secret).decode()


def picture(secret: bytes, login: str, issuer: str) -> list[str]:
    """The QR code that apps scan: one string of 0 and 1 a row, with its quiet zone."""
    code = segno.make(_totp(secret).get_provisioning_uri(login, issuer), error="m", micro=False)
    text = io.StringIO()
    code.save(text, kind="txt", border=4)
    return text.getvalue().split()


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303  what authenticator apps compute
