"""Where the rail leads: one table. An entry is shown when its page exists and the account may read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask, current_app, request
from werkzeug.local import LocalProxy

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.web.access import Access, Role, account_or_none
from readiness.web.frame import frame, keep


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the rail. Who may see it is what its page's own route says. `is_apart` begins a new group."""

    path: str
    label: str
    is_apart: bool = False


ENTRIES = (
    Entry("/mine", msgid("Your page")),
    Entry("/dashboard", msgid("Overview")),
    Entry("/people", msgid("People")),
    Entry("/people/sites", msgid("Sites")),
    Entry("/certificates", msgid("Certificates")),
    Entry("/classes", msgid("Classes")),
    Entry("/exercises", msgid("Exercises")),
    Entry("/incidents", msgid("Incidents")),
    Entry("/duty", msgid("On duty")),
    Entry("/handbook", msgid("Handbook")),
    Entry("/compliance", msgid("Compliance")),
    Entry("/reports", msgid("Reports")),
    Entry("/auditor", msgid("Auditor's room")),
    Entry("/imports", msgid("Imports"), is_apart=True),
    Entry("/audit", msgid("Audit trail")),
    Entry("/settings", msgid("Settings")),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of the page of settings: where it leads, and what is set there."""

    path: str
    label: str
    what: str


SETTINGS = (
    Setting("/settings/accounts", msgid("Accounts"), msgid("Who may sign in, as what, until when.")),
    Setting(
        "/settings/rights",
        msgid("Who may read what"),
        msgid("Roles, and what each may read and do, room by room."),
    ),
    Setting(
        "/settings/general",
        msgid("The organisation"),
        msgid("Its name, country, time zone and language, and how far ahead it looks."),
    ),
    Setting(
        "/settings/kinds", msgid("Certificate kinds"), msgid("What counts as a qualification, and how long.")
    ),
    Setting(
        "/settings/nightly",
        msgid("Nightly files"),
        msgid("Staff and certificates that come by themselves: how far a file is trusted, and who is told."),
    ),
    Setting(
        "/settings/reminders",
        msgid("Reminders"),
        msgid("When people are reminded of what comes due, and what will be sent in the year ahead."),
    ),
    Setting(
        "/settings/outbox",
        msgid("Outbox"),
        msgid("Messages that wait, were sent, could not be sent; what each says, and sending it again."),
    ),
    Setting(
        "/settings/webhook",
        msgid("Webhook"),
        msgid("An address of yours to which every message is posted too, signed."),
    ),
    Setting(
        "/settings/privacy",
        msgid("Privacy"),
        msgid("How long records stay, what must be kept, whose name was taken out."),
    ),
    Setting("/help/words", msgid("Words"), msgid("The words of the field, each in a sentence or two.")),
    Setting("/settings/design", msgid("Components"), msgid("Every part that pages are made of.")),
)
"""What /settings leads to; a line is shown when its page exists and the account may read it."""

SEARCH = "/people"
"""The page that the search field of the top bar asks, with ?q=."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry as this account sees it now. `count`: how much of it needs someone."""

    label: str
    path: str
    is_current: bool
    is_apart: bool
    count: int


def navigation() -> list[Place]:
    """The entries that the account may open, in their order."""
    counts = current_app.extensions["readiness_counts"]
    entries = list(_open())
    # Sites stand below people, and are an entry of their own: the nearest entry is the current one.
    above = [each.path for each in entries if f"{request.path}/".startswith(f"{each.path}/")]
    current = max(above, key=len, default="")
    return [
        Place(
            _(entry.label),
            entry.path,
            entry.path == current,
            entry.is_apart,
            # What needs attention is of today: another day would be told with today's numbers.
            counts[entry.path]() if entry.path in counts and not frame().is_other_day else 0,
        )
        for entry in entries
    ]


def open_settings() -> list[Setting]:
    """The settings that the account may open, in the reader's language."""
    return [Setting(each.path, _(each.label), _(each.what)) for each in SETTINGS if _admits(each.path)]


def open_to(*roles: Role) -> list[Entry]:
    """The entries whose page each of these roles may open."""
    pages = _pages(current_app)
    return [
        entry
        for entry in ENTRIES
        if (access := pages.get(entry.path)) is not None and all(access.admits(role, "GET") for role in roles)
    ]


def _open() -> Iterator[Entry]:
    return (entry for entry in ENTRIES if _admits(entry.path))


def _admits(path: str) -> bool:
    """Whether there is such a page, and the account may read it."""
    account, access = account_or_none(), _pages(current_app).get(path)
    return account is not None and access is not None and access.admits(account.role, "GET")


def _pages(app: Flask) -> dict[str, Access]:
    """The pages that exist, by path, with who may read them; looked up once, since none is added while it serves."""
    known: dict[str, Access] | None = app.extensions.get("readiness_pages")
    if known is None:
        known = app.extensions["readiness_pages"] = {
            rule.rule: access
            for rule in app.url_map.iter_rules()
            for access in [getattr(app.view_functions[rule.endpoint], "access", None)]
            if "GET" in (rule.methods or ()) and isinstance(access, Access)
        }
    return known


def search_path() -> str | None:
    """Where the search field asks; None while there is no such page, or not for this account."""
    return SEARCH if _admits(SEARCH) else None


def may(endpoint: str) -> bool:
    """Whether the account may open this page of the service: what may not be opened is not offered."""
    account = account_or_none()
    access = getattr(current_app.view_functions[endpoint], "access", None)
    return bool(account and isinstance(access, Access) and access.admits(account.role, "GET"))


def add_navigation(app: Flask, counts: dict[str, Callable[[], int]]) -> None:
    """Give templates `navigation`. `counts`: by an entry's path, how much of it needs someone."""
    app.extensions["readiness_counts"] = counts
    app.jinja_env.tests["may_open"] = may
    app.jinja_env.globals.update(
        navigation=LocalProxy(navigation),
        search_path=LocalProxy(search_path),
        kept_arguments=keep,
        may=may,
    )
