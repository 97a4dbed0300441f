"""The application: the only place where the parts are joined."""

from collections.abc import Sequence
from pathlib import Path

from flask import request
from flask_openapi import OpenAPI
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.local import LocalProxy

from config import Config
from readiness.accounts.passwords import nobodys_hash
from readiness.accounts.views import BLUEPRINTS as ACCOUNT_PAGES
from readiness.accounts.views import load_visitor
from readiness.audit.views import pages as audit_pages
from readiness.calendars.views import pages as calendar_pages
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.lacking import LackingCertificates
from readiness.certificates.sections import add_certificate_sections
from readiness.certificates.views import BLUEPRINTS as CERTIFICATE_PAGES
from readiness.certificates.views.certificates import own_section as certificates_of_mine
from readiness.certificates.views.certificates import person_section as certificates_of_person
from readiness.classes.views import BLUEPRINTS as CLASS_PAGES
from readiness.classes.views.finding import offer_other_days
from readiness.classes.views.own import own_section as classes_of_mine
from readiness.classes.views.own import person_section as classes_of_person
from readiness.classes.views.planning import needs_someone as classes_need_someone
from readiness.compliance.checks.packs import check_shipped_packs
from readiness.compliance.lists.followed import add_followed
from readiness.compliance.restating import restated
from readiness.compliance.sections import own_section as asked_of_mine
from readiness.compliance.views import BLUEPRINTS as COMPLIANCE_PAGES
from readiness.compliance.views.overview import add_overview_part, needs_someone
from readiness.duty.views import BLUEPRINTS as DUTY_PAGES
from readiness.duty.views.consent import own_section as duty_of_mine
from readiness.duty.views.consent import person_section as duty_of_person
from readiness.evidence.messages import PURPOSE as PROOF_LINKS
from readiness.evidence.views import BLUEPRINTS as EVIDENCE_PAGES
from readiness.evidence.views.learning import own_section as learned_of_mine
from readiness.evidence.views.learning import person_section as learned_of_person
from readiness.evidence.views.own import own_section as proof_of_mine
from readiness.evidence.views.queue import certificate_section as proof_of_certificate
from readiness.evidence.views.queue import needs_someone as proof_needs_someone
from readiness.evidence.views.tapped import pages as tapped_proof_pages
from readiness.examining.views import BLUEPRINTS as EXAMINING_PAGES
from readiness.examining.views.room import needs_someone as requests_need_someone
from readiness.exercises.asking import PURPOSE as INVITATION
from readiness.exercises.days import exercise_days
from readiness.exercises.revising import proposed_for
from readiness.exercises.views import BLUEPRINTS as EXERCISE_PAGES
from readiness.followups.sections import own_section as seen_to_by_me
from readiness.followups.seen_to import SeenToFindings
from readiness.followups.views import pages as followup_pages
from readiness.forecast.views import pages as ahead_pages
from readiness.foundation import words
from readiness.foundation.database import open_database
from readiness.foundation.database_file import prepare_folder
from readiness.foundation.errors import NotFound
from readiness.foundation.settings import stored_where_accepted
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.handbook.queries import resources_opened
from readiness.handbook.views import BLUEPRINTS as HANDBOOK_PAGES
from readiness.handbook.views.handbook import needs_someone as handbook_needs_someone
from readiness.handbook.views.protocols import offer_proposals
from readiness.imports.actions import ImportKind
from readiness.imports.views import BLUEPRINTS as IMPORT_PAGES
from readiness.imports.views import offer_kinds
from readiness.incidents.views import BLUEPRINTS as INCIDENT_PAGES
from readiness.nightly.api import pages as nightly_api
from readiness.nightly.views import pages as nightly_pages
from readiness.notices.landing import OwnPage, offer_landing
from readiness.notices.views import BLUEPRINTS as NOTICE_PAGES
from readiness.paper.views import BLUEPRINTS as PAPER_PAGES
from readiness.people.models import Site
from readiness.people.naming import has_sample
from readiness.people.naming import organisation_name as organisation_called
from readiness.people.queries import SiteName, all_choices, get_site, site_choices
from readiness.people.sections import OwnLink, add_lacking, add_own_sections, add_person_sections
from readiness.people.views import BLUEPRINTS as PEOPLE_PAGES
from readiness.planning.views import BLUEPRINTS as PLAN_PAGES
from readiness.policies.views import pages as policy_pages
from readiness.privacy.views import pages as privacy_pages
from readiness.privacy.views import person_section as privacy_of_person
from readiness.protocols.queries import shipped_protocols
from readiness.reminders.views import pages as reminder_pages
from readiness.reminders.views import person_section as reminders_of_person
from readiness.reports.views import BLUEPRINTS as REPORT_PAGES
from readiness.reports.views.keys import account_of_key
from readiness.resources.api import pages as hsds_pages
from readiness.resources.imports import import_kinds
from readiness.resources.queries import hidden_by
from readiness.resources.work_views import offer_use
from readiness.resources.work_views import pages as resource_pages
from readiness.settings.views import pages as settings_pages
from readiness.training.views import pages as training_pages
from readiness.trends.views import BLUEPRINTS as TREND_PAGES
from readiness.trends.views.overview import overview_part
from readiness.web.access import add_access, check_routes, current_account, is_public_request
from readiness.web.design import pages as design_pages
from readiness.web.display import add_display
from readiness.web.errors import add_error_pages
from readiness.web.frame import add_frame
from readiness.web.glossary import add_glossary
from readiness.web.headers import add_headers
from readiness.web.late_rules import LateRule
from readiness.web.navigation import add_navigation
from readiness.web.once import until_changed
from readiness.web.requests import add_form_checks, add_request_checks
from readiness.web.secret_key import secret_key
from readiness.web.sessions import TokenSessions
from readiness.web.settings import add_language, installation, settings
from readiness.web.soon import lately, soon
from readiness.web.views import pages
from readiness.welcome.views import add_welcome
from readiness.welcome.views import pages as welcome_pages

