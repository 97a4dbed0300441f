"""The pages: planned, run from a console and by phones with a code, rated, signed, followed up until closed."""

import re
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.exercises.actions import hold_exercise
from readiness.exercises.models import CorrectiveAction, Exercise
from readiness.exercises.queries import get_exercise
from readiness.exercises.running import run_state
from readiness.foundation import clock
from readiness.foundation.temporal import current
from readiness.web.access import Role
from tests.exercises.playing import note
from tests.factories import make_site
from tests.handbook.desk import edit, fields
from tests.signing_in import sign_in, token_of
from tests.statements import counting

TODAY = clock.today("America/New_York")


def plan(client: FlaskClient, scenario: str = "talks-of-suicide", **typed: Any) -> int:
    answer = edit(
        client, "/exercises/plan", scenario=scenario, site_code="HQ", planned_on=str(TODAY), **typed
    )
    assert answer.status_code == 302, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def code_for(client: FlaskClient, exercise: int, purpose: str) -> str:
    token = token_of(client, f"/exercises/{exercise}")
    data = {"csrf_token": token, "purpose": purpose}
    page = client.post(f"/exercises/{exercise}/codes", data=data, follow_redirects=True)
    found = re.search(rf'id="{purpose}".*?<code>([a-z0-9-]+)</code>', page.text, re.DOTALL)
    assert found is not None
    return found[1]


def send(client: FlaskClient, page: str, to: str, **entry: str) -> TestResponse:
    """What a browser without scripts sends."""
    return client.post(to, data={"csrf_token": token_of(client, page), **entry}, follow_redirects=True)


def hold(client: FlaskClient, exercise: int, rating: str) -> None:
    """From beginning to signature, by the pages."""
    run, to = f"/exercises/{exercise}/run", f"/exercises/{exercise}/entries"
    send(client, run, to, kind="started", value="60")
    send(client, run, to, kind="inject_sent", subject="door")
    send(client, run, to, kind="ended")
    rate = f"/exercises/{exercise}/rate"
    send(client, rate, rate, kind="rating", subject="call-911", value=rating, text="as it was seen")
    form = {**fields(client.get(f"/exercises/{exercise}/report").text), "summary": "What it showed."}
    assert client.post(f"/exercises/{exercise}/sign", data=form).status_code == 302


def test_planned_run_rated_signed_followed_up_and_closed(client: FlaskClient) -> None:
    make_site("HQ")
    sign_in(client, Role.COORDINATOR)
    first = plan(client)
    assert "What you tell those who take part" in client.get(f"/exercises/{first}").text
    hold(client, first, "U")
    report = client.get(f"/exercises/{first}/report").text
    assert "as it was seen" in report
    assert "What it showed." in report
    action = CorrectiveAction.get(current(CorrectiveAction) & (CorrectiveAction.kind == "corrective action"))
    page = f"/exercises/actions/{action.fact_id}"
    revision = CorrectiveAction.get(
        current(CorrectiveAction) & (CorrectiveAction.kind == "protocol revision")
    )
    says = [
        "done by itself once a revision" in client.get(f"/exercises/actions/{each.fact_id}").text
        for each in (action, revision)
    ]
    assert says == [False, True], "a look at the protocol alone ends with its revision"
    assert "Calls 911 at once" in client.get("/exercises/actions").text
    assert "Calls 911 at once" in client.get("/exercises/actions?standing=open&sort=-site").text
    assert "Nothing fits" in client.get("/exercises/actions?standing=past_due").text
    later = (TODAY + timedelta(days=31)).isoformat()
    assert client.get(f"/exercises/actions?standing=past_due&as_of={later}").text.count('is-gap">') >= 3
    assert client.get("/exercises/actions?format=csv").text.count("training need") == 1
    done = send(client, page, f"{page}/done", note="The prefix is on the card.", done_on=str(TODAY))
    assert "No later exercise at this site" in done.text
    assert send(client, page, f"{page}/close", effect=str(first)).status_code == 422
    # A day later the same objective is exercised again: the second was held, and is put a day ahead.
    second = plan(client)
    hold(client, second, "P")
    Exercise.update(held_on=TODAY + timedelta(days=1)).where(Exercise.fact_id == second).execute()
    closed = send(client, page, f"{page}/close", effect=str(second))
    assert "Closed" in closed.text
    what = "Calls 911 at once when the danger becomes immediate, and can say where they are. Rated U"
    assert what not in client.get("/exercises/actions").text
    assert what in client.get("/exercises/actions?standing=closed").text


def test_phones_join_by_a_code_without_an_account_and_without_a_script(client: FlaskClient) -> None:
    make_site("HQ")
    sign_in(client, Role.COORDINATOR)
    exercise = plan(client)
    observer, participant = (code_for(client, exercise, each) for each in ("observer", "participant"))
    phone = client.application.test_client()
    assert phone.post("/e", data={"csrf_token": token_of(phone, "/e"), "code": "wrong"}).status_code == 422
    typed = phone.post("/e", data={"csrf_token": token_of(phone, "/e"), "code": f" {observer.upper()} "})
    assert typed.location == f"/e/{observer}"
    send(client, f"/exercises/{exercise}/run", f"/exercises/{exercise}/entries", kind="started")
    send(
        client, f"/exercises/{exercise}/run", f"/exercises/{exercise}/entries",
        kind="inject_sent", subject="first-call",
    )  # fmt: skip
    page = f"/e/{observer}"
    assert "Calls 988 with Sam" in phone.get(page).text
    told = send(phone, page, f"{page}/entries", kind="observation", text="They went out together", by="Ben")
    assert "They went out together" in told.text
    refused = send(phone, page, f"{page}/entries", kind="ended")
    assert "is not for this page" in refused.text
    page = f"/e/{participant}"
    shown = phone.get(f"{page}?role=first-aider").text
    assert "This is an exercise. The first-aider arrives." in shown
    assert "Calls 988 with Sam" not in shown, "what is expected is not told to those who play"
    assert "The first-aider arrives." not in phone.get(f"{page}?role=manager").text
    stopped = send(phone, page, f"{page}/entries", kind="stop_word")
    assert "Nobody needs to say why" in stopped.text
    assert "See how people are" in client.get(f"/exercises/{exercise}/run").text
    assert phone.get(f"/exercises/{exercise}").status_code == 302, "a code opens nothing else"


