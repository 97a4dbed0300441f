"""Who may use a route: every one of them says so, or the application does not start."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from werkzeug.exceptions import HTTPException

from readiness.foundation.database import connected
from readiness.foundation.errors import ConfigurationError, NotAllowed, NotFound, NotSignedIn
from readiness.foundation.words import gettext as _
from readiness.web.problems import bearer
from readiness.web.sessions import forget_session

View = TypeVar("View", bound=Callable[..., Any])

HOME, OWN = "/dashboard", "/mine"
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Role(StrEnum):
    """What an account is for. No role implies another."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMIN = "admin"


READERS = (Role.MANAGER, Role.HR, Role.COORDINATOR, Role.AUDITOR, Role.ADMIN)
"""Those who read the organisation's records: a manager those of the own sites, the others all."""
EDITORS = (Role.HR, Role.ADMIN)
"""Those who change the organisation's records."""
HANDBOOK_EDITORS = (Role.COORDINATOR, Role.HR, Role.ADMIN)
"""Those who write, review and publish the handbook."""

EXERCISE_RUNNERS = (Role.COORDINATOR, Role.ADMIN)
"""Those who plan and run exercises, sign their reports, and see to what follows."""

CLASS_PLANNERS = (Role.COORDINATOR, Role.HR, Role.ADMIN)
"""Those who plan classes and say who was there."""
CLASS_ENROLLERS = (Role.MANAGER, *CLASS_PLANNERS)
"""Those who put people into classes: a manager those of the own sites."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in. `site_ids` None: every site."""

    id: int
    name: str
    email: str
    role: Role
    person_id: int | None
    site_ids: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account and the session through which it is signed in, as Flask-Login asks for it."""

    account: Account
    session_id: int
    token: str

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie holds: a random token, and nothing that says whose it is."""
        return self.token


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use a route; `roles` None: anyone, with no sign-in. `leaves_records`: whatever is sent to it.

    `is_keyed`: a key sent along says whose account it is, and no cookie does.
    """

    roles: frozenset[Role] | None
    leaves_records: bool = False
    is_keyed: bool = False

    def admits(self, role: Role, method: str) -> bool:
        """An auditor only reads, whatever the route says: sends nothing but what leaves records as they are."""
        if self.roles is None:
            return True
        is_reading = method in READING_METHODS or self.leaves_records
        return role in self.roles and (is_reading or role is not Role.AUDITOR)


PUBLIC = Access(None)


def _marked(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Anyone may use this route, with no sign-in."""
    return _marked(view, PUBLIC)


def signed_in(view: View) -> View:
    """Every account may use this route; an auditor only to read."""
    return _marked(view, Access(frozenset(Role)))


def about_oneself(view: View) -> View:
    """Every account may use this route, which changes nothing but its own sign-in."""
    return _marked(view, Access(frozenset(Role), leaves_records=True))


def allow(*roles: Role) -> Callable[[View], View]:
    """Only these roles may use this route; an auditor only to read."""
    if not roles:
        raise TypeError("@allow names at least one role")
    return lambda view: _marked(view, Access(frozenset(roles)))


def allow_taking_away(*roles: Role) -> Callable[[View], View]:
    """Only these roles; an auditor may send its form too, which changes nothing: what is taken away is noted."""
    return lambda view: _marked(view, Access(frozenset(roles), leaves_records=True))


def allow_in_own_room(*roles: Role) -> Callable[[View], View]:
    """Only these roles; an auditor may send its form too, which changes what auditors keep for themselves."""
    return allow_taking_away(*roles)


def allow_by_key(*roles: Role) -> Callable[[View], View]:
    """Programs may read this route by the key of an account of one of these roles."""
    return lambda view: _marked(view, Access(frozenset(roles), is_keyed=True))


def current_account() -> Account:
    """The account that is signed in; raises NotAllowed where none is."""
    account = account_or_none()
    if account is None:
        raise NotAllowed(_("Sign in first."))
    return account


