"""The pages of exemptions: who need not meet what, until when and why; granting them, and ending them early."""

from collections.abc import Iterator

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from readiness.compliance.actions import exemption_faults, grant_judged_exemption
from readiness.compliance.addresses import finding_addresses
from readiness.compliance.checks.clauses import adopted_clauses
from readiness.compliance.forms.dated import EndForm
from readiness.compliance.forms.exemptions import ExemptionForm
from readiness.foundation.database import reading
from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.temporal import Knowledge, knowledge_at
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.queries import site_choices, site_titles
from readiness.requirements.actions import ExemptionRequest, withdraw_exemption
from readiness.requirements.exemption_list import (
    EXEMPTION_ORDERS,
    STANDINGS,
    ExemptionFilter,
    ExemptionRow,
    every_exemption,
    exemptions_page,
)
from readiness.requirements.queries import get_exemption, rules_known
from readiness.web.access import EDITORS, READERS, actor, allow, current_account
from readiness.web.frame import frame, frame_url, question
from readiness.web.listing import Filter, Listing, Option
from readiness.web.navigation import may
from readiness.web.rows import Column, RowPage
from readiness.web.shown_list import ShownList
from readiness.web.values import away

pages = Blueprint("exemptions", __name__)

STANDING_WORDS = {"holds": msgid("Holds"), "coming": msgid("To come"), "ended": msgid("Ended")}


def _standings() -> list[Option]:
    return [Option(each, _(STANDING_WORDS[each])) for each in STANDINGS]


def _clauses() -> list[Option]:
    return [Option(key, title) for key, title in _titles(question().known).items()]


def _who(row: ExemptionRow) -> str:
    return row.staff_number or _site_name(row.site_code)


def _site_name(code: str) -> str:
    name: str = g.site_titles.get(code, code)
    return name or _("No site recorded")


def _until(row: ExemptionRow) -> str | None:
    return away(row.until_on) if row.until_on >= frame().as_of else None


def _withdraw(row: ExemptionRow) -> Markup | str:
    if row.until_on < frame().as_of or not may("exemptions.withdraw"):
        return ""
    return Markup('<a href="{}">{}<span class="unseen"> {}</span></a>').format(
        frame_url("exemptions.withdraw", exemption_id=row.id),
        _("Withdraw"),
        row.staff_number or row.site_code,
    )


def _page() -> RowPage[ExemptionRow]:
    address = finding_addresses()
    return RowPage(lambda row: address(row.pack_id, row.clause_id, row.site_code, row.staff_number))


EXEMPTIONS = Listing[ExemptionRow](
    name="exemptions",
    columns=(
        Column(
            "staff_number",
            msgid("Who"),
            lambda row: row.staff_number,
            order="who",
            is_title=True,
            shown=_who,
            detail=lambda row: _site_name(row.site_code) if row.staff_number else None,
        ),
        Column("site", msgid("Site code"), lambda row: row.site_code, is_shown=False),
        Column("pack", msgid("Pack"), lambda row: row.pack_id, is_shown=False),
        Column(
            "clause",
            msgid("From what"),
            lambda row: row.clause_id,
            fact=2,
            shown=lambda row: g.clause_titles.get(f"{row.pack_id}/{row.clause_id}", row.clause_id),
        ),
        Column("from_on", msgid("From"), lambda row: row.from_on, order="from"),
        Column("until_on", msgid("Until"), lambda row: row.until_on, order="until", fact=1, detail=_until),
        Column("reason", msgid("Why"), lambda row: row.reason, fact=3),
        Column("granted_by", msgid("Granted by"), lambda row: row.granted_by),
        Column("number", msgid("Withdraw"), lambda row: row.id, fact=3, shown=_withdraw),
    ),
    orders=EXEMPTION_ORDERS,
    sort="-until",
    search=msgid("Staff number or site code"),
    filters=(
        Filter("standing", msgid("Standing"), _standings, is_single=True),
        Filter("clause", msgid("From what"), _clauses, is_single=True),
    ),
    page=_page,
)


