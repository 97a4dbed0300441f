"""Accounts by command line: made, disabled, reset; the link is printed once."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from config import config_from_environment
from readiness.app import create_app
from tests.browser.serving import serve
from tests.commands import ROOT, Terminal
from tests.conftest import close
from tests.signing_in import PASSWORD, enter, post

MAKE = ("account", "create", "--email", "ana@example.org", "--name", "Ana Ruiz", "--role")
LINK = re.compile(r"^http://127\.0\.0\.1:8000(/links/[\w-]{43})$", re.MULTILINE)


def link_in(out: str) -> str:
    found = LINK.search(out)
    assert found, out
    return found.group(1)


def test_an_account_made_by_command_signs_in_and_is_disabled_and_reset(
    terminal: Terminal, tmp_path: Path
) -> None:
    link = link_in(terminal.good(*MAKE, "hr"))
    settings = {"READINESS_DATABASE_URL": terminal.database_url, "READINESS_DATA_DIR": str(tmp_path)}
    app = create_app(config_from_environment(settings))
    client = app.test_client()
    assert post(client, link, password=PASSWORD, repeated=PASSWORD).status_code == 302
    terminal.good("account", "disable", "ana@example.org")
    assert client.get("/account").status_code == 302
    assert terminal.run("account", "reset", "ana@example.org").status == 1
    terminal.good("account", "enable", "ana@example.org")
    assert enter(client, "ana@example.org").status_code == 302
    again = link_in(terminal.good("account", "reset", "ana@example.org"))
    assert client.get(again).status_code == 200
    close()


def test_a_manager_is_bound_to_sites_and_an_auditor_to_a_day(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text("code,name\nleeds,Leeds\n")
    terminal.good("import", "sites", tmp_path / "sites.csv")
    refused = terminal.run(*MAKE, "manager")
    assert (refused.status, "Choose the sites of the manager" in refused.err) == (1, True)
    refused = terminal.run(*MAKE, "manager", "--site", "leds")
    assert (refused.status, "Did you mean 'leeds'?" in refused.err) == (1, True)
    refused = terminal.run(*MAKE, "auditor")
    assert (refused.status, "Give the last day of the auditor's access." in refused.err) == (1, True)
    refused = terminal.run(*MAKE, "auditor", "--until", "2020-01-01")
    assert (refused.status, "The last day has passed." in refused.err) == (1, True)
    assert terminal.run(*MAKE, "auditor", "--until", "31.12.2026").status == 2
    assert terminal.run(*MAKE, "king").status == 2
    assert link_in(terminal.good(*MAKE, "manager", "--site", "leeds"))
    refused = terminal.run(*MAKE, "hr")
    assert (refused.status, "There is an account with the e-mail address" in refused.err) == (1, True)


def test_an_account_that_is_none_is_refused_with_what_was_meant(terminal: Terminal) -> None:
    terminal.good(*MAKE, "hr")
    refused = terminal.run("account", "disable", "anna@example.org")
    assert (refused.status, "Did you mean 'ana@example.org'?" in refused.err) == (1, True)


def test_links_name_the_address_in_the_settings(terminal: Terminal) -> None:
    made = terminal.good(*MAKE, "hr", READINESS_BASE_URL="https://ready.example.org/")
    assert re.search(r"^https://ready\.example\.org/links/[\w-]{43}$", made, re.MULTILINE)


def test_links_name_the_address_at_which_the_service_was_started_last_and_say_so(
    sqlite_url: str, tmp_path: Path
) -> None:
    terminal = Terminal(sqlite_url, tmp_path)
    before = terminal.run(*MAKE, "hr")
    assert link_in(before.out)
    assert "was not started from this data folder yet" in before.err
    with serve(tmp_path) as server:
        during = terminal.run("account", "reset", "ana@example.org")
    after = terminal.run("account", "reset", "ana@example.org")
    for told in (during, after):
        assert re.search(rf"^{re.escape(server.base_url)}/links/[\w-]{{43}}$", told.out, re.MULTILINE)
        assert "last started from this data folder" in told.err
        assert "READINESS_BASE_URL" in told.err
    told = terminal.run("account", "reset", "ana@example.org", READINESS_BASE_URL="https://ready.example.org")
    assert "https://ready.example.org/links/" in told.out
    assert told.err == ""


def test_running_prints_a_new_link_for_the_first_administrator_at_each_start(
    sqlite_url: str, tmp_path: Path
) -> None:
    first = link_of_a_run(sqlite_url, tmp_path)
    second = link_of_a_run(sqlite_url, tmp_path)
    settings = {"READINESS_DATABASE_URL": sqlite_url, "READINESS_DATA_DIR": str(tmp_path)}
    client = create_app(config_from_environment(settings)).test_client()
    assert client.get(first).status_code == 404
    who = {"name": "Ana Ruiz", "email": "ana@example.org"}
    assert post(client, second, password=PASSWORD, repeated=PASSWORD, **who).status_code == 302
    assert client.get("/settings/accounts").status_code == 200
    close()
    assert link_of_a_run(sqlite_url, tmp_path) == ""


def link_of_a_run(database_url: str, folder: Path) -> str:
    """Start the service, and end it as soon as it says where it runs; gives the link that it printed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    settings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("READINESS_")},
        "READINESS_DATABASE_URL": database_url,
        "READINESS_DATA_DIR": str(folder),
    }
    command = [sys.executable, "-m", "readiness", "run", "--port", port]
    with subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True) as running:
        said = ""
        for line in running.stdout or ():
            said += line
            if "http://" in line:  # whoever is told of an address finds it answered
                with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60) as answer:
                    assert answer.status == 200
            if line.startswith("Readiness runs at"):
                break
        running.terminate()
    found = re.search(rf"http://127\.0\.0\.1:{port}(/links/[\w-]{{43}})\n", said)
    return found.group(1) if found else ""
