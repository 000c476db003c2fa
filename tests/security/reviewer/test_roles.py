"""P13 at the database: the web process and the courier each reach what they need, and no more."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner
from sqlalchemy import func, make_url, select, text, update

from crypto import member
from crypto.entropy import fresh
from crypto.limits import ENTRY, MARKS
from crypto.sealing import filler
from crypto.strict import to_json
from reviewer import cli, schema
from reviewer.app import create_app
from reviewer.boards import KEPT
from reviewer.database import Database, DatabaseAway, DatabaseFailed
from reviewer.models import Base, Member, MemberState, StoredBoard
from reviewer.retention.job import Job
from reviewer.settings import load
from tests.integration.backing import Vault
from tests.integration.reviewer.backed_up import line_of
from tests.integration.reviewer.committee import INSTANCE, Committee, MovableTime, Person, environment, stretch
from tests.integration.reviewer.fake_intake import FakeIntake
from tests.integration.reviewer.retaining import Retaining
from tests.integration.reviewer.stores import Store
from tests.integration.reviewer.test_founding import sign, to_draft
from tests.postgres import Postgres

DEPLOY = Path(__file__).parents[3] / "deploy" / "postgres"
OWNER, WEB, COURIER = "reviewer_owner", "reviewer_web", "reviewer_courier"
RECORD, DIGEST, RETENTION = "reviewer_record", "reviewer_digest", "reviewer_retention"
BACKUP = "reviewer_backup"
GRANTED = {
    WEB: {
        "alembic_version": "SELECT",
        "member": (
            "SELECT INSERT"
            " UPDATE(keys_signature,mlkem,proof_hash,resting,role,state,totp,totp_step,verifier_hash,wrapped,x25519)"
        ),
        "ring": "SELECT INSERT UPDATE(keys_signature,mlkem,since,value,x25519)",
        "auditor_confirmation": "SELECT INSERT",
        "invitation": "SELECT INSERT UPDATE(member_id,totp) DELETE",
        "session": "SELECT INSERT UPDATE(confirmed,seen) DELETE",
        "directory_draft": "SELECT INSERT DELETE",
        "draft_signature": "SELECT INSERT DELETE",
        "directory_proposal": "SELECT INSERT DELETE",
        "proposal_signature": "SELECT INSERT DELETE",
        "directory": "SELECT INSERT",
        "member_scan": "SELECT INSERT UPDATE(day,epoch)",
        "marks": "SELECT INSERT UPDATE(value)",
        "batch": "SELECT",
        "batch_state": "SELECT",
        "board": "SELECT",
        "outbox": "SELECT(id,kind,slot,value) INSERT",
        "passkey": "SELECT INSERT UPDATE(sign_count) DELETE",
        "duty": "SELECT INSERT DELETE",
        "index_blob": "SELECT INSERT UPDATE(value)",
        "case_": "SELECT INSERT UPDATE(entries,hold,key,last,review,state)",
        "case_due": "SELECT INSERT DELETE",
        "entry": "SELECT INSERT",
        "entry_content": "SELECT INSERT",
        "case_grant": "SELECT INSERT",
        "item": "SELECT INSERT",
        "leaf": "SELECT",
        "filler": "SELECT",
        "checkpoint": "SELECT",
        "standing_order": "SELECT INSERT",
        "order_proposal": "SELECT INSERT DELETE",
        "order_proposal_signature": "SELECT INSERT DELETE",
        "certificate": "SELECT",
    },
    RECORD: {
        "alembic_version": "SELECT",
        "directory": "SELECT",
        "case_": "SELECT",
        "case_due": "SELECT",
        "entry": "SELECT",
        "entry_content": "SELECT",
        "case_grant": "SELECT",
        "item": "SELECT",
        "leaf": "SELECT INSERT",
        "filler": "SELECT INSERT",
        "checkpoint": "SELECT INSERT",
        "standing_order": "SELECT",
        "certificate": "SELECT",
    },
    DIGEST: {
        "alembic_version": "SELECT",
        "member": "SELECT(id,role,sign_key,slot,standing,state)",
        "member_scan": "SELECT(day,member_id)",
        "directory": "SELECT",
        "mailbox": "SELECT",
        "duty": "SELECT",
    },
    COURIER: {
        "alembic_version": "SELECT",
        "directory": "SELECT",
        "standing_order": "SELECT",
        "batch": "INSERT",
        "batch_state": "SELECT INSERT",
        "board": "SELECT INSERT DELETE",
        "board_entry": "SELECT INSERT DELETE",
        "outbox": "SELECT DELETE",
    },
    RETENTION: {
        "alembic_version": "SELECT",
        "directory": "SELECT",
        "standing_order": "SELECT",
        "case_": "SELECT",
        "entry": "SELECT",
        "entry_content": "SELECT(case,sequence) DELETE",
        "case_grant": "SELECT(case,sequence) DELETE",
        "item": "SELECT(case,sequence) DELETE",
        "destroyed_value": "SELECT",
        "destroyed_batch": "SELECT",
        "left_secret": "SELECT",
        "destruction": "SELECT INSERT DELETE",
        "certificate": "SELECT INSERT",
        "batch": "SELECT(epoch,number) DELETE",
        "batch_state": "SELECT DELETE",
        "board": "SELECT DELETE",
        "board_entry": "SELECT DELETE",
        "session": "SELECT(member_id,opened,seen) DELETE",
        "invitation": "SELECT(last_day,member_id) DELETE",
        "member": "SELECT(id,sign_key,standing,state)",
        "member_scan": "SELECT(epoch,member_id)",
    },
}
GRANTED[BACKUP] = {table: "SELECT" for table in ("alembic_version", *Base.metadata.tables) if table != "session"}
Matrix = dict[str, dict[str, str]]


@pytest.fixture
def line(postgres: Postgres, tmp_path: Path) -> Iterator[Committee]:
    """A reviewer set up as deploy/postgres says: its app runs as the web role, `database` is the owner's."""
    name = make_url(postgres.new_database()).database
    assert name is not None
    postgres.run_file(DEPLOY / "reviewer.sql", name)
    owner = Database(postgres.url(name, OWNER))
    schema.upgrade(owner)
    postgres.run_file(DEPLOY / "reviewer-grants.sql", name, OWNER)
    env, time = environment(tmp_path, DATABASE_URL=postgres.url(name, WEB)), MovableTime()
    made = Committee(load(env), time, create_app(load(env), time.clock()), owner, env)
    yield made
    made.close()
    postgres.drop_database(name)


