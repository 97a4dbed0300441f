"""Everyone's own page: its parts come from the rooms above."""

from flask import Blueprint, render_template

from readiness.foundation.temporal import Question, knowledge_at
from readiness.people.profile import profile
from readiness.people.reach import Reach
from readiness.people.sections import own_links, own_sections
from readiness.people.selection import Asked
from readiness.web.access import current_account, signed_in
from readiness.web.frame import frame
from readiness.web.settings import in_readers_language

pages = Blueprint("mine", __name__)


@pages.get("/mine")
@in_readers_language
@signed_in
def show() -> str:
    """What someone holds, what is asked of them, and what they can do about it; today, by all that is known."""
    person_id = current_account().person_id
    if person_id is None:
        return render_template("people/nobody.html")
    asked = Asked(Question(frame().today, knowledge_at()), Reach(None, frame().today))
    person = profile(person_id, asked)
    return render_template(
        "people/mine.html", person=person, sections=own_sections(person, asked), more=own_links()
    )
