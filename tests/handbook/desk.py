"""Working on the handbook as people do: forms as a browser would send them, revisions as they come and go."""

import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.protocols.actions import approve, bring_starters
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import shipped_protocols


class Fields(HTMLParser):
    """The fields of the form in a page's main part, with what is filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._area = self._select = ""
        self._is_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "main":
            self._is_main = True
        if not self._is_main:
            return
        if tag == "textarea":
            self._area = name
            self.values.setdefault(name, [""])
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in said or self._select not in self.values):
            self.values[self._select] = [said["value"]]
        elif tag == "input" and name:
            kind = said.get("type", "text")
            if kind not in ("checkbox", "radio") or "checked" in said:
                self.values.setdefault(name, []).append(said.get("value", "y"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area][0] += data.removeprefix("\r\n").removeprefix("\n")


def fields(page: str) -> dict[str, Any]:
    """What a browser would send of a page's form if nothing were typed."""
    parser = Fields()
    parser.feed(page)
    return dict(parser.values)


def edit(client: FlaskClient, path: str, **typed: Any) -> TestResponse:
    """Open a form, type something over what is there, send it."""
    page = client.get(path)
    assert page.status_code == 200, page.text
    return client.post(path, data={**fields(page.text), **typed})


def press(client: FlaskClient, page_path: str, action: str, **typed: Any) -> TestResponse:
    """Press a lone button of a page, by the end of the address that it sends to."""
    page = client.get(page_path).text
    found = re.search(rf'<form method="post" action="([^"]*{action})">(.*?)</form>', page, re.DOTALL)
    assert found is not None, f"no button for {action}"
    hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', found[2]))
    return client.post(found[1], data={**hidden, **typed}, follow_redirects=True)


def approved(*slugs: str) -> None:
    """Starters of which these are approved."""
    bring_starters(shipped_protocols().values(), "a test")
    approve(slugs, "approver@example.org")


def state_of(slug: str, number: int) -> str:
    return str(ProtocolRevision.get(slug=slug, number=number).state)
