"""Who may read what stands on a page, and the page says what the table of every route says."""

from collections import defaultdict

from flask.testing import FlaskClient

from readiness.web.access import Role
from readiness.web.rights import ANYBODY, rooms_of
from tests.access.table import ANONYMOUS, read_table
from tests.signing_in import sign_in

LET_IN = {"yes", "own"}
ASK_MORE_INSIDE = (
    "/api/v1/nightly/",
    "/api/v1/reports",
    "/incidents/<int:incident_id>/sealed",
    "/compliance/follow-ups/<int:thread_id>",
)
"""A program's token or key, being named for what is sealed, being the one who sees to it: asked behind the door."""


def test_the_page_says_of_each_route_and_role_what_is_tried_on_each(client: FlaskClient) -> None:
    told = defaultdict(list)
    for room in rooms_of(client.application):
        for right in room.rights:
            told[right.address].append(right)
    lines = read_table()
    wrong = []
    for line in lines:
        for who, cell in line.cells.items():
            may = [right.may[ANYBODY if who == ANONYMOUS else who] for right in told[line.route]]
            is_told = any(each.reads if line.method == "GET" else each.does for each in may)
            asks_more = is_told and line.route.startswith(ASK_MORE_INSIDE)
            if is_told != (cell in LET_IN) and not asks_more:
                wrong.append(f"{line.method} {line.route} {who}: {cell}, and the page says {may}")
    assert len(lines) > 400
    assert not wrong, "\n".join(wrong)
    assert all(right.tells for address, rights in told.items() if "/auditor" in address for right in rights)


def test_an_auditor_reads_who_may_read_what(client: FlaskClient) -> None:
    sign_in(client, Role.AUDITOR)
    assert "Who may read what" in client.get("/settings").text
    page = client.get("/settings/rights").text
    assert "Auditor&#39;s room" in page
    room = client.get("/settings/rights?room=auditor").text
    assert "The certificates that were drawn, each with its proof" in room
    assert "/auditor/samples/" in room
