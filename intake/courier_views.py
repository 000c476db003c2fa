"""The courier's routes, on a socket of their own.

A stolen token yields sealed data and no power: what comes in must be validly signed.
"""

from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest, NotFound, Unauthorized

from crypto.derivation import equal
from crypto.document import Signed, signed_from
from crypto.strict import LARGEST, parse_object
from deploy.backup import unheard
from intake.batches import Batches
from intake.epoch_store import EpochStore
from intake.errors import NotNewer, NotReady
from intake.published import Published
from intake.retention import oldest_batch
from intake.settings import Settings
from intake.standing import StandingOrders

OCTETS = "application/octet-stream"


def register(app: Flask, settings: Settings, store: EpochStore, published: Published, batches: Batches) -> None:
    """The routes of the courier's app; every one of them asks for the token first."""
    _ask_for_token(app, settings.courier_token)
    orders = StandingOrders(store.published, settings.instance)
    _register_state(app, settings, store, published, orders)
    _register_batches(app, store, batches)
    _register_bringing(app, published, settings.data_dir)
    _register_orders(app, published, orders, settings.data_dir)


def _ask_for_token(app: Flask, token: bytes | None) -> None:
    if not token:
        raise ValueError("the courier's app needs a token")
    expected = b"Bearer " + token

    @app.before_request
    def _check() -> None:
        if not equal(request.headers.get("Authorization", "").encode(), expected):
            raise Unauthorized


def _register_state(
    app: Flask, settings: Settings, store: EpochStore, published: Published, orders: StandingOrders
) -> None:
    @app.get("/courier/state")
    def state() -> Response:
        board, directory = published.board(), published.directory()
        return jsonify(
            instance=settings.instance.hex(),
            intake_key=settings.intake_key.hex(),
            board_sequence=board.number if board else None,
            directory_version=directory.number if directory else None,
            open=_open_epoch(store),
            first=oldest_batch(store.batches),
            orders=orders.count(),
        )


def _register_batches(app: Flask, store: EpochStore, batches: Batches) -> None:
    @app.get("/courier/batches")
    def listing() -> Response:
        closed = batches.closed(_after())
        rows = [{"epoch": one.epoch, "sha256": one.sha256.hex(), "envelopes": one.envelopes} for one in closed]
        return jsonify(open=_open_epoch(store), closed=rows)

    @app.get(f"/courier/batches/<int(max={LARGEST}):epoch>")
    def one_batch(epoch: int) -> Response:
        size = batches.size(epoch)
        if not size:
            raise NotFound
        return Response(batches.values(epoch), content_type=OCTETS, headers={"Content-Length": str(size)})


def _register_bringing(app: Flask, published: Published, folder: Path) -> None:
    @app.put("/courier/board")
    def board() -> tuple[str, int] | tuple[Response, int]:
        try:
            published.put_board(request.get_data(cache=False))
        except NotNewer as error:
            return jsonify(sequence=error.held), 409
        unheard.clear(folder)  # orders come before any newer board
        return "", 204

    @app.put("/courier/directory")
    def directory() -> tuple[str, int] | tuple[Response, int]:
        try:
            published.put_directory(request.get_data(cache=False), _today())
        except NotNewer as error:
            return jsonify(version=error.held), 409
        return "", 204


def _register_orders(app: Flask, published: Published, orders: StandingOrders, folder: Path) -> None:
    @app.put("/courier/orders")
    def put_orders() -> tuple[str, int] | tuple[Response, int]:
        try:
            chain = published.current_directory().chain
            orders.put(_documents(request.get_data(cache=False)), chain, _today())
        except NotNewer as error:
            return jsonify(orders=error.held), 409
        unheard.clear(folder)
        return "", 204


def _documents(raw: bytes) -> list[Signed]:
    return [signed_from(one) for one in parse_object(raw, ("orders",)).array("orders")]


def _open_epoch(store: EpochStore) -> int | None:
    try:
        return store.epoch()
    except NotReady:
        return None


def _after() -> int | None:
    value = request.args.get("after")
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise BadRequest
    return int(value)


def _today() -> date:
    """The edge's clock: only the day is looked at."""
    return datetime.now(UTC).date()
