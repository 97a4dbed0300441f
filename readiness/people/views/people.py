"""The pages of people: the list, someone, adding someone, changing what someone is called and reached by."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.foundation import words
from readiness.foundation.database import reading
from readiness.foundation.errors import Conflict, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.asking import asked, asked_today, site_in_question
from readiness.people.forms import AddPersonForm, EditPersonForm
from readiness.people.history import person_history
from readiness.people.people_list import PEOPLE_ORDERS, PersonRow, every_person, people_page
from readiness.people.person_actions import NewPerson, add_person, edit_person, seen_of
from readiness.people.profile import profile
from readiness.people.queries import (
    department_choices,
    get_person,
    get_person_by_id,
    job_titles,
)
from readiness.people.search_words import typed_words
from readiness.people.sections import lacking, person_sections
from readiness.people.selection import EmploymentStatus, PeopleFilter, Standing
from readiness.people.work_plot import work_plot
from readiness.web.access import EDITORS, READERS, actor, allow
from readiness.web.cells import status
from readiness.web.frame import frame_url, frame_urls
from readiness.web.listing import Asked as AskedList
from readiness.web.listing import Filter, Listing, Option
from readiness.web.rows import Column, Picking, RowPage
from readiness.web.shown_list import ShownList
from readiness.web.values import day

pages = Blueprint("people", __name__)

MOST_OPTIONS = 300

STANDINGS = {
    Standing.EMPLOYED: msgid("Employed"),
    Standing.ON_LEAVE: msgid("On leave"),
    Standing.NOT_STARTED: msgid("Not started"),
    Standing.ENDED: msgid("Left"),
}


def _standings() -> list[Option]:
    return [Option(standing.value, _(label)) for standing, label in STANDINGS.items()]


def _departments() -> list[Option]:
    return [Option(str(id_), name) for id_, name in department_choices(MOST_OPTIONS)]


def _job_titles() -> list[Option]:
    return [Option(title, title) for title in job_titles(MOST_OPTIONS)]


def _lacking() -> Sequence[Option]:
    return lacking().options()


def _when(row: PersonRow) -> str | None:
    """Until when, or from when, where that is no longer or not yet."""
    if row.status is EmploymentStatus.ENDED:
        return day(row.until_on) if row.until_on else None
    if row.status is EmploymentStatus.NOT_STARTED and row.from_on:
        return _("from %(day)s", day=words.day(row.from_on))
    return _("until %(day)s", day=words.day(row.until_on)) if row.until_on else None


def _page() -> RowPage[PersonRow]:
    address = frame_urls("people.show", "person_id")
    return RowPage(lambda row: address(row.id))


PEOPLE = Listing[PersonRow](
    name="people",
    columns=(
        Column("name", msgid("Name"), lambda row: row.name, order="name", is_title=True),
        Column("staff_number", msgid("Staff number"), lambda row: row.staff_number, order="staff_number"),
        Column("given_name", msgid("Given name"), lambda row: row.given_name, is_shown=False),
        Column("family_name", msgid("Family name"), lambda row: row.family_name, is_shown=False),
        Column("email", msgid("E-mail"), lambda row: row.email, is_shown=False),
        Column("site_code", msgid("Site code"), lambda row: row.site_code, is_shown=False),
        Column("site", msgid("Site"), lambda row: row.site_name, fact=2),
        Column("department", msgid("Department"), lambda row: row.department),
        Column("job_title", msgid("Job title"), lambda row: row.job_title, fact=3),
        Column(
            "status",
            msgid("Employment"),
            lambda row: row.status.value,
            fact=1,
            shown=lambda row: status(row.status.value),
            detail=_when,
        ),
        Column("employed_from", msgid("From"), lambda row: row.from_on, is_shown=False),
        Column("employed_until", msgid("Until"), lambda row: row.until_on, is_shown=False),
    ),
    orders=PEOPLE_ORDERS,
    sort="name",
    search=msgid("Name, staff number or e-mail"),
    filters=(
        Filter("standing", msgid("Employment"), _standings, is_single=True),
        Filter("department", msgid("Department"), _departments, is_single=True),
        Filter("job_title", msgid("Job title"), _job_titles, is_single=True),
        Filter("without", msgid("Without"), _lacking),
    ),
    page=_page,
    picking=Picking(lambda row: row.id, lambda row: _("Choose %(name)s", name=row.name)),
)


def _sought(wanted: AskedList) -> PeopleFilter:
    department, lacked = wanted.one("department"), wanted.chosen["without"]
    return PeopleFilter(
        words=typed_words(wanted.search),
        site_id=site_in_question(),
        department_id=int(department) if department else None,
        job_title=wanted.one("job_title"),
        standing=Standing(wanted.one("standing") or Standing.EVERYONE),
        also=lacking().condition(lacked) if lacked else None,
    )


@pages.get("/people")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """Everyone, by name; found by any word, narrowed by site, employment, department and job title."""
    wanted = PEOPLE.asked()
    sought, question = _sought(wanted), asked()
    if wanted.format:

        def rows() -> Iterator[PersonRow]:
            with reading():
                yield from every_person(sought, question, wanted.page)

        return PEOPLE.download(wanted, rows(), question.question)
    shown = ShownList(PEOPLE, wanted, people_page(sought, question, wanted.page))
    return render_template("people/index.html", list=shown)


@pages.get("/people/number/<code:staff_number>")
@allow(*READERS)
def by_number(staff_number: str) -> ResponseReturnValue:
    """The page of whoever has this staff number."""
    found = profile(get_person(staff_number).id, asked_today())
    return redirect(frame_url("people.show", person_id=found.id))


@pages.get("/people/<int:person_id>")
@allow(*READERS)
def show(person_id: int) -> ResponseReturnValue:
    """Someone: where they work, from when until when, what they hold, and what we knew when."""
    question = asked()
    person = profile(person_id, question)
    return render_template(
        "people/show.html",
        person=person,
        sections=person_sections(person, question),
        plot=work_plot(person, question.question.as_of),
        history=person_history(person_id, question.question.known),
    )


@pages.route("/people/add", methods=["GET", "POST"])
@allow(*EDITORS)
def add() -> ResponseReturnValue:
    """Add someone by hand."""
    form = AddPersonForm()
    form.offer_choices()
    if form.validate_on_submit():
        new = NewPerson(
            form.staff_number.data, form.details(), form.work(), form.from_on.data, form.until_on.data
        )
        try:
            person = add_person(new, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("%(name)s was added.", name=f"{person.given_name} {person.family_name}".strip()))
            return redirect(frame_url("people.show", person_id=person.id))
    return render_template("people/add.html", form=form), 422 if form.faults else 200


@pages.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@allow(*EDITORS)
def edit(person_id: int) -> ResponseReturnValue:
    """Change what someone is called and reached by."""
    person = profile(person_id, asked_today())
    present = get_person_by_id(person_id)
    form = EditPersonForm(
        obj=present, data={"languages": ", ".join(person.languages), "seen": seen_of(present)}
    )
    if form.validate_on_submit():
        try:
            edit_person(person_id, form.details(), form.reason.data, form.seen.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
            if isinstance(refused, Conflict):
                form.seen.data = seen_of(get_person_by_id(person_id))
        else:
            flash(_("Saved."))
            return redirect(frame_url("people.show", person_id=person_id))
    return render_template("people/edit.html", form=form, person=person), 422 if form.faults else 200
