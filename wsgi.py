"""The entry point for WSGI servers: `wsgi:app`."""

from config import config_from_environment
from readiness.app import create_app
from readiness.handbook.following import Follower
from readiness.handbook.serving import HandbookFirst
from readiness.web.headers import strict_transport

config = config_from_environment()
app = HandbookFirst(create_app(config), config.handbook_folder, strict_transport(config.base_url))
Follower(config.handbook_folder).start()
