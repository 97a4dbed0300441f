"""The application: the only place where the parts are joined."""

from pathlib import Path

from flask_openapi import OpenAPI
from jinja2 import StrictUndefined

from config import Config
from readiness.compliance.packs import check_packs
from readiness.foundation import words
from readiness.foundation.database import open_database, prepare_folder
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.packs import shipped_packs
from readiness.web.access import check_routes
from readiness.web.errors import add_error_pages
from readiness.web.headers import add_headers
from readiness.web.views import pages

TEMPLATES = Path(__file__).parent.parent / "templates"


def create_app(config: Config) -> OpenAPI:
    """The application for these settings; raises ConfigurationError where something shipped is wrong.

    It is flask-openapi's Flask, so that the interface for machines and the pages live in one.
    """
    check_packs(shipped_packs(), load_certificate_kinds())
    prepare_folder(config.database)
    open_database(config.database, connections=config.database_connections)
    app = OpenAPI(
        __name__,
        doc_ui=False,
        template_folder=str(TEMPLATES),
        static_folder="static",
        static_url_path="/static",
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(words.gettext, words.ngettext, newstyle=False)
    app.jinja_env.globals["organisation"] = config.organisation
    app.register_blueprint(pages)
    add_error_pages(app)
    add_headers(app)
    check_routes(app)
    return app
