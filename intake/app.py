"""Puts the two apps together: one for the public, one for the courier.

They run in processes of their own and share only what rests in the store.
"""

import time

from flask import Flask

from crypto.limits import DROP
from intake import courier_views, errors, headers, views
from intake.batches import Batches
from intake.box import allowed_pages
from intake.epoch_store import EpochStore
from intake.epochs import Place, finish_interrupted
from intake.fillers import Fillers
from intake.published import Published
from intake.reception import Reception
from intake.settings import Settings
from intake.site import Site
from intake.stores import store_of
from intake.writer import Writer

# The longest board: 90 epochs of 8 192 objects (docs/protocol.md, section 7).
MOST_FROM_COURIER = 16 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """The public app.

    Starts the one thread that writes the open epoch; on files, no other process may run this app on the same ones.
    """
    store = store_of(settings)
    published = _published(settings, store)
    place = Place(store, Fillers(settings.instance))
    writer = Writer(
        store,
        lambda epoch: allowed_pages(time.time() / settings.epoch_seconds - epoch),
        lambda: finish_interrupted(place),
    )
    reception = Reception(settings, store, published, writer, time.monotonic)
    writer.each_beat = reception.forget_old_keys
    writer.start()
    app = _bare_app(settings, most_bytes=DROP)
    app.extensions["writer"] = writer
    views.register(app, reception, published, Site(settings.site_dir), time.time)
    return app


def create_courier_app(settings: Settings) -> Flask:
    """The courier's app; who ends it releases its store. Raises ValueError without a token."""
    store = store_of(settings)
    app = _bare_app(settings, most_bytes=MOST_FROM_COURIER)
    app.extensions["store"] = store
    courier_views.register(app, settings, store, _published(settings, store), Batches(store.batches))
    return app


def _published(settings: Settings, store: EpochStore) -> Published:
    return Published(store.published, settings.instance, settings.intake_key)


def _bare_app(settings: Settings, *, most_bytes: int) -> Flask:
    app = Flask("intake", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=most_bytes, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.strict_slashes = False  # a redirect to add a slash would repeat the request's host
    app.url_map.merge_slashes = False
    headers.register(app, https=settings.https)
    errors.register(app)
    return app