RESOURCE_PAGES = (hsds_pages, resource_pages)
PAGES = (
    pages,
    *ACCOUNT_PAGES,
    design_pages,
    *PEOPLE_PAGES,
    *CERTIFICATE_PAGES,
    *CLASS_PAGES,
    *EVIDENCE_PAGES,
    calendar_pages,
    *DUTY_PAGES,
    *IMPORT_PAGES,
    nightly_pages,
    nightly_api,
    *COMPLIANCE_PAGES,
    ahead_pages,
    followup_pages,
    *TREND_PAGES,
    *HANDBOOK_PAGES,
    policy_pages,
    *RESOURCE_PAGES,
    *PAPER_PAGES,
    *EXERCISE_PAGES,
    *PLAN_PAGES,
    training_pages,
    *INCIDENT_PAGES,
    *NOTICE_PAGES,
    reminder_pages,
    audit_pages,
    *REPORT_PAGES,
    *EXAMINING_PAGES,
    privacy_pages,
    settings_pages,
    welcome_pages,
)


class KnownSites:
    """The sites that the account may see, for the frame of its pages."""

    def choices(self, most: int) -> Sequence[SiteName] | None:
        return all_choices(current_account().site_ids, most)

    def named(self, code: str) -> Site | SiteName:
        if current_account().site_ids is None:
            return get_site(code)
        for site in site_choices(current_account().site_ids, len(current_account().site_ids or ())):
            if site.code == code:
                return site
        raise NotFound(_("There is no site '%(code)s' among yours.", code=code))

    def has_sample(self) -> bool:
        return has_sample()


def organisation_name() -> str:
    """What the organisation is called; pages for everyone wait for no database that hangs to say it."""
    if is_public_request():
        given = installation()
        if request.endpoint is None:  # an address that leads nowhere asks for nothing
            return lately("organisation", given.organisation)
        return soon(
            "organisation", lambda: organisation_called(stored_where_accepted(given)), given.organisation
        )
    known = settings()
    return until_changed(("organisation", known.organisation), lambda: organisation_called(known))


