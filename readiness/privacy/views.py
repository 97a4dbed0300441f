"""The pages of privacy: what is kept of a person, as a file for them."""

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue

from readiness.foundation import clock
from readiness.people.profile import Profile
from readiness.people.queries import get_person_by_id
from readiness.people.sections import Section
from readiness.people.selection import Asked
from readiness.privacy.actions import give_data
from readiness.privacy.queries import subject_of
from readiness.privacy.subjects import Subject
from readiness.web.access import EDITORS, about_oneself, actor, allow, current_account

pages = Blueprint("privacy", __name__)


@pages.get("/people/<int:person_id>/privacy")
@allow(*EDITORS)
def person(person_id: int) -> ResponseReturnValue:
    """What can be done with all that is kept of someone."""
    return render_template("privacy/person.html", person=get_person_by_id(person_id))


@pages.post("/people/<int:person_id>/privacy/file")
@allow(*EDITORS)
def person_file(person_id: int) -> ResponseReturnValue:
    """All that is kept of someone, for them."""
    chosen = get_person_by_id(person_id)
    return _file(subject_of(chosen.id), is_to_themself=False)


@pages.get("/account/data")
@about_oneself
def own() -> ResponseReturnValue:
    """What is kept of oneself, to take away."""
    return render_template("privacy/own.html")


@pages.post("/account/data")
@about_oneself
def own_file() -> ResponseReturnValue:
    """All that is kept of whoever is signed in."""
    account = current_account()
    return _file(subject_of(account.person_id, account.id), is_to_themself=True)


def _file(subject: Subject, *, is_to_themself: bool) -> Response:
    now = clock.now()
    file = give_data(subject, actor(), now, is_to_themself=is_to_themself)
    answer = send_file(
        file,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"my-data-{now:%Y-%m-%d}.zip",
        max_age=0,
    )
    answer.call_on_close(file.close)
    return answer


def person_section(profile: Profile, _asked: Asked) -> Section:
    """The part of a person's page that leads to what is kept of them."""
    return Section("privacy/section.html", {"person_id": profile.id})