def as_courier(line: Committee) -> Committee:
    """The same line, as the courier's process reaches its database."""
    url = make_url(line.settings.database_url).set(username=COURIER)
    return replace(line, database=Database(url.render_as_string()))


def matrix(line: Committee) -> Matrix:
    """What the server itself says that each role may do with each table, and with which columns where not with all."""
    found: Matrix = {role: {} for role in GRANTED}
    with line.database.engine.connect() as connection:
        for role, table, verb, whole, columns in connection.execute(PRIVILEGES, {"roles": list(GRANTED)}):
            if whole or columns:
                known = found[role].get(table, "")
                found[role][table] = f"{known} {verb if whole else f'{verb}({columns})'}".strip()
    return found


PRIVILEGES = text(
    """
    SELECT role, relname, verb, has_table_privilege(role, oid, verb),
        CASE WHEN position < 4 THEN (
            SELECT string_agg(attname, ',' ORDER BY attname) FROM pg_attribute
            WHERE attrelid = oid AND attnum > 0 AND has_column_privilege(role, attrelid, attnum, verb)
        ) END
    FROM pg_class, unnest(CAST(:roles AS text[])) AS role,
        unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'])
            WITH ORDINALITY AS verbs (verb, position)
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'f', 'p')
    ORDER BY role, relname, position
    """
)


@pytest.mark.promise("P13")
def test_each_role_may_do_this_and_no_more(line: Committee) -> None:
    assert matrix(line) == GRANTED


@pytest.mark.mutant("P13")
@pytest.mark.parametrize(
    "grant",
    [
        f"GRANT SELECT ON session TO {COURIER}",
        f"GRANT SELECT (wrapped) ON member TO {COURIER}",
        f"GRANT UPDATE ON directory TO {WEB}",
        "GRANT SELECT ON marks TO PUBLIC",
    ],
)
def test_one_grant_too_many_is_caught(line: Committee, grant: str) -> None:
    with line.database.migrating() as connection, connection.begin():
        connection.execute(text(grant))
    assert matrix(line) != GRANTED


