"""What a member's authenticator shows, for the demo and the tests, where the software plays the member too."""

import base64

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30


def code_at(secret: str, unix_seconds: float) -> str:
    """The six digits (RFC 6238, SHA-1, 30 s) that an authenticator with this base32 `secret` shows at that time."""
    padded = secret + "=" * (-len(secret) % 8)
    # SHA-1 is what authenticator apps implement; inside HMAC it is sound.
    totp = TOTP(base64.b32decode(padded), 6, SHA1(), STEP_SECONDS, enforce_key_length=False)  # noqa: S303
    return totp.generate(int(unix_seconds)).decode()
