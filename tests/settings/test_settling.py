"""Settings of the organisation: kept in the database, in the place of the environment's; pages and commands follow."""

import json

import pytest

from config import config_from_environment
from readiness.foundation.database import connected, open_database, select
from readiness.foundation.errors import InvalidInput
from readiness.foundation.settings import Setting, stored_or_given, with_stored
from readiness.settings.actions import settle
from tests.commands import Terminal
from tests.conftest import close

ENVIRONMENT = config_from_environment({"READINESS_ORGANISATION": "From the environment"})


def test_what_is_settled_takes_the_place_of_the_environment_until_it_is_left_to_it_again(db: str) -> None:
    assert with_stored(ENVIRONMENT) == ENVIRONMENT
    settle(ENVIRONMENT, {"organisation": "Our Clinic", "due_within_days": 45}, "ada@example.org")
    settings = with_stored(ENVIRONMENT)
    assert (settings.organisation, settings.due_within_days) == ("Our Clinic", 45)
    assert not settle(ENVIRONMENT, {"organisation": "Our Clinic"}, "ada@example.org")
    settle(ENVIRONMENT, {"organisation": None}, "ada@example.org")
    assert with_stored(ENVIRONMENT).organisation == "From the environment"


def test_every_value_that_does_not_fit_is_named_and_nothing_is_kept(db: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        settle(ENVIRONMENT, {"time_zone": "Mars/Olympus", "home_country": "usa", "organisation": "X"}, "ada")
    assert [problem.split(":")[0] for problem in refused.value.problems] == ["home_country", "time_zone"]
    assert list(select("SELECT key FROM setting")) == []


def test_what_belongs_to_the_installation_cannot_be_settled(db: str) -> None:
    with pytest.raises(InvalidInput, match="database_url"):
        settle(ENVIRONMENT, {"database_url": "sqlite:///elsewhere"}, "ada")


def test_each_change_is_in_the_trail(db: str) -> None:
    settle(ENVIRONMENT, {"organisation": "Our Clinic", "home_country": "GB"}, "ada@example.org")
    rows = list(select("SELECT actor, action, subject FROM audit_event ORDER BY id"))
    assert rows == [
        ("ada@example.org", "settings changed", "organisation"),
        ("ada@example.org", "settings changed", "home_country"),
    ]


def test_commands_follow_what_is_settled(terminal: Terminal) -> None:
    terminal.good("init", "--sample")
    few = findings(terminal, due_within_days=0)
    many = findings(terminal, due_within_days=366)
    assert len(many) > len(few)


def findings(terminal: Terminal, due_within_days: int) -> list[str]:
    """The sites that are due, after the setting was settled."""
    open_database(terminal.database_url)
    with connected():
        settle(ENVIRONMENT, {"due_within_days": due_within_days}, "ada@example.org")
    close()
    found = json.loads(terminal.good("gaps", "--format", "json"))
    return [each["site"] for each in found if each["status"] == "due" and each["site"] == each["subject"]]


BAD = {"time_zone": "Mars/Olympus", "due_within_days": "many", "language": ["en"]}


def keep_badly() -> None:
    """What another hand or another release may have written."""
    for key, content in {**BAD, "organisation": "Our Clinic"}.items():
        Setting.create(key=key, content=content)


def test_kept_settings_that_are_not_accepted_are_named_by_a_command(terminal: Terminal) -> None:
    terminal.good("init")
    open_database(terminal.database_url)
    with connected():
        keep_badly()
    close()
    for command in (("gaps",), ("imports", "work", "1", "1")):
        ran = terminal.run(*command)
        assert ran.status == 1
        assert "Traceback" not in ran.err
        assert "time_zone: 'Mars/Olympus' is no time zone." in ran.err
        assert all(key in ran.err for key in BAD)
        assert "Mend it on the page Settings, The organisation." in ran.err


def test_pages_go_on_with_the_environments_where_what_is_kept_is_not_accepted(db: str) -> None:
    keep_badly()
    held = stored_or_given(ENVIRONMENT)
    assert (held.organisation, held.time_zone) == ("Our Clinic", ENVIRONMENT.time_zone)
    settle(ENVIRONMENT, {"time_zone": "Europe/London", "due_within_days": 30, "language": None}, "ada")
    assert with_stored(ENVIRONMENT).time_zone == "Europe/London"
