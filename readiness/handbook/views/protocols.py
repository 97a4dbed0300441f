"""The workroom's pages of one protocol: as it will be seen, its revisions and what differs between two, writing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.certificates.kinds import certificate_kinds
from readiness.foundation.errors import Conflict, NotFound, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.handbook.actions import on_day, press
from readiness.handbook.history import protocol_history
from readiness.handbook.offering import LANGUAGE_NAMES, callees, offered
from readiness.handbook.overview import standing_of
from readiness.lines.queries import crisis_lines
from readiness.protocols.actions import write_draft
from readiness.protocols.differences import FieldDifference, differences
from readiness.protocols.forms import AboutForm, TextForm
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import (
    authors_of,
    clinician_of,
    get_latest,
    get_revision,
    protocol_of,
    revisions_of,
)
from readiness.protocols.readers import read_by
from readiness.protocols.states import State
from readiness.protocols.writing import WrittenForm
from readiness.standards.protocols import LANGUAGES
from readiness.standards.reading import HARDEST
from readiness.web.access import HANDBOOK_EDITORS, READERS, Role, actor, allow, current_account, signed_in
from readiness.web.frame import frame, frame_url, question
from readiness.web.requests import is_number
from readiness.web.settings import settings

pages = Blueprint("protocols", __name__)


@pages.get("/handbook/protocols/<slug>")
@signed_in
def show(slug: str) -> str:
    """A protocol in both languages; an employee sees what is published."""
    standing = standing_of(slug, on_day(press(settings()), frame().as_of), settings().time_zone)
    account = current_account()
    if account.role is Role.EMPLOYEE:
        if standing.published_number is None:
            raise NotFound(_("This protocol is not published."))
        revision = get_revision(slug, standing.published_number)
    else:
        revision = get_revision(slug, _number("revision", standing.latest.number))
    return render_template(
        "handbook_editing/protocol.html",
        standing=standing,
        revision=revision,
        protocol=protocol_of(revision),
        callees=callees(),
        lines=crisis_lines(),
        kinds=certificate_kinds().by_code,
        names=LANGUAGE_NAMES,
        revisions=revisions_of(slug),
        authors=authors_of(standing.latest),
        clinician=clinician_of(slug, revision.number),
        compared=_compared(revision),
        history=protocol_history(slug, question().known.number),
        read_on=read_by(account.id).get((slug, standing.published_number or 0)),
        today=frame().today,
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """The revision that one which waits for approval is held against, and what differs."""

    before: ProtocolRevision
    differences: list[FieldDifference]


def _compared(revision: ProtocolRevision) -> Compared | None:
    """What whoever approves a revision has to look at; None where it does not wait, or is the first."""
    earlier = [each for each in revisions_of(revision.slug) if each.number < revision.number]
    if revision.state != State.REVIEW or not earlier:
        return None
    held = next((each for each in earlier if each.state == State.PUBLISHED), earlier[0])
    before = get_revision(held.slug, held.number)
    return Compared(before, differences(protocol_of(before), protocol_of(revision)))


@pages.get("/handbook/protocols/<slug>/compare")
@allow(*READERS)
def compare(slug: str) -> str:
    """What differs between two revisions, side by side."""
    every = revisions_of(slug)
    latest = every[0].number
    published = next((each.number for each in every if each.state == State.PUBLISHED), None)
    before_it = every[1].number if len(every) > 1 else latest
    one = _number("from", published if published not in (None, latest) else before_it)
    other = _number("to", latest)
    before, after = get_revision(slug, one), get_revision(slug, other)
    return render_template(
        "handbook_editing/compare.html",
        slug=slug,
        before=before,
        after=after,
        situation=protocol_of(after).en.situation,
        differences=differences(protocol_of(before), protocol_of(after)),
        revisions=every,
        names=LANGUAGE_NAMES,
    )


def _number(name: str, otherwise: int | None) -> int:
    """The number of a revision in the address; raises NotFound for what is no number."""
    text = request.args.get(name, "")
    if text and not is_number(text):
        raise NotFound(_("‘%(text)s’ is no number of a revision.", text=text))
    return int(text) if text else otherwise or 1


@pages.route("/handbook/protocols/<slug>/edit", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def edit(slug: str) -> ResponseReturnValue:
    """Write a new draft: what holds in all languages."""
    latest = get_latest(slug)
    form = AboutForm.of(protocol_of(latest), latest.number)
    form.offer(offered(slug))
    if form.is_submitted() and form.is_in_order():
        answer = _write(slug, form, form.values(), "protocols.edit")
        if answer is not None:
            return answer
    return _page(form, latest, "about")


@pages.route("/handbook/protocols/<slug>/edit/<language>", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def edit_text(slug: str, language: str) -> ResponseReturnValue:
    """Write a new draft: the text in one language."""
    if language not in LANGUAGES:
        raise NotFound(_("The handbook has no pages in ‘%(language)s’.", language=language))
    latest = get_latest(slug)
    form = TextForm.of(protocol_of(latest).text(language), latest.number)
    if form.is_submitted() and form.is_in_order():
        answer = _write(slug, form, {language: form.values()}, "protocols.edit_text", language=language)
        if answer is not None:
            return answer
    return _page(form, latest, language, grades=form.grades(language))


def _write(
    slug: str, form: WrittenForm, values: dict[str, Any], endpoint: str, **more: str
) -> ResponseReturnValue | None:
    """Keep what was typed as a new draft; None where it was refused, with the reasons in the form."""
    try:
        number = write_draft(slug, form.seen_number, values, actor())
    except ReadinessError as refused:
        form.refuse(refused)
        if isinstance(refused, Conflict):
            form.seen.data = str(get_latest(slug).number)
        return None
    flash(_("Kept as revision %(number)s, a draft.", number=number))
    if isinstance(form, TextForm) and max(form.grades(more["language"]).values()) > HARDEST:
        flash(_("It is too hard to read to be approved. Use shorter words and sentences."), "due")
    return redirect(frame_url(endpoint, slug=slug, **more))


def offer_proposals(app: Flask, proposed: Callable[[str], list[Any]]) -> None:
    """Say how to ask what exercises propose for a protocol, by its slug; they stand in a room above."""
    app.extensions["readiness_protocol_proposals"] = proposed


def _proposals(slug: str) -> list[Any]:
    proposed: Callable[[str], list[Any]] = current_app.extensions["readiness_protocol_proposals"]
    return proposed(slug)


def _page(form: WrittenForm, latest: ProtocolRevision, part: str, **more: Any) -> ResponseReturnValue:
    page = render_template(
        "handbook_editing/edit_about.html" if part == "about" else "handbook_editing/edit_text.html",
        form=form,
        latest=latest,
        situation=protocol_of(latest).en.situation,
        part=part,
        proposals=_proposals(latest.slug),
        names=LANGUAGE_NAMES,
        missing=None,
        hardest=HARDEST,
        **more,
    )
    return page, 422 if form.faults else 200