def test_what_a_script_hands_in_is_kept_once_and_each_fault_is_told(client: FlaskClient) -> None:
    make_site("HQ")
    sign_in(client, Role.COORDINATOR)
    exercise = plan(client)
    code = code_for(client, exercise, "observer")
    phone = client.application.test_client()
    token = token_of(phone, f"/e/{code}")
    now = clock.now().isoformat()
    good = note("observation", text="kept while offline", noted_at=now)
    sent = {"sent_at": now, "entries": [good, note("inject_sent", "door"), {"id": "x"}]}
    for _time in range(2):
        answer = phone.post(f"/e/{code}/entries", json=sent, headers={"X-CSRFToken": token})
        assert answer.status_code == 200
        assert answer.json is not None
        assert answer.json["kept"] == [good["id"]]
        assert set(answer.json["refused"]) == {sent["entries"][1]["id"], "x"}  # type: ignore[index]
    assert run_state(exercise).entry_count == 1
    course = phone.get(f"/e/{code}/course").json
    assert course is not None
    assert (course["version"], course["phase"]) == ("1-planned-0", "planned")
    wrong: Any
    for wrong in ([], {"entries": 1}, {"entries": [], "sent_at": "never"}):
        refused = phone.post(f"/e/{code}/entries", json=wrong, headers={"X-CSRFToken": course["token"]})
        assert refused.status_code == 422


def test_a_day_that_is_kept_back_and_a_site_that_is_none_are_told_at_their_fields(
    client: FlaskClient,
) -> None:
    make_site("HQ")
    sign_in(client, Role.COORDINATOR)
    told = edit(
        client, "/exercises/plan", scenario="talks-of-suicide", site_code="HQ", planned_on=str(TODAY),
        announced="no",
    )  # fmt: skip
    assert (told.status_code, "always announced" in told.text) == (422, True)
    nowhere = edit(client, "/exercises/plan", scenario="stairwell-b", site_code="H", planned_on=str(TODAY))
    assert "There is no site" in nowhere.text
    unannounced = plan(client, "stairwell-b", announced="no")
    assert not get_exercise(unannounced).is_announced
    invitation = client.get(f"/exercises/{unannounced}").text.split("<textarea")[1].split("</textarea>")[0]
    assert "This is an exercise." in invitation
    assert "a reason is not asked for" in invitation
    assert str(TODAY.year) not in invitation, "its day is kept back"
    announced = client.get(f"/exercises/{plan(client)}").text.split("<textarea")[1].split("</textarea>")[0]
    assert str(TODAY.year) in announced


def test_the_list_is_narrowed_and_asks_as_much_for_many_as_for_few(client: FlaskClient) -> None:
    make_site("HQ")
    sign_in(client, Role.COORDINATOR)
    for _time in range(3):
        plan(client)
    client.get("/exercises")
    with counting() as few:
        client.get("/exercises")
    for _time in range(30):
        plan(client, "stairwell-b")
    client.get("/exercises")  # the rail's count is worked out once for each state of what is known
    with counting() as many:
        page = client.get("/exercises").text
    assert len(many) == len(few)
    assert page.count("Fire alarm, and someone in the stairwell") >= 30
    assert "stairwell" not in client.get("/exercises?kind=tabletop").text.split("<tbody>")[1]
    assert client.get("/exercises?standing=held").text.count("<tbody>") == 0
    taken = client.get("/exercises?format=csv").text
    assert taken.count("stairwell-b") == 30


def test_a_manager_sees_own_sites_alone(client: FlaskClient) -> None:
    site, _other = make_site("HQ"), make_site("York")
    sign_in(client, Role.COORDINATOR)
    exercise = plan(client)
    hold(client, exercise, "U")
    for number, sites in ((200, (site.id,)), (404, (_other.id,))):
        manager = client.application.test_client()
        sign_in(manager, Role.MANAGER, site_ids=sites)
        assert manager.get(f"/exercises/{exercise}/report").status_code == number
        assert ("Calls 911 at once" in manager.get("/exercises/actions").text) is (number == 200)


def test_what_was_held_without_a_run_says_so_and_may_be_rated_afterwards(client: FlaskClient) -> None:
    make_site("HQ")
    sign_in(client, Role.COORDINATOR)
    exercise = plan(client)
    hold_exercise(exercise, TODAY, TODAY, "a test")
    page = client.get(f"/exercises/{exercise}").text
    assert "Nothing of its course was noted here" in page
    assert "Make a code" not in page
    hold(client, exercise, "S")
    assert get_exercise(exercise).held_on == TODAY
    assert "What it showed." in client.get(f"/exercises/{exercise}/report").text


def test_the_evaluators_guide_tells_what_to_look_for(client: FlaskClient) -> None:
    make_site("HQ")
    sign_in(client, Role.COORDINATOR)
    guide = client.get(f"/exercises/{plan(client)}/guide").text
    assert "Names the person who stays" in guide
    assert "Not done. It was not achieved." in guide
