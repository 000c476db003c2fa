"""An authenticator in software, with its browser: makes WebAuthn credentials and signs with them, as a member's phone
or security key would. What it brings back can be bent in every way that an attacker might.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor
from werkzeug.test import TestResponse

from tests.integration.reviewer.committee import ADDRESS, Person

HOST = "reviewer.example"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ES256, EDDSA = -7, -8
Key = EllipticCurvePrivateKey | Ed25519PrivateKey


def text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def octets(value: str) -> bytes:
    return base64.b64decode(value)


@dataclass
class SoftPasskey:
    """One credential. `count` goes up with each use where the authenticator counts, and stays 0 where it does not."""

    algorithm: int = ES256
    counting: bool = True
    asks: bool = True  # whose it is: by a finger, a face, a PIN
    host: str = HOST
    origin: str = ADDRESS
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user: bytes = b""
    count: int = 0
    key: Key = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.key = Ed25519PrivateKey.generate() if self.algorithm == EDDSA else generate_ec(SECP256R1())

    def make(self, options: Mapping[str, Any], **client: Any) -> dict[str, str]:
        """What navigator.credentials.create brings back for these options, without attestation."""
        assert self.algorithm in options["algorithms"]
        self.user = octets(options["user"])
        lengths = bytes(16) + len(self.credential).to_bytes(2, "big")
        data = self._data(PRESENT | self._verified() | ATTESTED)
        data += lengths + self.credential + encode_cbor(self._public())
        return {
            "client_data": text(self._client("webauthn.create", options["challenge"], client)),
            "attestation": text(encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})),
        }

    def sign(self, challenge: str, **client: Any) -> dict[str, str]:
        """What navigator.credentials.get brings back."""
        self.count += self.counting
        data, said = self._data(PRESENT | self._verified()), self._client("webauthn.get", challenge, client)
        return {
            "credential": text(self.credential),
            "client_data": text(said),
            "authenticator_data": text(data),
            "signature": text(self._sign(data + hashlib.sha256(said).digest())),
            "user": text(self.user),
        }

    def _client(self, kind: str, challenge: str, changes: Mapping[str, Any]) -> bytes:
        signed = base64.urlsafe_b64encode(octets(challenge)).decode().rstrip("=")
        said = {"type": kind, "challenge": signed, "origin": self.origin, "crossOrigin": False} | dict(changes)
        return json.dumps(said).encode()

    def _verified(self) -> int:
        return VERIFIED if self.asks else 0

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _public(self) -> dict[int, int | bytes]:
        if isinstance(self.key, Ed25519PrivateKey):
            return {1: 1, 3: EDDSA, -1: 6, -2: self.key.public_key().public_bytes_raw()}
        numbers = self.key.public_key().public_numbers()
        return {1: 2, 3: ES256, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}

    def _sign(self, message: bytes) -> bytes:
        if isinstance(self.key, Ed25519PrivateKey):
            return self.key.sign(message)
        return self.key.sign(message, ECDSA(SHA256()))


def add(person: Person, passkey: SoftPasskey, name: str = "My phone") -> TestResponse:
    """Somebody who is signed in adds a passkey."""
    options = person.post("/api/passkeys/challenge").get_json()
    return person.post("/api/passkeys", {"name": name, **passkey.make(options)})


def with_passkey(person: Person, algorithm: int = ES256) -> SoftPasskey:
    """Sign in, add a passkey, sign out."""
    passkey = SoftPasskey(algorithm)
    assert person.sign_in().status_code == 200
    assert add(person, passkey).status_code == 204
    assert person.post("/api/sign-out").status_code == 204
    return passkey


def challenge(person: Person, path: str = "/api/sign-in/challenge") -> str:
    found: str = person.post(path).get_json()["challenge"]
    return found


def claim(person: Person, passkey: SoftPasskey, **changes: str) -> dict[str, str]:
    """The body of a sign-in with a passkey."""
    signed = passkey.sign(challenge(person))
    return {"login": person.login, "verifier": person.verifier(), **signed, **changes}


def sign_in(person: Person, passkey: SoftPasskey, **changes: str) -> TestResponse:
    return person.post("/api/sign-in/passkey", claim(person, passkey, **changes))


def confirm(person: Person, passkey: SoftPasskey) -> TestResponse:
    return person.post("/api/confirm/passkey", passkey.sign(challenge(person, "/api/confirm/challenge")))
