"""How a member's keys rest: under passphrase and pepper, and under the recovery sheet (docs/protocol.md, section 8).

The server calls the verifier's side only; passphrases and unwrapped keys belong to the member's own machine.
"""

from crypto.boxes import gcm, gcm_open
from crypto.derivation import argon2, hkdf, integer, sha256, u32
from crypto.entropy import fresh
from crypto.errors import Damaged, Malformed, TooLong, WrongPassphrase
from crypto.frame import deflate, inflate
from crypto.limits import BUNDLE, GCM_NONCE, MARKS, MARKS_CONTENT, MARKS_PLAIN, SHEET_WORDS, WRAPPED
from crypto.strict import parse_json
from crypto.words import canonical, draw_words, normal

COUNT = 4  # of u32 n before deflated marks


def stretch(passphrase: str, login: str, instance: bytes) -> bytes:
    """`root`, 32 bytes, after about a third of a second and 64 MiB."""
    name = normal(login).lower().encode()
    salt = sha256(b"SLMEM/1 salt" + instance + name)[:16]
    return argon2(normal(passphrase).encode(), salt)


def login_verifier(root: bytes) -> bytes:
    """What the browser shows the server; the server keeps its SHA-256. It unwraps nothing."""
    return hkdf(root, b"SLMEM/1 login")


def wrap(bundle: bytes, root: bytes, pepper: bytes, instance: bytes) -> bytes:
    """The bundle of 128 bytes as the server keeps it: 156 bytes."""
    return _wrap(_wrap_key(root, pepper), bundle, instance)


def unwrap(wrapped: bytes, root: bytes, pepper: bytes, instance: bytes) -> bytes:
    """The bundle. `WrongPassphrase` when it does not open, `Malformed` for another length."""
    return _unwrap(_wrap_key(root, pepper), wrapped, instance)


def draw_sheet_code() -> str:
    """The ten words of a recovery sheet: 129 bits."""
    return draw_words(SHEET_WORDS)


def sheet_key(code: str, instance: bytes) -> bytes:
    """`sheet`, 32 bytes, of the words as they were typed."""
    return hkdf(canonical(code).encode(), b"SLMEM/1 sheet" + instance)


def sheet_proof(sheet: bytes) -> bytes:
    """What the browser shows the server to be let in by the sheet; the server keeps its SHA-256."""
    return hkdf(sheet, b"SLMEM/1 recover")


def sheet_wrap(bundle: bytes, sheet: bytes, instance: bytes) -> bytes:
    """The bundle at rest for the sheet: 156 bytes."""
    return _wrap(_sheet_wrap_key(sheet), bundle, instance)


def sheet_unwrap(resting: bytes, sheet: bytes, instance: bytes) -> bytes:
    """The bundle. `WrongPassphrase` when it does not open, `Malformed` for another length."""
    return _unwrap(_sheet_wrap_key(sheet), resting, instance)


def seal_marks(marks: bytes, sign_seed: bytes, instance: bytes) -> bytes:
    """A member's own marks, JSON, always 65 564 bytes. `TooLong` when they do not fit."""
    deflated = deflate(marks)
    room = MARKS_PLAIN - COUNT - len(deflated)
    if len(marks) > MARKS_CONTENT or room < 0:
        raise TooLong
    nonce = fresh(GCM_NONCE)
    plain = u32(len(deflated)) + deflated + bytes(room)
    return nonce + gcm(_marks_key(sign_seed), plain, nonce, b"SLMEM/1 marks" + instance)


def open_marks(sealed: bytes, sign_seed: bytes, instance: bytes) -> bytes:
    """The JSON of a member's marks. `Damaged` when they do not open, `Malformed`."""
    if len(sealed) != MARKS:
        raise Malformed("marks")
    plain = gcm_open(_marks_key(sign_seed), sealed[GCM_NONCE:], sealed[:GCM_NONCE], b"SLMEM/1 marks" + instance)
    count, rest = integer(plain[:COUNT]), plain[COUNT:]
    if count > len(rest) or any(rest[count:]):
        raise Malformed("marks")
    marks = inflate(rest[:count], MARKS_CONTENT)
    parse_json(marks)
    return marks


def _wrap_key(root: bytes, pepper: bytes) -> bytes:
    return hkdf(root + pepper, b"SLMEM/1 wrap")


def _sheet_wrap_key(sheet: bytes) -> bytes:
    return hkdf(sheet, b"SLMEM/1 sheet wrap")


def _marks_key(sign_seed: bytes) -> bytes:
    return hkdf(sign_seed, b"SLMEM/1 marks")


def _wrap(key: bytes, bundle: bytes, instance: bytes) -> bytes:
    if len(bundle) != BUNDLE:
        raise Malformed("bundle")
    nonce = fresh(GCM_NONCE)
    return nonce + gcm(key, bundle, nonce, b"SLMEM/1 keys" + instance)


def _unwrap(key: bytes, wrapped: bytes, instance: bytes) -> bytes:
    if len(wrapped) != WRAPPED:
        raise Malformed("wrapped keys")
    try:
        return gcm_open(key, wrapped[GCM_NONCE:], wrapped[:GCM_NONCE], b"SLMEM/1 keys" + instance)
    except Damaged as error:
        raise WrongPassphrase from error
