"""On a PostgreSQL server each process of the intake reaches what it needs and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, select, text
from sqlalchemy.exc import ProgrammingError

from intake import epochs
from intake.app import create_app, create_courier_app
from intake.backup_line import IntakeLine as BackedUp
from intake.database import server_engine
from intake.epochs import Place
from intake.models import BATCHES, OPEN, PUBLISHED
from intake.published import Published
from intake.retention import Keeper
from intake.settings import Settings
from intake.standing import StandingOrders
from intake.stores import store_of
from intake.upgrade import upgrade_server
from tests.integration.backing import Vault
from tests.integration.intake_line import TOKEN, IntakeLine, post
from tests.integration.retaining import STAY, WEEK
from tests.postgres import Postgres

SCRIPTS = Path(__file__).parents[2] / "deploy" / "postgres"
ROLES = ("intake_web", "intake_courier", "intake_close", "intake_retention", "intake_backup")
TABLES = sorted(table for group in (OPEN, BATCHES, PUBLISHED) for table in group.tables)
STATEMENTS = {
    "SELECT": "SELECT * FROM {table} LIMIT 1",
    "UPDATE": "UPDATE {table} SET epoch = 1 WHERE false",
    "DELETE": "DELETE FROM {table} WHERE false",
    "TRUNCATE": "TRUNCATE {table}",
}
MAY = {
    "intake_web": {("SELECT", table) for table in ("open_epoch", "key_epoch", "page", "board", "directory")},
    "intake_courier": {
        *(("SELECT", table) for table in ("batch", "board", "directory", "standing_order")),
        *(("DELETE", table) for table in ("board", "directory")),
    },
    "intake_backup": {("SELECT", table) for group in (BATCHES, PUBLISHED) for table in group.tables},
    "intake_close": {
        *(("SELECT", table) for table in ("open_epoch", "key_epoch", "page", "batch")),
        *(("TRUNCATE", table) for table in ("open_epoch", "key_epoch", "page")),
    },
    "intake_retention": {("SELECT", table) for table in ("board", "directory", "standing_order")},
}


class Roles:
    """A line in a database set up as the scripts say; `settings(role)` are those of a process that signs in so."""

    def __init__(self, postgres: Postgres, folder: Path) -> None:
        self.name = str(make_url(postgres.new_database()).database)
        self._postgres = postgres
        self._run(postgres.url(self.name), "intake.sql")
        list(upgrade_server(postgres.url(self.name, "intake_owner")))
        self._run(postgres.url(self.name, "intake_owner"), "intake-grants.sql")
        self.line = IntakeLine(folder, database_url=postgres.url(self.name), migrated=True, directory=False)

    def settings(self, role: str) -> Settings:
        return replace(self.line.settings, database_url=self.url(role))

    def url(self, role: str) -> str:
        return self._postgres.url(self.name, role)

    def _run(self, url: str, script: str) -> None:
        made = server_engine(url).execution_options(isolation_level="AUTOCOMMIT")
        with made.connect() as connection:
            connection.exec_driver_sql((SCRIPTS / script).read_text(), execution_options={"no_parameters": True})
        made.dispose()


@pytest.fixture(scope="module")
def roles(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roles]:
    made = Roles(postgres, tmp_path_factory.mktemp("roles") / "line")
    yield made
    made.line.stop()
    postgres.drop_database(made.name)


def test_each_process_does_its_work_under_its_own_role(roles: Roles) -> None:
    line, close = roles.line, store_of(roles.settings("intake_close"))
    place = Place(close, line.place.fillers)
    public = create_app(roles.settings("intake_web"))
    fetching = create_courier_app(replace(roles.settings("intake_courier"), courier_token=TOKEN))
    courier = fetching.test_client()
    sign_in = {"Authorization": f"Bearer {TOKEN.decode()}"}
    directory = line.committee.next_version()
    assert courier.put("/courier/directory", data=directory, headers=sign_in).status_code == 204
    envelope, epoch = line.envelope(), line.store.epoch()
    assert post(public.test_client(), line.drop(envelope)).data.startswith(b"stored")
    assert epochs.close_until(place, epoch + 1) == [epoch]
    batch = courier.get(f"/courier/batches/{epoch}", headers=sign_in).data
    assert envelope in batch
    assert courier.get("/courier/state", headers=sign_in).get_json()["open"] == epoch + 1
    assert post(public.test_client(), line.drop()).data.startswith(b"stored")
    public.extensions["writer"].stop()
    for store in (close, fetching.extensions["store"]):
        store.release()


def reached(engine: Engine) -> set[tuple[str, str]]:
    """What of the statements this role may do; nothing is changed."""
    found = set()
    for word, statement in STATEMENTS.items():
        for table in TABLES:
            column = {"board": "sequence", "directory": "version", "standing_order": "number"}.get(table, "epoch")
            with engine.connect() as connection:
                try:
                    connection.execute(text(statement.format(table=table).replace("epoch = 1", f"{column} = 1")))
                except ProgrammingError:
                    continue
                finally:
                    connection.rollback()
                found.add((word, table))
    return found


@pytest.mark.promise("P13")
@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_its_process_needs_and_no_more(roles: Roles, role: str) -> None:
    engine = server_engine(roles.url(role))
    assert reached(engine) == MAY[role]
    engine.dispose()


@pytest.mark.mutant("P13")
def test_a_public_app_that_may_read_batches_would_be_caught(roles: Roles) -> None:
    owner = server_engine(roles.url("intake_owner"))
    with owner.begin() as connection:
        connection.execute(text("GRANT SELECT ON batch TO intake_web"))
    engine = server_engine(roles.url("intake_web"))
    assert reached(engine) != MAY["intake_web"]
    with owner.begin() as connection:
        connection.execute(text("REVOKE SELECT ON batch FROM intake_web"))
    engine.dispose()
    owner.dispose()


def test_the_courier_does_not_see_the_open_epochs_keys(roles: Roles) -> None:
    engine = server_engine(roles.url("intake_courier"))
    for statement in ("SELECT seen FROM open_epoch", "SELECT mix FROM key_epoch", "SELECT value FROM page"):
        with engine.connect() as connection, pytest.raises(ProgrammingError):
            connection.execute(text(statement))
    engine.dispose()


def test_who_destroys_batches_can_read_none(roles: Roles) -> None:
    line = roles.line
    line.carry()
    line.committee.adopt(30)
    for _ in range(8):
        line.close()
    line.carry()
    store = store_of(roles.settings("intake_retention"))
    settings = line.settings
    published = Published(store.published, settings.instance, settings.intake_key)
    keeper = Keeper(store, published, StandingOrders(store.published, settings.instance), WEEK)
    first, last = line.epochs()[0], line.store.epoch() - 1
    assert keeper.run(last + 1, catch_up=True).first == first
    assert line.epochs() == list(range(last - STAY + 1, last + 1))
    with store.batches.reading() as connection, pytest.raises(ProgrammingError):
        connection.execute(text("SELECT value FROM batch"))
    store.release()


@pytest.mark.parametrize("role", ["intake_web", "intake_courier", "intake_close", "intake_backup"])
def test_nobody_else_destroys_a_batch(roles: Roles, role: str) -> None:
    engine = server_engine(roles.url(role))
    for statement in ("SELECT keep_batches_from(0)", "SELECT pg_switch_wal()"):
        with engine.connect() as connection, pytest.raises(ProgrammingError):
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.promise("P16")
@pytest.mark.parametrize("role", ["intake_courier", "intake_close", "intake_retention", "intake_backup"])
def test_statistics_are_closed(roles: Roles, role: str) -> None:
    engine = server_engine(roles.url(role))
    for question in (
        "pg_stat_get_lastscan('page'::regclass)",
        "pg_stat_get_db_xact_commit(0)",
        "pg_current_wal_lsn()",
        "pg_total_relation_size('page')",
    ):
        with engine.connect() as connection, pytest.raises(ProgrammingError):
            connection.execute(select(text(question)))
    engine.dispose()


def test_a_backup_is_made_under_its_own_role(roles: Roles, tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    line = BackedUp(replace(roles.settings("intake_backup"), backup=vault.places))
    made = vault.opened(line, vault.make(line)).manifest()
    assert {one.table for one in made.tables} == {table for group in (BATCHES, PUBLISHED) for table in group.tables}
