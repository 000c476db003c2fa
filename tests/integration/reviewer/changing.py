"""What members and newcomers do to come to another list: invite, enrol, give keys, propose, sign."""

import json
from typing import Any

from werkzeug.test import TestResponse

from crypto.derivation import sha256
from crypto.directory import CurrentDirectory, make_keys_signature, sign_body, verify_directory
from tests.integration.reviewer.committee import INSTANCE, Committee, Person

PASSPHRASES = {"alternate": "copper window softly turning", "chair2": "marble ribbon calmly drifting"}


def sign_in_all(line: Committee) -> tuple[Person, Person, Person]:
    """Chair, director, counsel, each signed in."""
    for one in line.people:
        assert one.sign_in().status_code == 200
    chair, director, counsel = line.people
    return chair, director, counsel


def newcomer(line: Committee, inviter: Person, slot: int = 3, login: str = "alternate") -> Person:
    """Somebody who is enrolled, signed in, and has signed the own keys for the next version."""
    asked = {"slot": slot, "role": "Alternate", "login": login}
    answer = inviter.post("/api/changes/invitations", asked)
    assert answer.status_code == 200, answer.get_json()
    person = line.stranger()
    assert person.enrol(answer.get_json()["link_token"], PASSPHRASES[login]).status_code == 204
    assert person.sign_in().status_code == 200
    assert give_keys(person) == 204
    return person


def give_keys(person: Person) -> int:
    own = person.secret
    assert own is not None
    version = person.get("/api/changes").get_json()["version"]
    signature = make_keys_signature(own.sign_seed, INSTANCE, own.slot, version, own.public().hash)
    return person.post("/api/changes/keys-signature", {"keys_signature": signature.hex()}).status_code


def propose(person: Person, **change: Any) -> TestResponse:
    return person.post("/api/changes", {"retire": [], "admit": [], "roles": [], **change})


def proposal(person: Person, by: int = 0) -> dict[str, Any]:
    """The proposal of the member in slot `by`."""
    found: list[dict[str, Any]] = person.get("/api/changes").get_json()["proposals"]
    return next(one for one in found if one["by"] == by)


def sign(person: Person, by: int = 0, body: str | None = None) -> TestResponse:
    """Sign the proposal of the member in slot `by`; or say so, and sign `body`."""
    assert person.secret is not None
    shown = proposal(person, by)["body"]
    signature = sign_body(person.secret.sign_seed, body or shown).signature
    return person.post("/api/changes/signature", {"list": sha256(shown.encode()).hex(), "signature": signature.hex()})


def change(signers: tuple[Person, ...], **wanted: Any) -> None:
    """Propose and sign until it is in force."""
    assert propose(signers[0], **wanted).status_code == 204
    by = signers[0].secret
    assert by is not None
    done = [sign(one, by.slot).get_json() for one in signers]
    assert done == [{"in_force": False}] * (len(signers) - 1) + [{"in_force": True}]


def directory(person: Person) -> CurrentDirectory:
    return verify_directory(person.get("/api/directory").data, today=None, fingerprint=None)


def slots_in(body: str) -> list[int]:
    return [one["slot"] for one in json.loads(body)["members"]]
