"""A year by its pages: asked for, made better beside it, moved, accepted, taken back; a drill held, and one not held."""

import re
import time
from datetime import date, timedelta

from flask.testing import FlaskClient

from readiness.exercises.models import Exercise
from readiness.foundation import clock
from readiness.foundation.temporal import NEVER
from readiness.planning.models import YearPlan, YearPlanDate
from readiness.planning.views.asking import distance_words
from readiness.web.access import Role
from tests.factories import adopt, make_person, make_site
from tests.handbook.desk import edit
from tests.signing_in import sign_in, token_of

TODAY = clock.today("UTC")
FIRST = date(TODAY.year + 1, 1, 1)
FIRE = {
    "check": "quota_by_kind",
    "terms": {"at_least": 1, "period": "month", "topics": ["fire"], "make_up_days": 3},
}


def ask(client: FlaskClient, **typed: str) -> int:
    last = FIRST.replace(month=12, day=31)
    answer = edit(client, "/exercises/year", first_on=str(FIRST), last_on=str(last), **typed)
    assert answer.status_code == 302, answer.text
    number = int(re.findall(r"/year/(\d+)", answer.location)[0])
    until = time.monotonic() + 60
    while YearPlan.get_by_id(number).stage in ("waiting", "improving") and time.monotonic() < until:
        time.sleep(0.2)
    assert YearPlan.get_by_id(number).stage == "ready"
    return number


def press(client: FlaskClient, page: str, to: str, **typed: str) -> str:
    return client.post(to, data={"csrf_token": token_of(client, page), **typed}, follow_redirects=True).text


def living() -> int:
    return int(Exercise.select().where(Exercise.superseded_in == NEVER).count())


def test_a_year_is_proposed_moved_accepted_and_taken_back(client: FlaskClient) -> None:
    for code in ("HQ", "OUT"):
        make_person(make_site(code))
    adopt(FIRE)
    sign_in(client, Role.COORDINATOR)
    refused = edit(client, "/exercises/year", closed="soon", sites="NOWHERE")
    assert refused.status_code == 422
    assert "There is no site ‘NOWHERE’." in refused.text
    number = ask(client, most_a_quarter="4")
    assert YearPlanDate.select().where(YearPlanDate.plan == number).count() == 24
    page = f"/exercises/year/{number}"
    shown = client.get(page).text
    assert shown.count('<td class="is-some') == 24
    assert "It is proven that no plan is better." in shown
    site = client.get(f"{page}/sites/HQ").text
    assert "Everything that is asked here holds." in site
    assert "Clause 1: from" in site
    moved = YearPlanDate.get((YearPlanDate.plan == number) & (YearPlanDate.site_code == "HQ"))
    to = f"{page}/dates/{moved.id}/move"
    broken = press(client, f"{page}/sites/HQ", to, day=str(moved.day + timedelta(days=45)))
    assert "Clause 1: 1 is missing from" in broken
    assert "24 exercises are planned." in press(client, page, f"{page}/accept")
    assert living() == 24
    assert client.post(to, data={"csrf_token": token_of(client, page), "day": str(FIRST)}).status_code == 409
    assert "24 exercises are taken back." in press(client, page, f"{page}/undo")
    assert living() == 0
    # What was asked is filled in the next time.
    assert 'name="most_a_quarter" type="number" value="4"' in client.get("/exercises/year").text.replace(
        "\n", " "
    )


def test_a_drill_that_was_not_held_has_a_reason_and_is_made_up_as_its_rule_asks(client: FlaskClient) -> None:
    make_person(make_site("HQ"))
    adopt(FIRE)
    sign_in(client, Role.COORDINATOR)
    number = ask(client)
    press(client, f"/exercises/year/{number}", f"/exercises/year/{number}/accept")
    drill = Exercise.select().order_by(Exercise.planned_on).first()
    page = f"/exercises/{drill.fact_id}"
    assert "Drill: Fire" in client.get(page).text
    assert "Drill: Fire" in client.get("/exercises").text
    asked = client.get(f"{page}/not-held").text
    assert "within 3 days on which the site is open" in asked
    instead = edit(client, f"{page}/not-held", why="The hall was flooded")
    assert instead.status_code == 302
    made_up = Exercise.get(Exercise.instead_of == drill.fact_id)
    assert drill.planned_on < made_up.planned_on <= drill.planned_on + timedelta(days=7)
    assert "The hall was flooded" in client.get(page).text
    other = f"/exercises/{made_up.fact_id}"
    assert "12 took part" in press(
        client, other, f"{other}/held", held_on=str(clock.today("America/New_York")), participant_count="12"
    )


def test_a_plan_is_called_the_best_only_where_no_whole_cost_lies_between() -> None:
    best = YearPlan(part_count=1, cost=100_000, bound=99_999.5)
    assert distance_words(best) == "It is proven that no plan is better."
    near = YearPlan(part_count=1, cost=100_000, bound=99_998)
    assert "at most 0.01\N{NO-BREAK SPACE}% more than the best there is" in distance_words(near)
    assert distance_words(YearPlan(part_count=0, cost=0, bound=0)) == ""
