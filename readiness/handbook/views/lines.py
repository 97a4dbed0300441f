"""The workroom's pages of crisis lines: seeing, verifying, correcting and adding them; one that is out of order."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import Conflict, InvalidInput, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.handbook.actions import Press, on_day, press
from readiness.handbook.content import stand_in
from readiness.handbook.numbers import call_link, shown, text_link
from readiness.handbook.queries import current_about, present_outages
from readiness.handbook.swapping import (
    banner_of,
    check_swap,
    end_swap,
    proposed,
    same_number,
    swap_lines,
    swapped_with,
    why_not,
)
from readiness.lines.actions import Outage, SeenLine, Signature, add_line, checked, correct_line, verify_line
from readiness.lines.forms import AddLineForm, CorrectLineForm, EndSwapForm, LineForm, SwapForm, VerifyForm
from readiness.lines.queries import KnownLine, crisis_lines, get_line, line_history, own_lines
from readiness.standards.crisis_lines import CrisisLine
from readiness.web.access import HANDBOOK_EDITORS, READERS, actor, allow
from readiness.web.forms import Form
from readiness.web.frame import frame, frame_url, question
from readiness.web.settings import settings

pages = Blueprint("lines", __name__)

UNVERIFIED = {"verified": False, "source": ""}


def _places() -> dict[str, list[str]]:
    """By a line's code, the protocols whose pages link it now; '' is the first page."""
    edition = current_about()
    found: dict[str, list[str]] = {}
    for slug, lines in (edition.links if edition else {}).items():
        for code in lines:
            found.setdefault(code, []).append(slug)
    return found


@pages.get("/handbook/lines")
@allow(*READERS)
def index() -> str:
    """Every crisis line: how it is reached, who says so, until when that holds; those of the own country first."""
    at, lines = on_day(press(settings()), frame().as_of), crisis_lines()
    home = settings().home_country
    return render_template(
        "handbook_editing/lines.html",
        lines=sorted(lines.values(), key=lambda line: (line.country != home, line.country)),
        watch=at.watch(),
        outages={each.code: each for each in present_outages(at.now)},
        places=_places(),
        own=own_lines(),
        shown=shown,
    )


@pages.get("/handbook/lines/<line_code>")
@allow(*READERS)
def show(line_code: str) -> str:
    """One line, where it stands, and what was known of it when."""
    known, at = get_line(line_code), on_day(press(settings()), frame().as_of)
    return render_template(
        "handbook_editing/line.html",
        line=known.line,
        watch=at.watch(),
        outage=next((each for each in present_outages(at.now) if each.code == line_code), None),
        lines=crisis_lines(),
        places=_places().get(line_code, []),
        history=line_history(line_code, question().known.number),
        shown=shown,
        call_link=call_link,
        text_link=text_link,
    )


def _seen_again(form: VerifyForm | LineForm, refused: ReadinessError, code: str) -> None:
    form.refuse(refused)
    if isinstance(refused, Conflict):
        form.seen.data = str(get_line(code).version)


def _is_good(form: Form, check: Callable[[], object]) -> bool:
    """Whether the fields and a check of the whole find nothing; all faults are shown at once."""
    is_good = bool(form.validate())
    try:
        check()
    except InvalidInput as refused:
        form.refuse_more(refused)
        return False
    return is_good


def _content(known: KnownLine) -> dict[str, Any]:
    return known.line.model_dump(mode="json")


def _page(template: str, form: Form, known: KnownLine, **more: Any) -> ResponseReturnValue:
    page = render_template(
        f"handbook_editing/{template}.html", form=form, line=known.line, shown=shown, **more
    )
    return page, 422 if form.faults else 200


