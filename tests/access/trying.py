"""Trying a route on the rows of a house: by the form of its page, filled in as somebody would, or by what is said of it."""

import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from peewee import IntegrityError
from peewee import sqlite3 as engine  # type: ignore[attr-defined]  # the one by which the service reads

from readiness.foundation import clock
from readiness.foundation.database import connected
from tests.access.changes import ELSEWHERE, FILLED, PLANS, QUIET, UNTOLD, UNTRIED
from tests.access.conftest import PARAMETER, House
from tests.access.filling import forms_on
from tests.access.prepared import PREPARED
from tests.access.preparing.sending import Sent
from tests.access.table import Line, read_table

LINES = [line for line in read_table() if line.method != "GET" and line.route not in UNTRIED]
WEST = "Pacific/Pago_Pago"
"""The day there has begun everywhere."""
EAST = "Pacific/Kiritimati"
"""The day there is over nowhere."""
TRIED_AS = ("admin", "hr", "coordinator", "auditor", "manager", "employee", "anonymous")
# What says nothing of facts: who is signed in and when last, tries that failed, what is worked out from others.
NO_FACTS = {
    "account_session",
    "sign_in_attempt",
    "sqlite_sequence",
    "sqlite_stat1",
    "sqlite_stat4",
    "audit_checkpoint",
}


@dataclass(frozen=True)
class Tried:
    status: int
    changed: set[str]
    events: int


def _rows(house: House) -> dict[str, int]:
    with engine.connect(house.database) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            table: hash(tuple(connection.execute(f'SELECT * FROM "{table}"').fetchall()))
            for table in tables
            if table not in NO_FACTS
        }
        found["events"] = connection.execute("SELECT count(*) FROM audit_event").fetchone()[0]
    connection.close()
    return found


def _client(house: House, role: str) -> FlaskClient:
    client: FlaskClient = house.app.test_client()
    for cookie in ("readiness", "readiness_form"):
        kept = house.clients[role].get_cookie(cookie)
        if kept is not None:
            client.set_cookie(cookie, kept.value)
    return client


def _defaults(house: House) -> dict[str, str]:
    """What is written into empty fields, by their names."""
    own = house.values
    return {
        "staff_number": str(own["staff_number"].own), "people": str(own["staff_number"].own),
        "staff_numbers": str(own["staff_number"].own), "who": str(own["staff_number"].own),
        "site": house.world.own_site.code, "site_code": house.world.own_site.code, "country": "US",
        "time_zone": "America/New_York", "email": "new@example.org", "currency": "USD", "reason": "It was wrong.",
        "why": "It was wrong.", "words": "Some words.", "word": "Some words.", "what": "Some words.",
        "until_on": clock.today(EAST).isoformat(), "from_on": clock.today(WEST).isoformat(),
    }  # fmt: skip


def _form_of(house: House, client: FlaskClient, path: str, at: str) -> dict[str, Any]:
    """The form that is sent to a path: on the page there, or on one above it."""
    place = at or path
    while place:
        with client.get(place) as page:
            shown = (
                page.get_data(as_text=True)
                if page.status_code == 200 and page.mimetype == "text/html"
                else ""
            )
        for form in forms_on(shown, _defaults(house)):
            if form.action.split("?")[0] in ((path, "") if place == path else (path,)):
                return dict(form.values)
        place = place.rpartition("/")[0]
    return {}


def _values(house: House, client: FlaskClient, line: Line, path: str, role: str) -> dict[str, Any]:
    """What is sent: the form that leads there, as it is filled in, and what FILLED says."""
    filled = FILLED.get(line.route, {})
    sent = _form_of(house, client, path, filled.get("at", ""))
    sent["csrf_token"] = house.tokens[role]
    for name, value in filled.items():
        if name not in ("at", "after"):
            sent[name] = _named(house, value) if isinstance(value, str) else value
    return sent


def _named(house: House, text: str) -> str:
    """A text in which {certificate_id} is that of the house."""
    return re.sub(r"\{(\w+)\}", lambda found: str(house.values[found.group(1)].own), text)


def _prepared(house: House, line: Line, role: str) -> Sent:
    """What has to be there is written; gives what is sent beside the form."""
    if line.route not in PREPARED:
        return {}
    with connected():
        return PREPARED[line.route](house, role)


def _path(house: House, line: Line, role: str) -> str:
    return PARAMETER.sub(lambda found: str(house.values[found.group(1)].own_of(role)), line.route)


def _send(house: House, client: FlaskClient, line: Line, role: str) -> None:
    path = _path(house, line, role)
    with client.post(path, data=_values(house, client, line, path, role), buffered=True) as answer:
        assert answer.status_code < 400, f"{line}: {answer.status_code}"


def try_route(house: House, line: Line, *, is_broken: bool = False) -> Tried:
    """Use a route once, on the rows as they were at first; where the trail `is_broken`, its last row cannot be written."""
    role = next((each for each in TRIED_AS if line.cells[each] in {"yes", "own"}), "")
    if not role and line.route not in PREPARED:
        return Tried(404, set(), 0)
    house.restore()
    given = _prepared(house, line, role)
    role = given.pop("role", role)
    path = given.pop("path", "") or _path(house, line, role)
    client = _client(house, role)
    for route in FILLED.get(line.route, {}).get("after", ()):
        _send(house, client, next(each for each in LINES if each.route == route), role)
    sent = {**_values(house, client, line, path.partition("?")[0], role), **given}
    if is_broken:
        with engine.connect(house.database) as connection:
            connection.execute(
                "CREATE TRIGGER broken BEFORE INSERT ON audit_detail BEGIN SELECT RAISE(ABORT, 'broken'); END"
            )
        connection.close()
    before = _rows(house)
    status = 500
    try:
        with client.open(path, method=line.method, data=sent, buffered=True) as answer:
            status = answer.status_code
    except IntegrityError:  # what is sent while it is found breaks off in the middle
        assert is_broken
    after = _rows(house)
    changed = {name for name in after if after[name] != before.get(name)} - {"events"}
    return Tried(status, changed, after["events"] - before["events"])


def belongs(line: Line) -> str:
    """Where it is said what becomes of a route: quiet, untold, elsewhere; 'told' where nothing is."""
    for name, routes in (
        ("quiet", QUIET),
        ("untold", UNTOLD),
        ("elsewhere", set().union(*ELSEWHERE.values())),
    ):
        if line.route in routes:
            return name
    return "told"


def faults(house: House, line: Line) -> list[str]:
    """What is wrong with a route: it changes something and tells nothing, or is refused and changes something."""
    tried, place = try_route(house, line), belongs(line)
    facts, found = tried.changed - PLANS, []
    if facts and not tried.events and place != "untold":
        found.append(f"{line} changes {sorted(facts)} and tells nothing")
    if place == "untold" and not facts:
        found.append(f"{line} changes nothing")
    if tried.status >= 400 and (facts or tried.events) and line.route != "/login":
        found.append(f"{line} is refused ({tried.status}) and changes {sorted(facts)}")
    if (place == "told" and not tried.events) or (place in ("quiet", "untold") and tried.events):
        found.append(f"{line} is {place}, answers {tried.status} and tells of {tried.events} events")
    return found


def faults_when_broken(house: House, line: Line) -> list[str]:
    """The same where the last row of the trail cannot be written: neither the fact nor part of the event may stay."""
    tried = try_route(house, line, is_broken=True)
    if tried.changed - PLANS or tried.events:
        return [f"{line} answers {tried.status} and changes {sorted(tried.changed)}"]
    return []