def offered_kinds() -> dict[str, ImportKind]:
    """The kinds of files, by the organisation's own kinds of certificates and settings."""
    return import_kinds(certificate_kinds(), settings().home_country, settings().time_zone)


TEMPLATES = Path(__file__).parent.parent / "templates"


OWN_LINKS = (
    OwnLink("own_classes.index", msgid("Your classes, and those to sign up for")),
    OwnLink("calendars.index", msgid("Your calendar, in your own programme")),
    OwnLink("consent.own", msgid("You on duty, and what colleagues see of you")),
    OwnLink("privacy.own", msgid("Your data as a file")),
    OwnLink("account.show", msgid("Your account, and where you are signed in")),
)
"""What someone's own page leads to, beside its parts."""

NEEDS_SOMEONE = {
    "/dashboard": needs_someone,
    "/certificates": proof_needs_someone,
    "/classes": classes_need_someone,
    "/handbook": handbook_needs_someone,
    "/auditor": requests_need_someone,
}
"""By an entry of the rail, how much of it waits for whoever is signed in."""


def join_rooms(app: OpenAPI) -> None:
    """What higher rooms add to the pages of lower ones."""
    add_person_sections(
        app,
        [
            certificates_of_person,
            learned_of_person,
            classes_of_person,
            duty_of_person,
            reminders_of_person,
            privacy_of_person,
        ],
    )
    add_own_sections(
        app,
        [
            asked_of_mine,
            seen_to_by_me,
            certificates_of_mine,
            proof_of_mine,
            learned_of_mine,
            classes_of_mine,
            duty_of_mine,
        ],
        OWN_LINKS,
    )
    add_overview_part(app, overview_part)
    offer_landing(app, PROOF_LINKS, OwnPage("tapped_proof.tapped"))
    add_certificate_sections(app, [proof_of_certificate])
    add_lacking(app, LackingCertificates())
    add_followed(app, SeenToFindings())
    offer_other_days(app, exercise_days)
    offer_kinds(app, offered_kinds, hidden_by)
    offer_landing(app, INVITATION, OwnPage("answered_invitations.answer", "invitation_token"))
    offer_proposals(app, proposed_for)
    offer_use(app, lambda: [each.needs for each in shipped_protocols().values()], resources_opened)


def create_app(config: Config) -> OpenAPI:
    """The application for these settings; raises ConfigurationError where something shipped is wrong.

    It is flask-openapi's Flask, so that the interface for machines and the pages live in one.
    """
    check_shipped_packs()
    prepare_folder(config.database)
    open_database(config.database, connections=config.database_connections)
    app = OpenAPI(
        __name__,
        doc_ui=False,
        template_folder=str(TEMPLATES),
        static_folder="static",
        static_url_path="/static",
    )
    app.url_rule_class = LateRule
    app.config["READINESS"] = config
    app.secret_key = secret_key(config)
    is_https = config.base_url.startswith("https:")
    app.session_interface = TokenSessions(is_secure=is_https)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(words.gettext, words.ngettext, newstyle=False)
    app.jinja_env.globals["organisation"] = LocalProxy(organisation_name)
    app.jinja_env.globals["restated"] = restated
    add_request_checks(app)
    add_access(app, load_visitor, account_of_key)  # before anything reads what was sent
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a form is good for as long as its session
    app.config["WTF_CSRF_SSL_STRICT"] = False  # our pages send no referrer
    CSRFProtect(app).exempt(nightly_api)  # there is no cookie: a token says who posts
    app.extensions["csrf"].exempt(tapped_proof_pages)  # which asks for the token once it knows the link
    add_form_checks(app)
    nobodys_hash()
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    join_rooms(app)
    add_frame(app, KnownSites())
    add_navigation(app, NEEDS_SOMEONE)
    add_display(app)
    add_glossary(app)
    add_language(app)
    add_welcome(app)
    add_error_pages(app)
    add_headers(app, is_https=is_https)
    check_routes(app)
    return app