def account_or_none() -> Account | None:
    """The account that is signed in. Asks the database once in a request, and only when it is called."""
    if is_someone():
        return cast(Account, g.account)  # the guard has asked
    return cast(SignedIn, current_user).account if current_user.is_authenticated else None


def is_someone() -> bool:
    """Whether this request is for a page behind a sign-in, and comes from someone who is signed in."""
    return bool(getattr(g, "is_someone", False))


def current_session_id() -> int:
    """The number of the session through which this request is signed in."""
    current_account()
    return cast(SignedIn, current_user).session_id


def actor() -> str:
    """Who is named in the audit trail for what this request does."""
    return current_account().email


def may_see_site(site_id: int | None) -> bool:
    """Whether records of this site (None: of no site) are for the account that is signed in."""
    site_ids = current_account().site_ids
    return site_ids is None or site_id in site_ids


def check_site(site_id: int | None) -> None:
    """Raise NotFound for another's site: that it exists is not told either."""
    if not may_see_site(site_id):
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))


def home(role: Role) -> str:
    """Where someone of this role begins."""
    # Found as the address of a request is: there are hundreds of routes, and whoever signs in waits for this.
    try:
        endpoint, _values = current_app.url_map.bind("").match(HOME)
    except HTTPException:
        return OWN
    access = getattr(current_app.view_functions[endpoint], "access", None)
    return HOME if isinstance(access, Access) and access.admits(role, "GET") else OWN


def is_public_request() -> bool:
    """Whether this request is for a page with no sign-in, or for none at all."""
    access = _access()
    return access is None or access.roles is None


def _access() -> Access | None:
    """What the route of this request says."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "access", None)


def add_access(
    app: Flask, load: Callable[[str], SignedIn | None], of_key: Callable[[str], Account | None]
) -> None:
    """Let nobody through whom the route does not name.

    `load` gives who is signed in by a token, `of_key` whose account a program reads by.
    """
    login = LoginManager()
    login.init_app(app, add_context_processor=False)
    login.session_protection = None  # the row of the session decides, not the browser's name
    login.user_loader(load)
    public(app.view_functions["static"])
    app.before_request(partial(_guard, of_key))
    app.teardown_request(_disconnect)

    @app.context_processor
    def who() -> dict[str, Account | None]:
        return {"account": None if is_public_request() else account_or_none()}


def _guard(of_key: Callable[[str], Account | None]) -> ResponseReturnValue | None:
    access = _access()
    if request.endpoint is None or access == PUBLIC:
        return None  # what does not exist is answered as such
    if access is None:
        raise NotAllowed(_("This page does not say who may use it."))
    _connect()
    account = of_key(bearer()) if access.is_keyed else account_or_none()
    if account is None:
        return _ask_for_key() if access.is_keyed else _ask_to_sign_in()
    g.is_someone, g.account = True, account
    if not access.admits(account.role, request.method):
        if request.path == HOME:
            return redirect(OWN)  # who has nothing to oversee begins there
        raise NotAllowed(_("This page is not for your role. Ask an administrator if you need it."))
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    """Pages come back after signing in; what was sent is not sent again by itself."""
    forget_session()
    if request.method != "GET":
        raise NotSignedIn(_("Nothing was saved. Sign in, then do it again."))
    return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))


def _ask_for_key() -> ResponseReturnValue:
    raise NotSignedIn(
        _("Send the key as 'Authorization: Bearer KEY'. You make yours on the page of reports.")
    )


def _connect() -> None:
    """Hold one connection for a request that will need it."""
    g.connection = ExitStack()
    g.connection.enter_context(connected())


def _disconnect(_error: BaseException | None) -> None:
    if "connection" in g:
        g.pop("connection").close()


def check_routes(app: Flask) -> None:
    """Raise ConfigurationError naming every route that does not say who may use it."""
    faults = [
        f"{rule.rule}: the route does not say who may use it. Mark its view."
        for rule in app.url_map.iter_rules()
        if not isinstance(getattr(app.view_functions[rule.endpoint], "access", None), Access)
    ]
    if faults:
        raise ConfigurationError(faults)