FOR_NEITHER = (
    "CREATE TABLE more (word text)",
    "CREATE TEMPORARY TABLE more (word text)",
    f"SET ROLE {OWNER}",
    "SELECT pg_relation_size('marks')",
    "SELECT * FROM pg_stat_user_tables",
    "SET log_statement = 'all'",
)
REFUSED = {
    COURIER: (
        "SELECT token_hash FROM session",
        "SELECT wrapped FROM member",
        "SELECT value FROM marks",
        "SELECT epoch FROM member_scan",
        "SELECT token_hash FROM invitation",
        "SELECT value FROM batch",
        "UPDATE batch SET value = ''",
        "DELETE FROM batch_state",
        "INSERT INTO outbox (slot, kind, value, day) VALUES (0, 'reply', '', current_date)",
        "INSERT INTO directory (version, hash, value) VALUES (1, '', '')",
        *FOR_NEITHER,
    ),
    WEB: (
        "UPDATE member SET sign_key = ''",
        "UPDATE member SET slot = 0",
        "DELETE FROM member",
        "UPDATE directory SET value = ''",
        "DELETE FROM directory",
        "DELETE FROM batch",
        "INSERT INTO batch (epoch, number, value) VALUES (1, 0, '')",
        "INSERT INTO board (sequence, epoch, value) VALUES (1, 1, '')",
        "DELETE FROM outbox",
        "SELECT day FROM outbox",
        "SELECT make_anew('item')",
        "SELECT forget_secrets('')",
        *FOR_NEITHER,
    ),
    RETENTION: (
        "SELECT value FROM entry_content",
        "SELECT value FROM case_grant",
        "SELECT value FROM item",
        "SELECT value FROM batch",
        "SELECT wrapped FROM member",
        "SELECT value FROM marks",
        "SELECT token_hash FROM session",
        "UPDATE member SET wrapped = ''",
        "UPDATE case_ SET state = 'destroyed'",
        "DELETE FROM certificate",
        "INSERT INTO standing_order SELECT * FROM standing_order",
        *FOR_NEITHER,
    ),
}


def outcome(opened: Database, statement: str) -> str:
    try:
        with opened.write() as session:
            session.execute(text(statement))
    except DatabaseFailed as failed:
        return str(failed)
    return "done"


@pytest.mark.promise("P13")
@pytest.mark.parametrize("role", REFUSED)
def test_the_server_refuses_what_is_beyond_a_role(line: Committee, role: str) -> None:
    opened = Database(make_url(line.settings.database_url).set(username=role).render_as_string())
    found = {statement: outcome(opened, statement) for statement in REFUSED[role]}
    opened.close()
    assert found == dict.fromkeys(REFUSED[role], "ProgrammingError 42501")  # insufficient privilege


def test_another_role_cannot_even_connect(line: Committee, postgres: Postgres) -> None:
    with postgres.superuser() as connection:
        connection.execute("CREATE ROLE passer_by LOGIN")
    url = make_url(line.settings.database_url).set(username="passer_by")
    passing = Database(url.render_as_string())
    with pytest.raises(DatabaseAway), passing.read() as session:
        session.execute(text("SELECT 1"))
    passing.close()


