"""Every route, method, role and object, by behaviour, held against the table in routes.txt."""

import pytest
from werkzeug.test import TestResponse

from readiness.web.access import HOME, OWN
from tests.access.changes import ELSEWHERE, FILLED, QUIET
from tests.access.conftest import PARAMETER, House
from tests.access.table import ANONYMOUS, COLUMNS, Line, read_table

LINES = read_table()
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def outcome(answer: TestResponse) -> str:
    """What happened, in the words of the table; 'absent' for what is not found."""
    assert answer.status_code < 500, f"a fault of the server: {answer.status_code}"
    if answer.status_code == 401 or answer.headers.get("Location", "").startswith("/login?next="):
        return "sign-in"
    if (answer.request.path, answer.headers.get("Location")) == (HOME, OWN):
        return "no"
    return {403: "no", 404: "absent", 405: "no such method"}.get(answer.status_code, "yes")


def test_the_table_has_every_route_and_no_other(house: House) -> None:
    there = {
        (method, rule.rule)
        for rule in house.app.url_map.iter_rules()
        for method in (rule.methods or set()) & METHODS
    }
    told = [(line.method, line.route) for line in LINES]
    missing = sorted(there - set(told))
    assert not missing, f"add to tests/access/routes.txt: {missing}"
    assert set(told) == there
    assert len(told) == len(set(told))


@pytest.mark.parametrize("line", LINES, ids=str)
def test_the_table_tells_the_truth(house: House, line: Line) -> None:
    house.restore()  # what another line's tries left behind
    names = PARAMETER.findall(line.route)
    found = {role: _cell(house, line, names, role) for role in COLUMNS}
    assert found == line.cells


def _cell(house: House, line: Line, names: list[str], role: str) -> str:
    mine: dict[str, object] = {name: house.values[name].own_of(role) for name in names}
    at_own = outcome(house.ask(line, role, mine))
    if at_own != "yes":
        assert at_own != "absent", f"{role} does not find what is there: {mine}"
        return at_own
    others = [
        _answer(house, line, role, {**mine, name: house.values[name].other_of(role)})
        for name in names
        if house.values[name].other is not None
    ]
    for name in names:
        for gone in (house.values[name].deleted, house.values[name].none):
            if gone is not None:
                assert _answer(house, line, role, {**mine, name: gone}) == "absent", f"{role} finds {gone}"
    assert set(others) <= {"yes", "absent"}, others
    return "own" if "absent" in others else "yes"


def _answer(house: House, line: Line, role: str, values: dict[str, object]) -> str:
    return outcome(house.ask(line, role, values))


@pytest.mark.parametrize("line", [line for line in LINES if line.method != "GET"], ids=str)
def test_what_changes_something_needs_the_token_of_a_form(house: House, line: Line) -> None:
    for role, cell in line.cells.items():
        if cell in {"yes", "own"}:
            mine: dict[str, object] = {
                name: house.values[name].own_of(role) for name in PARAMETER.findall(line.route)
            }
            answer = house.ask(line, role, mine, token=False)
            assert (role, answer.status_code) == (role, 400)
            assert "This form is too old, or not ours." in answer.text


def test_an_auditor_is_let_through_to_change_nothing_but_the_own_sign_in() -> None:
    changed = {
        line.route for line in LINES if line.method != "GET" and line.cells["auditor"] in {"yes", "own"}
    }
    own = {"/login", "/logout", "/links/<token>"}
    own |= {
        "/tap/<tap_token>",
        "/proof/<tap_token>",
        "/invited/<invitation_token>",
    }  # whoever was sent the link
    own |= {"/here/<door_code>"}  # whoever stands at the door of a class
    own |= {"/reports", "/reports/<report_name>"}  # what is taken away is noted, and nothing changed
    own |= {"/report-key", "/report-key/remove"}  # the own key of a program, which reads what the account may
    own |= {
        route for route in changed if route.startswith("/auditor/")
    }  # the own questions, samples, requests
    own |= {"/e", "/e/<exercise_code>/entries"}  # whoever was given a code, an account or none
    assert changed <= own | {route for route in changed if route.startswith("/account/")}


def test_nobody_is_let_through_without_a_sign_in_but_to_what_is_public() -> None:
    public = {line.route for line in LINES if line.cells[ANONYMOUS] != "sign-in"}
    signed_in = {line.route for line in LINES if line.cells[ANONYMOUS] == "sign-in"}
    assert not public & signed_in
    assert all(line.cells[ANONYMOUS] in {"yes", "sign-in"} for line in LINES)


def test_of_every_route_that_takes_something_it_is_said_what_it_changes() -> None:
    """`long_changing` tries each of them; a route of which nothing is said here is one that the trail must tell of."""
    there = {line.route for line in LINES if line.method != "GET"}
    said = {*FILLED, *QUIET, *(route for routes in ELSEWHERE.values() for route in routes)}
    assert said <= there, "what is gone is said of no more"
    assert not QUIET.keys() & {route for routes in ELSEWHERE.values() for route in routes}
