"""Founds a committee on this machine: members with given passphrases, made and signed by the functions that the
routes call.

For the demo and for tests. Production members make their keys in their own browsers; here one process holds all of
them for a moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from crypto import keys, member
from crypto.confirmation import Confirmation, confirmation_body, sign_confirmation
from crypto.directory import make_keys_signature, sign_body
from crypto.keys import MemberSecret
from deploy.line import Founder
from reviewer import authenticator, changes, confirming, enrolment, founding, guests
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.models import Member as Account
from reviewer.models import Standing
from reviewer.pepper import Peppers
from reviewer.settings import Settings, load

NO_SLOT = 0  # nothing that an auditor does with its keys depends on one


@dataclass(frozen=True)
class FoundingMember:
    """Someone enrolled, with everything that only their own browser and paper should know."""

    id: str
    login: str
    totp_secret: str
    secret: MemberSecret = field(repr=False)
    sheet_code: str = field(repr=False)


def found(environment: Mapping[str, str], founders: Sequence[Founder]) -> list[tuple[str, str]]:
    """Enrol `founders` at the reviewer with these settings, and sign version 1 of the directory.

    Returns sign-in name and authenticator secret (as typed into an app) of each.
    """
    return [(one.login, one.totp_secret) for one in found_line(load(environment), founders)]


def found_line(settings: Settings, founders: Sequence[Founder], clock: Clock | None = None) -> list[FoundingMember]:
    """As `found`, but hands out the keys too. Only tests bring a clock of their own."""
    database, clock = Database(settings.database_url), clock or Clock()
    enrolled = [_enrol(settings, database, clock, one) for one in founders]
    _sign_first_version(settings, database, clock, enrolled)
    database.close()
    return enrolled


def enrol_auditor(
    settings: Settings, passphrase: str, confirming_it: Sequence[FoundingMember], clock: Clock | None = None
) -> FoundingMember:
    """An auditor's account, invited by the first member and confirmed by these, as the committee's page does it.

    Two have to, before it opens the log.
    """
    database, clock = Database(settings.database_url), clock or Clock()
    with database.write() as session:
        inviter = session.scalars(select(Account).where(Account.slot.is_not(None)).order_by(Account.slot)).first()
        if inviter is None:
            raise ValueError("no member")
        standing = Standing.AUDITOR
        token, _ = guests.invite(session, settings.wrap_key, inviter, standing, "Auditor", clock.today())
    made = take_up(settings, database, clock, token, keys.generate(NO_SLOT), passphrase)
    for one in confirming_it:
        _confirm(settings, database, clock, one, made)
    database.close()
    return made


def _confirm(
    settings: Settings, database: Database, clock: Clock, member: FoundingMember, auditor: FoundingMember
) -> None:
    body = confirmation_body(Confirmation(settings.instance, auditor.secret.sign_key(), clock.today()))
    given = sign_confirmation(member.secret.sign_seed, body).signature
    with database.write() as session:
        own, directory = session.get_one(Account, member.id), changes.in_force(session)
        confirming.confirm(session, directory, own, auditor.login, (body, given), clock.today())


def _enrol(settings: Settings, database: Database, clock: Clock, founder: Founder) -> FoundingMember:
    with database.write() as session:
        token = enrolment.invite(session, settings.wrap_key, founder.slot, founder.role, founder.login, clock.today())
    return take_up(settings, database, clock, token, keys.generate(founder.slot), founder.passphrase)


def take_up(
    settings: Settings, database: Database, clock: Clock, token: bytes, secret: MemberSecret, passphrase: str
) -> FoundingMember:
    """Enrol by an invitation, as the page that its link opens does."""
    peppers = Peppers(settings.pepper_dir)
    with database.write() as session:
        opened = enrolment.open_invitation(session, settings.wrap_key, peppers, token, clock.today())
    sheet_code = member.draw_sheet_code()
    made = make_keys(settings.instance, opened, secret, passphrase, sheet_code)
    now = clock.seconds()
    with database.write() as session:
        # The code of the half minute before, so that the person can sign in with the present one at once.
        code = authenticator.code_at(opened.totp_secret, now // authenticator.STEP_SECONDS - 1).decode()
        enrolment.enrol(session, settings.wrap_key, token, made, code, clock.today(), now)
    return FoundingMember(
        opened.member_id, opened.login, authenticator.readable(opened.totp_secret), secret, sheet_code
    )


def make_keys(
    instance: bytes, opened: enrolment.Opened, secret: MemberSecret, passphrase: str, code: str
) -> enrolment.NewKeys:
    """What a browser makes of a passphrase and a recovery code: the browser's half of an enrolment."""
    root = member.stretch(passphrase, opened.login, instance)
    sheet, public = member.sheet_key(code, instance), secret.public()
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
            signature = make_keys_signature(
                secret.sign_seed, settings.instance, secret.slot, founding.FIRST, secret.public().hash
            )
            founding.give_keys_signature(session, line, one.id, signature)
        founding.draw_up(session, line)
        body = founding.overview(session, clock.today())["draft"]["body"]
        for one in enrolled:
            founding.sign(session, line, one.id, sign_body(one.secret.sign_seed, body).signature)
