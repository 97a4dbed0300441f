"""Pages of another day among many people, which are counted, say what they say where everyone is judged."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.foundation.temporal import knowledge_at
from readiness.web.access import Role
from tests.compliance.crowd import TODAY, make_crowd
from tests.signing_in import sign_in

PATHS = ("/dashboard", "/compliance/ahead", "/compliance/trends/map")


def test_the_pages_of_another_day_say_the_same_of_many_people_as_of_few(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_crowd()
    known = knowledge_at().at
    assert known is not None
    sign_in(client, Role.AUDITOR)
    paths = [
        f"{path}?as_of={TODAY}&known_at={known:%Y-%m-%dT%H:%M:%S.%fZ}{site}"
        for path in PATHS
        for site in ("", "&site=here")
    ]
    few = {path: page(client.get(path)) for path in paths}
    monkeypatch.setattr("readiness.compliance.judging.lately.HEAVY_FROM", 0)
    for path in paths:
        assert page(client.get(path)) == few[path], path


def page(answer: TestResponse) -> str:
    """A page, but for what is drawn anew for each answer."""
    assert answer.status_code == 200
    return re.sub(r'(nonce|name="csrf_token" value|content)="[^"]*"', "", answer.text)