@pages.get("/compliance/exemptions")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """The exemptions that hold on the day, those to come, and those that ended."""
    wanted = EXEMPTIONS.asked()
    pack, _slash, clause = wanted.one("clause").partition("/")
    sought = ExemptionFilter(
        wanted.one("standing"), wanted.search, (pack, clause) if clause else None, _site_codes()
    )
    if wanted.format:

        def rows() -> Iterator[ExemptionRow]:
            with reading():
                yield from every_exemption(sought, question(), wanted.page)

        return EXEMPTIONS.download(wanted, rows())
    found = exemptions_page(sought, question(), wanted.page)
    g.site_titles = site_titles(row.site_code for row in found.rows)
    g.clause_titles = _titles(question().known)
    return render_template("compliance/exemptions.html", list=ShownList(EXEMPTIONS, wanted, found))


def _site_codes() -> set[str] | None:
    """The sites whose exemptions are shown: the one that the page is about, else a manager's own; None: every site."""
    code, site_ids = frame().site, current_account().site_ids
    if code is not None:
        return {code}
    return None if site_ids is None else {site.code for site in site_choices(site_ids, len(site_ids))}


def _titles(knowledge: Knowledge | None = None) -> dict[str, str]:
    """What each clause that was ever adopted, by what was known, asks in a line; by pack and clause."""
    return {
        f"{clause.pack.id}/{clause.clause.id}": clause.clause.title
        for clause in adopted_clauses(rules_known(knowledge or knowledge_at()))
    }


@pages.route("/compliance/exemptions/grant", methods=["GET", "POST"])
@allow(*EDITORS)
def grant() -> ResponseReturnValue:
    """Exempt a site or a person from a requirement, until a day and for a reason."""
    form = ExemptionForm(
        data={
            "clause": request.args.get("clause", ""),
            "site": request.args.get("of", "") or frame().site or "",
            "staff_number": request.args.get("person", ""),
            "from_on": frame().today,
        }
    )
    form.clause.choices = {"": _("Choose …")} | _titles()
    if form.is_submitted():
        try:
            if form.validate():
                granted = _wanted(form)
                grant_judged_exemption(granted, actor())
                flash(_granted(granted))
                return redirect(_back(granted.site_code, granted.staff_number, form.clause.data))
            form.refuse_more(InvalidInput(exemption_faults(_wanted(form))))
        except ReadinessError as refused:
            form.refuse(refused)
    page = render_template("compliance/grant.html", form=form, back=_back(*_of()))
    return page, 422 if form.faults else 200


def _granted(granted: ExemptionRequest) -> str:
    """What was granted; from which day on, where it does not hold yet."""
    assert granted.until_on is not None  # noqa: S101
    until, first = day_in_words(granted.until_on), day_in_words(granted.from_on)
    if granted.from_on > frame().today:
        return _("The exemption was granted, from %(first)s until %(day)s.", first=first, day=until)
    return _("The exemption was granted, until %(day)s.", day=until)


def _of() -> tuple[str, str, str]:
    """The site, the person and the clause of the finding from which the form was opened, as the address has them."""
    return request.args.get("of", ""), request.args.get("person", ""), request.args.get("clause", "")


def _back(site_code: str, staff_number: str, clause: str) -> str:
    """The page of a finding, for whoever came from one; else the list of exemptions."""
    pack_id, _slash, clause_id = clause.partition("/")
    if request.args.get("of") and site_code and pack_id and clause_id:
        return finding_addresses()(pack_id, clause_id, site_code, staff_number)
    return frame_url("exemptions.index")


def _wanted(form: ExemptionForm) -> ExemptionRequest:
    """What the form asks for; from today on where its first day cannot be read."""
    pack_id, _slash, clause_id = form.clause.data.partition("/")
    return ExemptionRequest(
        pack_id,
        clause_id,
        form.site.data,
        form.from_on.data or frame().today,
        form.until_on.data,
        form.reason.data,
        (form.staff_number.data or "").strip(),
    )


@pages.route("/compliance/exemptions/<int:exemption_id>/withdraw", methods=["GET", "POST"])
@allow(*EDITORS)
def withdraw(exemption_id: int) -> ResponseReturnValue:
    """End an exemption early."""
    exemption = get_exemption(exemption_id)
    form = EndForm(data={"from_on": max(frame().today, exemption.from_on)})
    if form.validate_on_submit():
        try:
            withdraw_exemption(exemption_id, form.day, form.reason.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The exemption was withdrawn."))
            return redirect(frame_url("exemptions.index"))
    page = render_template("compliance/withdraw.html", form=form, exemption=exemption, titles=_titles())
    return page, 422 if form.faults else 200
