"""Pages as somebody who is signed in gets them, from the application in this process."""

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from config import Config
from readiness.accounts.actions import AccountWish, Choice, invite, use_link
from readiness.accounts.sign_in import Browser
from readiness.accounts.standing import Moment
from readiness.app import create_app
from readiness.foundation import clock
from readiness.web.access import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

EMAIL, PASSWORD = "hr@example.org", "seven quiet herons wade"


class Timed:
    """An application, with the seconds of the processor that its last answer took, without whoever asked."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner
        self.seconds = 0.0

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Answer a request."""
        start = time.process_time()
        answer = self._inner(environ, start_response)
        self.seconds = time.process_time() - start
        return answer


class Visitor:
    """Someone of HR, signed in; `is_new`: the account is made first."""

    def __init__(self, url: str, folder: Path, *, is_new: bool = True) -> None:
        if is_new:
            moment = Moment(clock.now(), clock.today("UTC"))
            link = invite(EMAIL, AccountWish("Ana Ruiz", Role.HR, frozenset(), None, ""), "bench", moment)
            use_link(link.token, Choice(PASSWORD), "Bench", Browser("127.0.0.1", "bench"), moment)
        config = Config(database_url=url, data_dir=folder)
        self._app = create_app(config)
        self._timed = Timed(self._app.wsgi_app)
        self._app.wsgi_app = self._timed
        self.sign_in(self.form())

    def form(self) -> str:
        """What the form of the sign-in is to be sent with, by a browser that nobody used before."""
        self._client = self._app.test_client()
        form = self._client.get("/login").get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        return token.group(1) if token else ""

    def sign_in(self, token: str) -> float:
        """Sign in by the form; gives the seconds of the processor that the application took."""
        typed = {"email": EMAIL, "password": PASSWORD, "csrf_token": token}
        answer = self._client.post("/login", data=typed)
        if answer.status_code != 302:
            raise SystemExit(f"signing in failed with {answer.status_code}")
        return self._timed.seconds

    def ask(self, path: str) -> None:
        """Get a page to its last byte."""
        answer = self._client.get(path)
        answer.get_data()
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
