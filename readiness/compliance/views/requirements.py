"""The pages of requirements: what is asked, own terms for it, and requirements of one's own."""

import re
import unicodedata
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.audit.histories import history_of
from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.actions import get_clause, less_than_the_law, take_own_terms, write_judged_clause
from readiness.compliance.checks import CHECKS
from readiness.compliance.checks.clauses import AdoptedClause
from readiness.compliance.forms.dated import EndForm
from readiness.compliance.forms.own_requirements import CheckChoice, OwnRequirementForm
from readiness.compliance.forms.staff_words import offer_staff_words, unknown_staff_words
from readiness.compliance.forms.terms import OwnTermsForm, with_terms
from readiness.compliance.judging.preview import Preview, if_adopted, if_terms_were
from readiness.compliance.requirement_list import asked_clause, asked_packs, coming
from readiness.compliance.term_fields import term_fields
from readiness.compliance.views.packs import called, judge_soon, would_be
from readiness.compliance.words.clauses import asked_in_words
from readiness.foundation.errors import NotFound, ReadinessError
from readiness.foundation.temporal import LAST_DAY, knowledge_at
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.requirements.own_packs import OWN_SOURCE, with_clause
from readiness.requirements.own_requirements import (
    ClauseRequest,
    OwnTermsRequest,
    end_own_clause,
    take_back_own_terms,
)
from readiness.requirements.queries import OwnTermsSpell, rules_known
from readiness.standards.packs import shipped_packs
from readiness.web.access import EDITORS, READERS, actor, allow
from readiness.web.frame import frame, frame_url, question

pages = Blueprint("requirements", __name__)


@pages.get("/compliance/requirements")
@allow(*READERS)
def index() -> str:
    """What is asked on the day, of whom, since when, and where it is written."""
    rules = rules_known(question().known)
    return render_template(
        "compliance/requirements.html",
        packs=asked_packs(rules, frame().as_of, called()),
        coming=coming(rules, frame().as_of),
        is_own=_is_own,
    )


def _is_own(pack_id: str, is_law: bool) -> bool:
    """Whether its requirements are written and revised here."""
    return pack_id not in shipped_packs() and not is_law


@pages.get("/compliance/requirements/<pack_id>/<clause_id>")
@allow(*READERS)
def show(pack_id: str, clause_id: str) -> str:
    """One requirement: what is asked on which days, by whose terms."""
    rules = rules_known(question().known)
    adopted = get_clause(pack_id, clause_id, frame().as_of, rules)
    names = called()
    return render_template(
        "compliance/requirement.html",
        asked=asked_clause(adopted, frame().as_of, names),
        check=adopted.check,
        steps=[
            (day, asked_in_words(terms, names) if terms else _("Nothing is asked."), adopted.own_on(day))
            for day, terms in adopted.steps
        ],
        is_own=_is_own(pack_id, adopted.pack.is_law),
        story=history_of([f"{pack_id}/{clause_id}", pack_id], question().known.number),
    )


@pages.route("/compliance/requirements/<pack_id>/<clause_id>/terms", methods=["GET", "POST"])
@allow(*EDITORS)
def own_terms(pack_id: str, clause_id: str) -> ResponseReturnValue:
    """Own terms for a requirement: what they would bring is shown before they are set."""
    adopted = get_clause(pack_id, clause_id, frame().today)
    form = with_terms(OwnTermsForm, adopted.clause.check, certificate_kinds())()
    seen = None
    if form.validate_on_submit():
        seen = _try_terms(form, adopted)
        if isinstance(seen, str):
            return redirect(seen)
    elif not form.is_submitted():
        form.from_on.data = frame().today
        present = adopted.terms_on(frame().today)
        form.fill(present.model_dump(mode="json", exclude_none=True) if present else {})
    page = render_template(
        "compliance/own_terms.html",
        form=form,
        asked=asked_clause(adopted, frame().today, called()),
        fields=_controls(form),
        unknown=unknown_staff_words(form) if seen else [],
        seen=seen,
        asks_less=bool(seen) and _asks_less(form, adopted) is not None,
    )
    return page, 422 if form.faults else 200


def _controls(form: Any) -> list[Any]:
    offer_staff_words(form)
    return [form[f"term_{each.name}"] for each in term_fields(form.check_name)]


def _asks_less(form: Any, adopted: AdoptedClause) -> date | None:
    terms = adopted.check.terms.model_validate(form.terms())
    return adopted.weakened_on(terms, form.day)


def _try_terms(form: Any, adopted: AdoptedClause) -> Preview | str | None:
    """What would be, or where to go once the terms are set; None where they were refused."""
    from_on, terms, check = form.day, form.terms(), adopted.clause.check
    key = (adopted.pack.id, adopted.clause.id)
    weakened_on = _asks_less(form, adopted) if adopted.pack.is_law else None
    if form.was_seen and (weakened_on is None or form.accepts_less.data):
        wanted = OwnTermsRequest(*key, check, terms, from_on, form.reason.data)
        try:
            take_own_terms(wanted, certificate_kinds(), actor(), accepts_less=bool(form.accepts_less.data))
        except ReadinessError as refused:
            form.refuse(refused)
            return None
        judge_soon()
        flash(_("From %(day)s your own terms apply.", day=day_in_words(from_on)))
        return frame_url("requirements.show", pack_id=key[0], clause_id=key[1])
    if form.was_seen and weakened_on is not None:
        form.accepts_less.errors = [less_than_the_law(weakened_on)]
    form.show()
    own = OwnTermsSpell(check, terms, from_on, LAST_DAY, "", "")
    return would_be(if_terms_were(key, own, from_on, rules_known(knowledge_at())), from_on)