class TestAllThatIsDone:
    """A committee's life, from the first invitation on, with no more than these grants."""

    def test_a_line_is_founded(self, line: Committee) -> None:
        people = to_draft(line)
        self.invite_and_withdraw(people[0])
        assert [sign(person)["status"] for person in people] == [200] * 3
        assert people[0].get("/api/directory").status_code == 200

    def invite_and_withdraw(self, chair: Person) -> None:
        assert chair.ask("DELETE", "/api/founding/draft").status_code == 204
        body = {"slot": 7, "role": "Alternate", "login": "alternate"}
        assert chair.post("/api/founding/invitations", body).status_code == 200
        assert chair.ask("DELETE", "/api/founding/invitations/7").status_code == 204
        assert chair.post("/api/founding/draft").status_code == 204

    def test_members_read_answer_import_and_go(self, line: Committee) -> None:
        chair = self.founded(line)[0]
        intake = FakeIntake(line.time)
        courier = as_courier(line)
        intake.carry(courier)
        for _ in range(2):
            epoch = intake.close()
            intake.carry(courier)
            chair.sign_in()
            self.work(chair, epoch)
        intake.close()
        intake.carry(courier)
        courier.database.close()
        assert len(intake.arrived) == 1
        chair.sign_in()
        assert chair.post("/api/sign-out").status_code == 204

    def work(self, chair: Person, epoch: int) -> None:
        assert len(chair.get(f"/api/batches/{epoch}/0").data) > 0
        for path in ("/api/batches", "/api/board", "/api/session", "/api/founding"):
            assert chair.get(path).status_code == 200
        envelope = filler(INSTANCE)
        for method, path, body in (
            ("PUT", "/api/marks", fresh(MARKS)),
            ("POST", "/api/replies", fresh(2 * ENTRY)),
            ("POST", "/api/imports", envelope),
            ("POST", "/api/imports", envelope),
        ):
            assert chair.ask(method, path, data=body).status_code == 204
        assert chair.ask("PUT", "/api/scan", json={"epoch": epoch}).status_code == 204

    def test_boards_are_forgotten_in_time(self, line: Committee) -> None:
        self.founded(line)
        intake, courier = FakeIntake(line.time), as_courier(line)
        for _ in range(KEPT + 2):
            intake.carry(courier)
            intake.close()
        courier.database.close()
        with line.database.read() as session:
            assert session.scalar(select(func.count()).select_from(StoredBoard)) == KEPT

    def test_a_forgotten_passphrase_is_renewed(self, line: Committee) -> None:
        chair = self.founded(line)[0]
        line.time.pass_by(seconds=30)
        sheet = member.sheet_proof(member.sheet_key(chair.sheet_code, INSTANCE)).hex()
        body = {"login": chair.login, "proof": sheet, "code": chair.code()}
        token = chair.post("/api/recovery/open", body).get_json()["token"]
        root = stretch("saddle marble quickly painting", chair.login)
        renewal = {"token": token, "verifier": member.login_verifier(root).hex(), "wrapped": to_json(bytes(156))}
        assert chair.post("/api/recovery", renewal).status_code == 204

    def test_what_is_due_is_destroyed_and_certified(self, line: Committee) -> None:
        people = self.founded(line)
        line.time.pass_by(days=40)
        kept = Retaining(replace(line, people=tuple(people)), cast(Store, None)).adopt()
        gone, stays = kept.case(destroyed=True), kept.case(destroyed=False)
        kept.batch(35)
        kept.scan(0, 1, 2)
        url = make_url(line.settings.database_url).set(username=RETENTION)
        settings = replace(line.settings, database_url=url.render_as_string())
        with line.database.write() as session:
            session.execute(update(Member).where(Member.slot == 2).values(state=MemberState.RETIRED))
        opened = Database(settings.database_url)
        outcome = Job(settings, opened, line.time.clock()).run()
        with opened.read() as session:
            shown = session.execute(text('SELECT DISTINCT "case" FROM destroyed_value')).all()
        opened.close()
        assert {kind.value for kind, count in outcome.done.items() if count} >= {"cases", "batches", "people"}
        assert (kept.sealed_rows(gone.case), kept.epochs(), shown) == (0, [], [])
        assert kept.sealed_rows(stays.case) > 0
        assert len(kept.certificates()) == 2

    def test_what_lives_is_not_shown_to_the_job(self, line: Committee) -> None:
        people = self.founded(line)
        kept = Retaining(replace(line, people=tuple(people)), cast(Store, None))
        gone = kept.case(destroyed=True).case.hex()
        kept.case(destroyed=False)
        kept.batch(35)
        opened = Database(make_url(line.settings.database_url).set(username=RETENTION).render_as_string())
        with opened.read() as session:
            cases = session.scalars(text('SELECT DISTINCT "case" FROM destroyed_value')).all()
            others = [session.scalar(text(f"SELECT count(*) FROM {one}")) for one in ("destroyed_batch", "left_secret")]
        who = f"SELECT forget_secrets(id) FROM member WHERE state = '{MemberState.ENROLLED}'"
        assert (cases, others, outcome(opened, who)) == ([gone], [0, 0], "IntegrityError 23001")
        opened.close()

    def founded(self, line: Committee) -> list[Person]:
        people = to_draft(line)
        for person in people:
            sign(person)
        return people

    def test_the_owner_takes_a_member_off_before_the_founding(self, line: Committee) -> None:
        people = to_draft(line)
        people[0].ask("DELETE", "/api/founding/draft")
        owner = line.environment | {"REVIEWER_DATABASE_URL": line.database.engine.url.render_as_string()}
        done = CliRunner().invoke(cli.main, ["members", "remove", "--slot", "2"], env=owner)
        assert (done.exit_code, done.output) == (0, "place 2 is free again\n")


def test_processes_start_with_their_roles_alone(line: Committee) -> None:
    for url in (line.settings.database_url, as_courier(line).database.engine.url.render_as_string()):
        env = line.environment | {"REVIEWER_DATABASE_URL": url}
        assert CliRunner().invoke(cli.main, ["db", "check"], env=env).exit_code == 0


def test_the_grants_may_be_given_again(line: Committee, postgres: Postgres) -> None:
    name = make_url(line.settings.database_url).database
    assert name is not None
    postgres.run_file(DEPLOY / "reviewer.sql", name)
    postgres.run_file(DEPLOY / "reviewer-grants.sql", name, OWNER)
    assert matrix(line) == GRANTED


def test_a_backup_is_made_under_its_own_role(line: Committee, tmp_path: Path) -> None:
    vault, url = Vault(tmp_path / "vault"), make_url(line.settings.database_url).set(username=BACKUP)
    backed_up = line_of(replace(line.settings, database_url=url.render_as_string()), vault)
    made = vault.opened(backed_up, vault.make(backed_up)).manifest()
    assert {one.table for one in made.tables} == Base.metadata.tables.keys() - {"session"}
