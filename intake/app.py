"""Puts the two apps together: one for the public, one for the courier.

They run in processes of their own and share only files.
"""

from flask import Flask

from crypto.limits import DROP
from intake import courier_views, errors, headers, views
from intake.batches import Batches
from intake.fillers import Fillers
from intake.published import Published
from intake.reception import Reception
from intake.settings import Settings
from intake.site import Site
from intake.writer import Writer

FILLERS_READY = 32
# The longest board: 90 epochs of 8 192 objects (docs/protocol.md, section 7).
MOST_FROM_COURIER = 16 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """The public app.

    Starts the one thread that writes the open epoch in `settings.data_dir`; no other process may run this app there.
    """
    fillers = Fillers(settings.instance)
    fillers.keep_ready(FILLERS_READY)
    writer = Writer(settings.data_dir, settings.wrap_key, fillers)
    writer.start()
    published = _published(settings)
    app = _bare_app(settings, most_bytes=DROP)
    views.register(app, Reception(settings, published, writer), published, Site(settings.site_dir))
    return app


def create_courier_app(settings: Settings) -> Flask:
    """The courier's app. Raises ValueError without a token."""
    app = _bare_app(settings, most_bytes=MOST_FROM_COURIER)
    courier_views.register(app, settings, _published(settings), Batches(settings.data_dir))
    return app


def _published(settings: Settings) -> Published:
    return Published(settings.data_dir, settings.instance, settings.intake_key)


def _bare_app(settings: Settings, *, most_bytes: int) -> Flask:
    app = Flask("intake", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=most_bytes, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.strict_slashes = False  # a redirect to add a slash would repeat the request's host
    app.url_map.merge_slashes = False
    headers.register(app, https=settings.https)
    errors.register(app)
    return app