@pages.route("/compliance/requirements/<pack_id>/<clause_id>/terms/take-back", methods=["GET", "POST"])
@allow(*EDITORS)
def take_back(pack_id: str, clause_id: str) -> ResponseReturnValue:
    """Let the pack's own terms hold again, from a day on."""
    adopted = get_clause(pack_id, clause_id, frame().today)
    form = EndForm(data={"from_on": frame().today})
    if form.validate_on_submit():
        try:
            take_back_own_terms(pack_id, clause_id, form.day, form.reason.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            judge_soon()
            flash(_("From %(day)s the pack's own terms apply again.", day=day_in_words(form.day)))
            return redirect(frame_url("requirements.show", pack_id=pack_id, clause_id=clause_id))
    asked = asked_clause(adopted, frame().today, called())
    page = render_template("compliance/take_back.html", form=form, asked=asked)
    return page, 422 if form.faults else 200


@pages.route("/compliance/requirements/new", methods=["GET", "POST"])
@allow(*EDITORS)
def add() -> ResponseReturnValue:
    """Write a requirement of one's own: choose the check, fill in its terms, see what it would bring, adopt it."""
    check = request.args.get("check", "")
    if check not in CHECKS:
        choice = CheckChoice()
        choice.offer()
        if choice.validate_on_submit():
            return redirect(frame_url("requirements.add", check=choice.check.data))
        page = render_template("compliance/choose_check.html", form=choice)
        return page, 422 if choice.faults else 200
    form = with_terms(OwnRequirementForm, check, certificate_kinds())()
    if not form.is_submitted():
        form.from_on.data = frame().today
    return _write(form, None)


@pages.route("/compliance/requirements/<pack_id>/<clause_id>/edit", methods=["GET", "POST"])
@allow(*EDITORS)
def edit(pack_id: str, clause_id: str) -> ResponseReturnValue:
    """Revise a requirement of one's own, from a day on."""
    adopted = get_clause(pack_id, clause_id, frame().today)
    if not _is_own(pack_id, adopted.pack.is_law):
        raise NotFound(_("This requirement is not written here. Set own terms for it instead."))
    form = with_terms(OwnRequirementForm, adopted.clause.check, certificate_kinds())()
    form.pack_id.data, form.clause_id.data = pack_id, clause_id
    if not form.is_submitted():
        form.from_on.data = frame().today
        form.fill_from(adopted.clause)
        present = adopted.terms_on(frame().today)
        form.fill(present.model_dump(mode="json", exclude_none=True) if present else {})
    return _write(form, adopted)


def _write(form: Any, present: AdoptedClause | None) -> ResponseReturnValue:
    """Show the form, what it would bring, or that it is adopted."""
    seen = None
    if form.validate_on_submit():
        pack_id = (form.pack_id.data or "own").strip()
        clause_id = present.clause.id if present else _new_id(form.title.data, pack_id)
        clause = form.clause(clause_id)
        if clause is not None:
            seen = _try_clause(form, ClauseRequest(pack_id, _pack_title(pack_id), clause, form.day))
            if isinstance(seen, str):
                return redirect(seen)
    page = render_template(
        "compliance/own_requirement.html",
        form=form,
        fields=_controls(form),
        unknown=unknown_staff_words(form) if seen else [],
        check=CHECKS[form.check_name],
        present=present,
        seen=seen,
    )
    return page, 422 if form.faults else 200


def _try_clause(form: Any, wanted: ClauseRequest) -> Preview | str | None:
    """What would be, or where to go once it is adopted; None where it was refused."""
    try:
        if form.was_seen:
            write_judged_clause(wanted, certificate_kinds(), actor())
            judge_soon()
            flash(
                _(
                    "‘%(title)s’ is required from %(day)s.",
                    title=wanted.clause.title,
                    day=day_in_words(wanted.from_on),
                )
            )
            return frame_url("requirements.index")
        pack = with_clause(None, wanted.clause, wanted.pack_id, wanted.pack_title)
    except ReadinessError as refused:
        form.refuse(refused)
        return None
    except ValueError:
        form.pack_id.errors = [_("Write small letters, digits and hyphens, such as ‘own’.")]
        return None
    form.show()
    return would_be(if_adopted(pack, wanted.from_on, rules_known(knowledge_at())), wanted.from_on)


def _pack_title(pack_id: str) -> str:
    return _(OWN_SOURCE) if pack_id == "own" else pack_id


def _new_id(title: str, pack_id: str) -> str:
    """An id from the words of the title that the pack does not have yet."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    first = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56] or "requirement"
    taken = {
        clause.id
        for adopted in rules_known(knowledge_at()).packs
        if adopted.pack.id == pack_id
        for clause in adopted.pack.clause
    }
    numbered = (first if number == 1 else f"{first}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in numbered if each not in taken)


@pages.route("/compliance/requirements/<pack_id>/<clause_id>/end", methods=["GET", "POST"])
@allow(*EDITORS)
def end(pack_id: str, clause_id: str) -> ResponseReturnValue:
    """Ask for a requirement of one's own no more, from a day on."""
    adopted = get_clause(pack_id, clause_id, frame().today)
    if not _is_own(pack_id, adopted.pack.is_law):
        raise NotFound(_("This requirement is not written here. Its pack can be ceased as a whole."))
    form = EndForm(data={"from_on": frame().today})
    if form.validate_on_submit():
        try:
            end_own_clause(pack_id, clause_id, form.day, form.reason.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            judge_soon()
            flash(_("It is no longer required from %(day)s.", day=day_in_words(form.day)))
            return redirect(frame_url("requirements.index"))
    page = render_template("compliance/end_requirement.html", form=form, clause=adopted.clause)
    return page, 422 if form.faults else 200
