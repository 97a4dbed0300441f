"""A one-tap link from a message: looking changes nothing, pressing does, once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from flask.testing import FlaskClient

from readiness.foundation import clock
from readiness.notices import links
from readiness.notices.landing import Landing, OwnPage, Told, offer_landing
from readiness.notices.links import FoundLink, LinkFor
from tests.factories import change


def _told(found: FoundLink) -> Told:
    return Told(f"About {found.opens.subject}", "Shall it be?", "Yes")


def _act(found: FoundLink, now: datetime) -> str:
    with change():
        links.spend(found, now)
    return "It is done."


def make_link(client: FlaskClient, purpose: str) -> str:
    key = links.signing_key(client.application.config["READINESS"])
    return links.path(links.make(LinkFor(1, purpose, "x"), clock.now(), clock.now() + timedelta(days=1), key))


def press(client: FlaskClient, path: str) -> int:
    page = client.get(path)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    return client.post(path, data={"csrf_token": found[1] if found else ""}).status_code


def test_a_link_is_looked_at_often_and_pressed_once(client: FlaskClient) -> None:
    offer_landing(client.application, "try", Landing(_told, _act))
    path = make_link(client, "try")
    for _look in range(3):
        assert "Shall it be?" in client.get(path).text
        assert client.head(path).status_code == 200
    assert client.post(path).status_code == 400  # without the page's token
    assert press(client, path) == 200
    assert client.get(path).status_code == 404
    assert client.get("/tap/nothing").status_code == 404


def test_of_many_who_press_at_once_one_succeeds(client: FlaskClient) -> None:
    offer_landing(client.application, "try", Landing(_told, _act))
    path = make_link(client, "try")
    visitors = [client.application.test_client() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda visitor: press(visitor, path), visitors))
    # Who looks when it has been pressed already finds no token to send: 400.
    assert set(answers) <= {200, 400, 404}
    assert answers.count(200) == 1


def test_a_purpose_may_have_its_own_page_or_none_yet(client: FlaskClient) -> None:
    offer_landing(client.application, "own", OwnPage("tapping.tap"))
    assert client.get(make_link(client, "own")).status_code == 303
    assert "Sign in" in client.get(make_link(client, "unheard of")).text
