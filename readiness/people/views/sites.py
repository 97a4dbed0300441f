"""The pages of sites and departments."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import Conflict, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.actions import set_headcount, set_nearby_care
from readiness.people.asking import asked
from readiness.people.forms import AddSiteForm, DepartmentForm, EditSiteForm, HeadcountForm, NearbyCareForm
from readiness.people.models import Site
from readiness.people.places import CARD_FACTS, number_doubt
from readiness.people.queries import get_department, get_site_by_id, site_as_known
from readiness.people.search_words import typed_words
from readiness.people.site_actions import (
    add_site,
    edit_site,
    rename_department,
    site_as_typed,
    site_seen,
)
from readiness.people.site_history import LABELS, site_history
from readiness.people.site_list import (
    DEPARTMENT_ORDERS,
    SITE_ORDERS,
    DepartmentRow,
    SiteRow,
    departments_page,
    headcount_days,
    nearby_care_days,
    people_at_sites,
    sites_page,
)
from readiness.web.access import EDITORS, READERS, actor, allow, check_site
from readiness.web.forms import Form
from readiness.web.frame import frame, frame_url, frame_urls
from readiness.web.listing import Listing
from readiness.web.navigation import may
from readiness.web.rows import Column, RowPage
from readiness.web.shown_list import ShownList

pages = Blueprint("sites", __name__)


def _page() -> RowPage[SiteRow]:
    address = frame_urls("sites.show", "site_id")
    return RowPage(lambda row: address(row.id))


def _department_page() -> RowPage[DepartmentRow]:
    if may("sites.department"):
        address = frame_urls("sites.department", "department_id")
        return RowPage(lambda row: address(row.id))
    return RowPage(lambda row: frame_url("people.index", department=row.id))


def _assumed(row: SiteRow) -> str:
    return _("assumed") if row.is_place_assumed else ""


SITES = Listing[SiteRow](
    name="sites",
    columns=(
        Column("name", msgid("Name"), lambda row: row.name, order="name", is_title=True),
        Column("code", msgid("Code"), lambda row: row.code, order="code"),
        Column("country", msgid("Country"), lambda row: row.country, detail=_assumed),
        Column("region", msgid("Region"), lambda row: row.region),
        Column("kind", msgid("What it is"), lambda row: row.kind, fact=2),
        Column("people", msgid("People"), lambda row: row.people, is_number=True, fact=1),
        Column("headcount", msgid("Headcount by hand"), lambda row: row.headcount, is_number=True),
    ),
    orders=SITE_ORDERS,
    sort="name",
    search=msgid("Name or code"),
    page=_page,
)
DEPARTMENTS = Listing[DepartmentRow](
    name="departments",
    columns=(Column("name", msgid("Name"), lambda row: row.name, order="name", is_title=True),),
    orders=DEPARTMENT_ORDERS,
    sort="name",
    page=_department_page,
)


@pages.get("/people/sites")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """The sites, with how many work at each."""
    wanted = SITES.asked()
    found = sites_page(typed_words(wanted.search), asked(), wanted.page)
    if wanted.format:
        return SITES.download(wanted, found.rows)
    return render_template("people/sites.html", list=ShownList(SITES, wanted, found))


@pages.get("/people/sites/<int:site_id>")
@allow(*READERS)
def show(site_id: int) -> ResponseReturnValue:
    """A site: what we know of it, its headcount by hand, how near care is, and what we knew when."""
    site, question = _site(site_id), asked()
    known = site_as_known(site, question.question.known)
    return render_template(
        "people/site.html",
        site=site,
        known=known,
        doubt=number_doubt(known.emergency_number, known.country),
        card_facts=[(_(LABELS[name]), getattr(known, name)) for name in CARD_FACTS],
        people=people_at_sites([site_id], question).get(site_id, 0),
        headcounts=headcount_days(site_id, question),
        care=nearby_care_days(site_id, question),
        history=site_history(site, question.question.known),
    )


def _site(site_id: int) -> Site:
    check_site(site_id)
    return get_site_by_id(site_id)


@pages.route("/people/sites/add", methods=["GET", "POST"])
@allow(*EDITORS)
def add() -> ResponseReturnValue:
    """Add a site by hand."""
    form = AddSiteForm()
    if form.validate_on_submit():
        try:
            site = add_site(form.code.data, form.details(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("%(name)s was added.", name=site.name))
            _tell_doubt(site)
            return redirect(frame_url("sites.show", site_id=site.id))
    return render_template("people/site_form.html", form=form, site=None), _status(form)


@pages.route("/people/sites/<int:site_id>/edit", methods=["GET", "POST"])
@allow(*EDITORS)
def edit(site_id: int) -> ResponseReturnValue:
    """Change what we know of a site."""
    site = _site(site_id)
    form = EditSiteForm(data=site_as_typed(site))
    if form.validate_on_submit():
        try:
            edit_site(site_id, form.details(), form.reason.data or "", form.seen.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
            if isinstance(refused, Conflict):
                form.seen.data = site_seen(get_site_by_id(site_id))
        else:
            flash(_("Saved."))
            _tell_doubt(get_site_by_id(site_id))
            return redirect(frame_url("sites.show", site_id=site_id))
    return render_template("people/site_form.html", form=form, site=site), _status(form)


@pages.route("/people/sites/<int:site_id>/headcount", methods=["GET", "POST"])
@allow(*EDITORS)
def headcount(site_id: int) -> ResponseReturnValue:
    """Give the headcount by hand from a day on, or let it be counted again."""
    site = _site(site_id)
    form = HeadcountForm(data={"from_on": frame().today})
    if form.validate_on_submit():
        try:
            set_headcount(site.code, form.from_on.data or frame().today, form.headcount.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved."))
            return redirect(frame_url("sites.show", site_id=site_id))
    return render_template("people/headcount.html", form=form, site=site), _status(form)


@pages.route("/people/sites/<int:site_id>/care", methods=["GET", "POST"])
@allow(*EDITORS)
def care(site_id: int) -> ResponseReturnValue:
    """Say how near an infirmary, clinic or hospital is, from a day on."""
    site = _site(site_id)
    form = NearbyCareForm(data={"from_on": frame().today})
    if form.validate_on_submit():
        try:
            set_nearby_care(site.code, form.from_on.data or frame().today, form.minutes.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved."))
            return redirect(frame_url("sites.show", site_id=site_id))
    return render_template("people/care.html", form=form, site=site), _status(form)


@pages.get("/people/departments")
@allow(*READERS)
def departments() -> ResponseReturnValue:
    """The departments, by name."""
    wanted = DEPARTMENTS.asked()
    found = departments_page(asked(), wanted.page)
    if wanted.format:
        return DEPARTMENTS.download(wanted, found.rows)
    return render_template("people/departments.html", list=ShownList(DEPARTMENTS, wanted, found))


@pages.route("/people/departments/<int:department_id>", methods=["GET", "POST"])
@allow(*EDITORS)
def department(department_id: int) -> ResponseReturnValue:
    """Give a department another name."""
    present = get_department(department_id)
    form = DepartmentForm(data={"name": present.name, "seen": present.name})
    if form.validate_on_submit():
        try:
            rename_department(department_id, form.name.data, form.seen.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
            if isinstance(refused, Conflict):
                form.seen.data = get_department(department_id).name
        else:
            flash(_("Saved."))
            return redirect(frame_url("sites.departments"))
    return render_template("people/department.html", form=form, department=present), _status(form)


def _tell_doubt(site: Site) -> None:
    """Say after saving that an emergency number may be mistyped."""
    doubt = number_doubt(site.emergency_number, site.country)
    if doubt:
        flash(doubt, "due")


def _status(form: Form) -> int:
    return 422 if form.faults else 200
