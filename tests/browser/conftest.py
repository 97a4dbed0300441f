"""A real browser on a real server: the service in a process of its own on the sample organisation, Debian's Chromium."""

import fcntl
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from readiness.web.access import Role
from tests.browser.serving import LiveServer, make_sample, serve

# The one without windows takes half the time; the other is taken where only that is installed.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
PATIENCE = 30_000
"""Milliseconds: a busy machine is slow, not wrong."""
expect.set_options(timeout=PATIENCE)
# Says in the console what the policy refused, so that one place sees all that went wrong.
WATCH_POLICY = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@dataclass
class Visitor:
    """Opens pages, as someone of a role or as nobody; remembers what each page complained of."""

    browser: Browser
    base_url: str
    states: dict[Role, StorageState]
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def context(self, role: Role | None = None, **options: Any) -> BrowserContext:
        """A new context; `options` are Playwright's (java_script_enabled, color_scheme, viewport …)."""
        state = None if role is None else self.state(role)
        options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **options}
        context = self.browser.new_context(base_url=self.base_url, storage_state=state, **options)
        context.set_default_timeout(PATIENCE)
        if options.get("java_script_enabled", True):
            context.add_init_script(WATCH_POLICY)
        self.contexts.append(context)
        return context

    def open(self, path: str, role: Role | None = None, **options: Any) -> Page:
        """A page in a context of its own."""
        page = self.context(role, **options).new_page()
        page.on("console", lambda said: self._complain(page, said.text, said.type == "error"))
        page.on("pageerror", lambda error: self._complain(page, str(error)))
        page.goto(path)
        return page

    def state(self, role: Role) -> StorageState:
        """The cookies of someone of this role, who signs in once."""
        if role not in self.states:
            self.states[role] = self._sign_in(role)
        return self.states[role]

    def _sign_in(self, role: Role) -> StorageState:
        context = self.browser.new_context(base_url=self.base_url)
        page = context.new_page()
        page.goto("/login")
        page.get_by_label("E-mail address").fill(LiveServer.email(role))
        page.get_by_label("Password").fill(LiveServer.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/login" not in url)
        state = context.storage_state()
        context.close()
        return state

    def _complain(self, page: Page, text: str, is_error: bool = True) -> None:
        if is_error:
            self.complaints.append(f"{page.url}: {text}")

    def close(self) -> None:
        while self.contexts:
            self.contexts.pop().close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample organisation with an account for each role: made once for all workers, to copy."""
    folder = tmp_path_factory.getbasetemp()
    if folder.name.startswith("popen-"):  # a worker's own folder in the run's
        folder = folder.parent
    path = folder / "sample.sqlite"
    with (folder / "sample.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not path.exists():
            make_sample(path)
    return path


@pytest.fixture(scope="session")
def server(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The service on a copy of the sample. Tests that change it beyond their own rows start one of their own."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copy(sample, folder / "readiness.sqlite")
    with serve(folder) as live:
        yield live


@pytest.fixture
def empty_server(sqlite_template: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """A service of the test's own, with nothing in it."""
    shutil.copy(sqlite_template, tmp_path / "readiness.sqlite")
    with serve(tmp_path) as live:
        yield live


@pytest.fixture
def sample_server(sample: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """A service of the test's own on the sample, for tests that change much."""
    shutil.copy(sample, tmp_path / "readiness.sqlite")
    with serve(tmp_path) as live:
        yield live


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for each worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def states() -> dict[Role, StorageState]:
    """Who is signed in at the shared server."""
    return {}


@pytest.fixture
def visitor(chromium: Browser, server: LiveServer, states: dict[Role, StorageState]) -> Iterator[Visitor]:
    """Someone with a browser at the shared server. A page that complains fails the test."""
    someone = Visitor(chromium, server.base_url, states)
    yield someone
    someone.close()
    assert someone.complaints == []


@pytest.fixture
def visitor_of(chromium: Browser) -> Iterator[Callable[[LiveServer], Visitor]]:
    """The same for a server of the test's own."""
    made: list[Visitor] = []

    def make(live: LiveServer) -> Visitor:
        made.append(Visitor(chromium, live.base_url, {}))
        return made[-1]

    yield make
    for someone in made:
        someone.close()
    assert [complaint for someone in made for complaint in someone.complaints] == []


@pytest.fixture
def rows(server: LiveServer) -> Iterator[sqlite3.Connection]:
    """The shared server's database, to look something up that a page is asked for."""
    connection = sqlite3.connect(server.folder / "readiness.sqlite")
    yield connection
    connection.close()
