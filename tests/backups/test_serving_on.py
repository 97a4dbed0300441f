"""A service that runs on while its database is restored tells what stands there now, and nothing of what was lost."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from readiness.audit.actions import Recording
from readiness.classes.models import TrainingClass
from readiness.foundation import clock
from readiness.foundation.database import connected, database, open_database
from readiness.foundation.temporal import knowledge_at, record
from readiness.lines.models import LineOutage
from readiness.resources.models import ResourceVerification
from readiness.resources.queries import facts_version
from readiness.trends.taking import Clockwork, take_nights
from readiness.web.access import Role
from tests.conftest import close
from tests.factories import MEASURE, adopt, change, make_certificate, make_person, make_site
from tests.restoring import RestoredDatabase
from tests.signing_in import sign_in

TODAY = clock.today("UTC")
BEGAN = datetime.combine(TODAY - timedelta(days=40), time(), UTC)
ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 1}}
PATHS = (
    "/dashboard",
    f"/dashboard?as_of={TODAY - timedelta(days=1)}",
    f"/compliance/ahead?as_of={TODAY - timedelta(days=1)}",
    f"/compliance?as_of={TODAY - timedelta(days=1)}",
    f"/compliance?known_at={BEGAN + timedelta(hours=12):%Y-%m-%dT%H:%M:%SZ}",
)

PutBack = Callable[[], None]


@pytest.fixture
def put_back(request: pytest.FixtureRequest, database_url: str) -> PutBack:
    """The database as it was at first, in its place and under its name, for whoever serves on."""

    def put_back_file() -> None:
        file = Path(database_url.removeprefix("sqlite:///"))
        for beside in file.parent.glob(f"{file.name}-*"):
            beside.unlink()
        draft = shutil.copy(request.getfixturevalue("sqlite_template"), file.with_suffix(".draft"))
        Path(draft).replace(file)

    def put_back_rows() -> None:
        kept: RestoredDatabase = request.getfixturevalue("workers_database")
        kept.restore()

    def restored() -> None:
        close()
        put_back_file() if database_url.startswith("sqlite:") else put_back_rows()
        database.connect()

    return restored


def live(kind: str, began_at: datetime, class_in: int, swap_ends_in: int) -> None:
    """Forty days in which as much is recorded whatever it is: who holds what, when a class is, how long a swap lasts."""
    with time_machine.travel(began_at):
        person = make_person(make_site("hull", name="Hull"))
        adopt(ONE)
    with time_machine.travel(began_at + timedelta(days=1)):
        make_certificate(person, kind, TODAY - timedelta(days=50))
        with change() as opened:
            _plan(opened, class_in)
            now = clock.now()
            record(
                LineOutage, opened.change, code="us-988", stand_in="us-trans", banners={"en": "Dead."},
                from_at=now, until_at=now + timedelta(days=swap_ends_in),
            )  # fmt: skip
    take_nights(Clockwork(TODAY, "UTC", MEASURE))


def _plan(opened: Recording, class_in: int) -> None:
    starts_at = clock.now() + timedelta(days=class_in)
    record(
        TrainingClass, opened.change, kind="mhfa-adult", site=None, held_on=starts_at.date(), starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=8), time_zone="UTC", seat_count=8,
    )  # fmt: skip


def pages(client: FlaskClient) -> dict[str, str]:
    """What the pages say, but for what is drawn anew for each answer."""
    found = {}
    for path in PATHS:
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = re.sub(r'(nonce|name="csrf_token" value|content)="[^"]*"', "", answer.text)
    return found


def under_another_name(url: str) -> str:
    """The same database for someone who holds nothing of it."""
    if not url.startswith("sqlite:"):
        return f"{url}{'&' if '?' in url else '?'}application_name=anew"
    folder, name = url.rsplit("/", 1)
    return f"{folder}/./{name}"


def test_a_restored_database_is_told_of_though_it_comes_to_the_same_number_of_changes(
    client: FlaskClient, database_url: str, put_back: PutBack
) -> None:
    live("mhfa-adult", BEGAN, class_in=1, swap_ends_in=60)
    sign_in(client, Role.HR)
    pages(client)
    number = knowledge_at().number
    put_back()
    live("cpr-aed", BEGAN + timedelta(hours=1), class_in=90, swap_ends_in=1)
    sign_in(client, Role.HR)
    assert knowledge_at().number == number
    told = pages(client)
    close()
    open_database(under_another_name(database_url))
    with connected():
        assert told == pages(client)


def test_a_verification_after_a_restore_is_another_one_though_its_change_has_the_same_number(
    db: str, put_back: PutBack
) -> None:
    def verify() -> None:
        with change() as opened:
            record(
                ResourceVerification, opened.change, record="one", verified_on=TODAY, verified_by="Ana", way=""
            )  # fmt: skip

    verify()
    lost = facts_version()
    put_back()
    verify()
    assert facts_version() != lost