@pages.route("/handbook/lines/<line_code>/verify", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def verify(line_code: str) -> ResponseReturnValue:
    """Sign that the line was read at its source, and is as it stands here."""
    known = get_line(line_code)
    line = known.line
    form = VerifyForm(
        data={
            "verified_on": frame().today,
            "source": line.source,
            "source_url": line.source_url,
            "seen": str(known.version),
        }
    )
    if form.validate_on_submit():
        signed = Signature(
            form.verified_on.data or frame().today, form.source.data, form.source_url.data or ""
        )
        try:
            verify_line(SeenLine(line_code, form.version), signed, frame().today, actor())
        except ReadinessError as refused:
            _seen_again(form, refused, line_code)
        else:
            flash(_("Signed: ‘%(name)s’ is verified.", name=line.name))
            return redirect(frame_url("lines.show", line_code=line_code))
    return _page("line_verify", form, known)


@pages.route("/handbook/lines/<line_code>/correct", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def correct(line_code: str) -> ResponseReturnValue:
    """Keep what really is so of the line."""
    known = get_line(line_code)
    form = CorrectLineForm.of(known.line, known.version)
    form.offer(crisis_lines(), line_code)
    if form.is_submitted() and _is_good(
        form, lambda: checked(line_code, {**_content(known), **form.values()})
    ):
        try:
            correct_line(SeenLine(line_code, form.version), form.values(), form["reason"].data, actor())
        except ReadinessError as refused:
            _seen_again(form, refused, line_code)
        else:
            flash(_("Corrected."))
            if not get_line(line_code).line.verified:
                flash(_("It is reached otherwise than before: verify it, or it cannot be published."), "due")
            return redirect(frame_url("lines.show", line_code=line_code))
    return _page("line_correct", form, known)


@pages.route("/handbook/add-line", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def add() -> ResponseReturnValue:
    """Add a line of one's own."""
    form = AddLineForm(data={"country": settings().home_country, "is_always_open": True, "languages": "en"})
    form.offer(crisis_lines())
    code = (form.code.data or "").strip()
    if form.is_submitted() and _is_good(form, lambda: checked(code, {**form.values(), **UNVERIFIED})):
        try:
            add_line(code, form.values(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Added. Verify it, then protocols can name it."))
            return redirect(frame_url("lines.show", line_code=code))
    return render_template("handbook_editing/line_add.html", form=form), 422 if form.faults else 200


@pages.route("/handbook/lines/<line_code>/swap", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def swap(line_code: str) -> ResponseReturnValue:
    """The line is out of order: show another at its place everywhere, from now on."""
    known, lines, at = get_line(line_code), crisis_lines(), press(settings())
    form = _swap_form(known.line, lines)
    outage = _outage(line_code, form, at)
    is_good = form.is_submitted() and _is_good(form, lambda: check_swap(outage, at))
    # Nobody presses blindly: what will stand on the pages is looked at first, and again where it is another since.
    is_seen, form.looked_at.data = form.looked_at.data == _as_text(outage), _as_text(outage)
    if is_good and is_seen:
        try:
            swap_lines(outage, at, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("‘%(name)s’ is shown in its place now, on every page.", name=lines[outage.stand_in].name))
            return redirect(frame_url("lines.show", line_code=line_code))
    coming = [stand_in(lines[outage.stand_in], outage.banners)] if is_good else []
    barred = [
        (each.name, why_not(each, known.line))
        for each in lines.values()
        if each.country == known.line.country
    ]
    return _page(
        "line_swap", form, known, coming=coming, outage=outage, lines=lines,
        barred=[(name, why) for name, why in barred if why],
    )  # fmt: skip


def _as_text(outage: Outage) -> str:
    """What of a swap its pages show."""
    return json.dumps([outage.codes, outage.stand_in, outage.banners, f"{outage.until_at:%Y-%m-%dT%H:%M}"])


def _outage(code: str, form: SwapForm, at: Press) -> Outage:
    """What was asked for; an end that is missing is now, which is none."""
    until, typed = form.until_at.data, {"en": form.banner_en.data or "", "es": form.banner_es.data or ""}
    end = until.replace(tzinfo=frame().zone) if until else at.now
    other = crisis_lines().get(form.stand_in.data or "")
    return Outage(
        (code, *(form.also.data or ())),
        form.stand_in.data or "",
        {
            language: banner_of(words, other.name if other else "", end, language)
            for language, words in typed.items()
        },
        at.now,
        end,
        (form.reason.data or "").strip(),
    )


def _swap_form(line: CrisisLine, lines: dict[str, CrisisLine]) -> SwapForm:
    """The form with what is proposed in it."""
    alike = same_number(line, lines)
    form = SwapForm(
        data={
            "stand_in": proposed(line, lines),
            "also": [each.id for each in alike],
            "banner_en": f"{line.name} does not answer just now.",
            "banner_es": f"{line.name} no responde en este momento.",
            "until_at": press(settings()).now.astimezone(frame().zone) + timedelta(days=1),
        }
    )
    form.stand_in.choices = {"": _("Choose …")} | {
        each.id: f"{each.name} ({', '.join(map(shown, each.numbers))})"
        for each in lines.values()
        if not why_not(each, line)
    }
    form.also.choices = {each.id: each.name for each in alike}
    return form


@pages.route("/handbook/lines/<line_code>/put-back", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def put_back(line_code: str) -> ResponseReturnValue:
    """The line is in order again before its time."""
    known, form = get_line(line_code), EndSwapForm()
    if request.method == "POST" and form.validate():
        try:
            end_swap(line_code, form.reason.data, press(settings()), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("‘%(name)s’ is shown again, on every page.", name=known.line.name))
            return redirect(frame_url("lines.show", line_code=line_code))
    lines, also = crisis_lines(), swapped_with(line_code, press(settings()))
    names = [lines[code].name for code in also if code != line_code]
    return _page("line_put_back", form, known, also=names)
