"""The entry point for WSGI servers: `wsgi:app`."""

from config import config_from_environment
from readiness.app import create_app

app = create_app(config_from_environment())
