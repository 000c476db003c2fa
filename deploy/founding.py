"""Founds a committee on this machine: members with given passphrases, made and signed by the functions that the routes call.

For the demo and for tests. Production members make their keys in their own browsers; here one process holds all of them for a moment.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from crypto import keys, member
from crypto.directory import make_keys_signature, sign_body
from crypto.keys import MemberSecret
from reviewer import authenticator, enrolment, founding, schema
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.pepper import Peppers
from reviewer.settings import Settings


@dataclass(frozen=True)
class FoundingMember:
    """Someone enrolled, with everything that only their own browser and paper should know."""

    id: str
    login: str
    totp_secret: str
    secret: MemberSecret = field(repr=False)
    sheet_code: str = field(repr=False)


def found(settings: Settings, members: Sequence[tuple[int, str, str, str]]) -> list[tuple[str, str]]:
    """Enrol `members`, each (slot, role, login, passphrase), and sign version 1 of the directory.

    Returns sign-in name and authenticator secret (as typed into an app) of each.
    """
    return [(one.login, one.totp_secret) for one in found_line(settings, members)]


def found_line(settings: Settings, members: Sequence[tuple[int, str, str, str]]) -> list[FoundingMember]:
    """As `found`, but also hands out the keys."""
    database, clock = Database(settings.database_url), Clock()
    schema.upgrade(database)
    enrolled = [_enrol(settings, database, clock, *one) for one in members]
    _sign_first_version(settings, database, clock, enrolled)
    database.dispose()
    return enrolled


def _enrol(
    settings: Settings, database: Database, clock: Clock, slot: int, role: str, login: str, passphrase: str
) -> FoundingMember:
    with database.write() as session:
        token = enrolment.invite(session, settings.wrap_key, slot, role, login, clock.today())
    with database.read() as session:
        peppers = Peppers(settings.pepper_dir)
        opened = enrolment.open_invitation(session, settings.wrap_key, peppers, token, clock.today())
    secret, code = keys.generate(slot), member.draw_sheet_code()
    made = make_keys(settings.instance, opened, secret, passphrase, code)
    with database.write() as session:
        # The code of the half minute before, so that the person can sign in with the present one at once.
        now = int(time.time())
        shown = authenticator.code_at(opened.totp_secret, now // authenticator.STEP_SECONDS - 1).decode()
        enrolment.enrol(session, settings.wrap_key, token, made, shown, clock.today(), now)
    return FoundingMember(opened.member_id, opened.login, authenticator.readable(opened.totp_secret), secret, code)


def make_keys(
    instance: bytes, opened: enrolment.Opened, secret: MemberSecret, passphrase: str, code: str
) -> enrolment.NewKeys:
    """What a browser makes of a passphrase and a recovery code: the browser's half of an enrolment."""
    root, sheet, public = member.stretch(passphrase, opened.login, instance), member.sheet_key(code, instance), secret.public()
    return enrolment.NewKeys(
        sign_key=secret.sign_key(),
        x25519=public.x25519,
        mlkem=public.mlkem,
        verifier=member.login_verifier(root),
        wrapped=member.wrap(secret.pack(), root, opened.pepper, instance),
        resting=member.sheet_wrap(secret.pack(), sheet, instance),
        proof=member.sheet_proof(sheet),
    )


def _sign_first_version(
    settings: Settings, database: Database, clock: Clock, enrolled: Sequence[FoundingMember]
) -> None:
    line = founding.line_of(settings, clock.today())
    with database.write() as session:
        for one in enrolled:
            secret = one.secret
            signature = make_keys_signature(secret.sign_seed, settings.instance, secret.slot, founding.FIRST, secret.public().hash)
            founding.give_keys_signature(session, line, one.id, signature)
        founding.draw_up(session, line)
        body = founding.overview(session, clock.today())["draft"]["body"]
        for one in enrolled:
            founding.sign(session, line, one.id, sign_body(one.secret.sign_seed, body).signature)
