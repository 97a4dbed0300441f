"""Whatever a route changes, the trail says in the same transaction; a route that is refused changes nothing.

Every route that takes something is tried on the rows of the house, by the form of its page, filled in as somebody
would, or with what FILLED says. What it must do stands in this file: a new route fails until it does.
"""

import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from peewee import IntegrityError
from peewee import sqlite3 as engine  # type: ignore[attr-defined]  # the one by which the service reads

from readiness.foundation import clock
from tests.access.changes import ELSEWHERE, FILLED, PLANS, QUIET, UNTRIED
from tests.access.conftest import PARAMETER, House
from tests.access.filling import forms_on
from tests.access.table import Line, read_table

LINES = [line for line in read_table() if line.method != "GET" and line.route not in UNTRIED]
WEST = "Pacific/Pago_Pago"
"""The day there has begun everywhere."""
TRIED_AS = ("admin", "hr", "coordinator", "auditor", "manager", "employee", "anonymous")
# What says nothing of facts: who is signed in and when last, tries that failed, what is worked out from others.
NO_FACTS = {"account_session", "sign_in_attempt", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}


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
        "until_on": clock.today(WEST).isoformat(), "from_on": clock.today(WEST).isoformat(),
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


def _path(house: House, line: Line, role: str) -> str:
    return PARAMETER.sub(lambda found: str(house.values[found.group(1)].own_of(role)), line.route)


def _send(house: House, client: FlaskClient, line: Line, role: str) -> None:
    path = _path(house, line, role)
    with client.post(path, data=_values(house, client, line, path, role), buffered=True) as answer:
        assert answer.status_code < 400, f"{line}: {answer.status_code}"


def _try(house: House, line: Line, *, is_broken: bool = False) -> Tried:
    role = next((each for each in TRIED_AS if line.cells[each] in {"yes", "own"}), "")
    if not role:
        return Tried(404, set(), 0)
    house.restore()
    path = _path(house, line, role)
    client = _client(house, role)
    for route in FILLED.get(line.route, {}).get("after", ()):
        _send(house, client, next(each for each in LINES if each.route == route), role)
    sent = _values(house, client, line, path, role)
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


def _belongs(line: Line) -> str:
    """Where this file says what becomes of a route."""
    if line.route in QUIET:
        return "quiet"
    return "elsewhere" if any(line.route in routes for routes in ELSEWHERE.values()) else "told"


def test_whatever_a_route_changes_is_told_and_what_is_refused_changes_nothing(house: House) -> None:
    wrong = []
    for line in LINES:
        tried, belongs = _try(house, line), _belongs(line)
        facts = tried.changed - PLANS
        if facts and not tried.events:
            wrong.append(f"{line} changes {sorted(facts)} and tells nothing")
        if tried.status >= 400 and (facts or tried.events) and line.route != "/login":
            wrong.append(f"{line} is refused ({tried.status}) and changes {sorted(facts)}")
        if (belongs == "told" and not tried.events) or (belongs == "quiet" and tried.events):
            wrong.append(f"{line} is {belongs}, answers {tried.status} and tells of {tried.events} events")
    house.restore()
    assert not wrong, "\n".join(wrong)


def test_what_cannot_be_told_is_not_changed(house: House) -> None:
    """The trail breaks where its last row is written: then neither the fact nor any part of the event is there."""
    wrong = []
    for line in LINES:
        if _belongs(line) == "told":
            tried = _try(house, line, is_broken=True)
            if tried.changed - PLANS or tried.events:
                wrong.append(f"{line} answers {tried.status} and changes {sorted(tried.changed)}")
    house.restore()
    assert not wrong, "\n".join(wrong)
