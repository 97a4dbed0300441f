"""The entry point for WSGI servers: `wsgi:app`."""

import logging
from functools import partial
from threading import Timer

from flask_openapi import OpenAPI

from config import config_from_environment
from readiness.app import create_app
from readiness.foundation.database import is_missing, open_database
from readiness.foundation.errors import ConfigurationError
from readiness.foundation.migrating import pending_migrations
from readiness.handbook.following import Follower
from readiness.handbook.openings import Openings
from readiness.handbook.serving import HandbookFirst
from readiness.resources.cards import Home
from readiness.web.headers import strict_transport
from readiness.web.request_log import RequestLog, request_log
from readiness.web.standby import Standby
from readiness.welcome.first_page import where_now

logging.basicConfig(format="[%(asctime)s] %(levelname)s in %(name)s: %(message)s")
config = config_from_environment()
_openings = Openings()


def _service() -> OpenAPI:
    """The service on its database; raises what keeps it from working."""
    open_database(config.database, connections=config.database_connections)
    if is_missing() or pending_migrations():
        raise ConfigurationError("The database is not ready. Run: readiness init")
    service = create_app(config)
    Follower(config.handbook_folder, _openings, Home(config.home_country, config.time_zone)).start()
    return service


READ_AHEAD_AFTER = 1.0
"""Seconds: a worker answers first, and then has the handbook read before anyone asks for it."""

_secure = strict_transport(config.base_url)
_workroom = Standby(_service, lambda: not is_missing(), _secure)
# The handbook stands ahead of everything and waits for nothing: not for a database, not even for a service that starts.
# Nobody is to find out who looked there: it stands ahead of the request log too.
app = HandbookFirst(
    RequestLog(_workroom, request_log(config.request_log)) if config.request_log else _workroom,
    config.handbook_folder,
    _secure,
    _openings,
    partial(where_now, config),
)
_reading_ahead = Timer(READ_AHEAD_AFTER, app.read_ahead)
_reading_ahead.daemon = True
_reading_ahead.start()
