"""The pages of packs: which there are, taking one on, sending one's own, ceasing, taking one away as a file."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.audit.histories import history_of
from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.actions import adopt_judged_pack
from readiness.compliance.checks.packs import pack_faults, pack_warnings
from readiness.compliance.forms.dated import EndForm
from readiness.compliance.forms.packs import AdoptForm, PackFileForm
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.preview import Preview, if_adopted, preview
from readiness.compliance.keeping.freshness import is_judged_beside
from readiness.compliance.measuring import measure_of
from readiness.compliance.previewing import (
    Asked,
    ask_for_preview,
    is_worked_out_beside,
    kept_preview,
)
from readiness.compliance.requirement_list import (
    PackState,
    asked_packs,
    beginning_later,
    first_day_of,
    pack_clauses,
    pack_states,
)
from readiness.compliance.words.clauses import Names
from readiness.foundation.beside import start_beside
from readiness.foundation.errors import ConfigurationError, NotFound, ReadinessError
from readiness.foundation.temporal import Question, knowledge_at
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.protocols.titles import protocol_titles
from readiness.requirements.actions import cease_pack
from readiness.requirements.queries import Rules, rules_known
from readiness.standards.pack_text import pack_text
from readiness.standards.packs import Pack, pack_from_text, shipped_packs
from readiness.web.access import EDITORS, READERS, actor, allow
from readiness.web.frame import frame, frame_url, question
from readiness.web.settings import installation, settings

pages = Blueprint("packs", __name__)

LARGEST_SENT = 200_000


def measure() -> Measure:
    """By what the organisation measures."""
    return measure_of(settings())


def called() -> Names:
    """What is called how, as it is known on this page."""
    return Names(certificate_kinds(), protocol_titles(question().known.at))


def judge_soon() -> None:
    """Once something else is asked: have it judged in a process of its own, unless the next page does it."""
    if is_judged_beside():
        start_beside(installation(), "packs", "judge")


def would_be(rules: Rules, from_on: date) -> Preview:
    """What rules would bring, by today's facts, or on the day from which they are to hold."""
    return preview(rules, Question(max(frame().today, from_on), knowledge_at()), measure())


@pages.get("/compliance/packs")
@allow(*READERS)
def index() -> str:
    """Every pack that may be held to, and whether it is."""
    states = pack_states(rules_known(question().known), shipped_packs(), frame().as_of)
    return render_template("compliance/packs.html", states=states)


def _state(pack_id: str) -> PackState:
    for state in pack_states(rules_known(question().known), shipped_packs(), frame().as_of):
        if state.pack.id == pack_id:
            return state
    raise NotFound(_("There is no pack ‘%(id)s’ here. See which there are.", id=pack_id))


@pages.get("/compliance/packs/<pack_id>")
@allow(*READERS)
def show(pack_id: str) -> str:
    """One pack: its source, its clauses, and since when it is held to."""
    state = _state(pack_id)
    names = called()
    clauses = pack_clauses(state.pack, frame().as_of, names)
    if state.on(frame().as_of):
        held = asked_packs(rules_known(question().known), frame().as_of, names)
        clauses = [clause for each in held if each.pack.id == pack_id for clause in each.clauses]
    story = history_of([pack_id], question().known.number)
    return render_template("compliance/pack.html", state=state, clauses=clauses, story=story)


@pages.get("/compliance/packs/<pack_id>/file")
@allow(*READERS)
def download(pack_id: str) -> Response:
    """The pack as a file, as it is held to on the day that the page shows."""
    answer = Response(pack_text(_state(pack_id).pack), content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{pack_id}.toml"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.route("/compliance/packs/<shipped_id>/adopt", methods=["GET", "POST"])
@allow(*EDITORS)
def adopt(shipped_id: str) -> ResponseReturnValue:
    """Take on a shipped pack, once it was seen what it would bring."""
    pack = shipped_packs().get(shipped_id)
    if pack is None:
        raise NotFound(_("‘%(id)s’ is not a pack that came with this release. Send its file.", id=shipped_id))
    form = AdoptForm(data={"from_on": first_day_of(pack)})
    seen = None
    if form.validate_on_submit():
        if form.was_seen:
            return _adopted(pack, form.day)
        form.show()
        if is_worked_out_beside():
            return _worked_out_beside(pack, form.day)
        seen = would_be(if_adopted(pack, form.day, rules_known(knowledge_at())), form.day)
    return _adopt_page(form, pack, seen), 422 if form.faults else 200


def _adopt_page(form: AdoptForm, pack: Pack, seen: Preview | None) -> str:
    later = beginning_later(pack, form.day) if seen else []
    form.tell_first(first_day_of(pack))
    return render_template("compliance/adopt.html", form=form, pack=pack, seen=seen, later=later)


def _worked_out_beside(pack: Pack, from_on: date, text: str = "") -> ResponseReturnValue:
    """Have it worked out in a process of its own, and lead to the page that shows how far it is."""
    asked = Asked(pack, from_on, Question(max(frame().today, from_on), knowledge_at()), text)
    key, is_first = ask_for_preview(installation(), asked)
    if is_first:
        start_beside(installation(), "packs", "preview", key)
    return redirect(frame_url("packs.previewed", preview_key=key))


@pages.get("/compliance/previews/<preview_key>")
@allow(*EDITORS)
def previewed(preview_key: str) -> str:
    """How far it is to work out what a pack would bring, or that, with the press by which it is adopted."""
    kept = kept_preview(installation(), preview_key)
    asked = kept.asked()
    seen = kept.found(measure())
    if seen is None:
        return render_template("compliance/preview.html", asked=asked, going=kept.going())
    data = {"from_on": asked.from_on, "text": asked.text}
    if asked.text:
        sent = PackFileForm(data=data)
        sent.show()
        return _send_page(sent, asked.pack, seen)
    form = AdoptForm(data=data)
    form.show()
    return _adopt_page(form, asked.pack, seen)


def _adopted(pack: Pack, from_on: date, name: str = "") -> ResponseReturnValue:
    has_changed = adopt_judged_pack(pack, certificate_kinds(), from_on, actor(), name)
    if has_changed:
        judge_soon()
    said = _("‘%(title)s’ applies from %(day)s.", title=pack.title, day=day_in_words(from_on))
    flash(said if has_changed else _("Nothing was changed: it applies from that day already."))
    return redirect(frame_url("packs.show", pack_id=pack.id))


@pages.route("/compliance/send-pack", methods=["GET", "POST"])
@allow(*EDITORS)
def send() -> ResponseReturnValue:
    """Take on a pack of one's own from its file: every fault at once, then what it would bring, then it is held to."""
    form = PackFileForm()
    seen = pack = None
    if form.validate_on_submit():
        try:
            pack = _pack_that_was_sent(form)
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            form.begin_on(first_day_of(pack))
            if form.was_seen:
                return _adopted(pack, form.day)
            form.show()
            if is_worked_out_beside():
                return _worked_out_beside(pack, form.day, form.text.data or "")
            seen = would_be(if_adopted(pack, form.day, rules_known(knowledge_at())), form.day)
    return _send_page(form, pack, seen), 422 if form.faults else 200


def _send_page(form: PackFileForm, pack: Pack | None, seen: Preview | None) -> str:
    return render_template(
        "compliance/send_pack.html",
        form=form,
        pack=pack,
        seen=seen,
        later=beginning_later(pack, form.day) if seen and pack else [],
        warnings=pack_warnings(pack) if pack else (),
    )


def _pack_that_was_sent(form: PackFileForm) -> Pack:
    """The pack in the file, else in the field; its text is shown from then on. Raises with every fault."""
    sent = form.file.data
    name = "pack.toml"
    if sent and sent.filename:
        name = sent.filename
        content = sent.read(LARGEST_SENT + 1)
        try:
            form.text.data = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ConfigurationError(_("The file is not text in UTF-8. Save it as UTF-8.")) from None
    text = (form.text.data or "").replace("\r\n", "\n")
    form.text.data = text
    if not text.strip():
        raise ConfigurationError(_("Choose a file, or write the pack's text."))
    if len(text) > LARGEST_SENT:
        raise ConfigurationError(_("A pack that is sent here is text of at most 200 kB."))
    pack = pack_from_text(text, name)
    faults = pack_faults(pack, certificate_kinds(), name)
    if faults:
        raise ConfigurationError(faults)
    return pack


@pages.route("/compliance/packs/<pack_id>/cease", methods=["GET", "POST"])
@allow(*EDITORS)
def cease(pack_id: str) -> ResponseReturnValue:
    """Hold the organisation to a pack no more, from a day on."""
    state = _state(pack_id)
    form = EndForm(data={"from_on": frame().today})
    if form.validate_on_submit():
        try:
            cease_pack(pack_id, form.day, form.reason.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            judge_soon()
            flash(
                _(
                    "‘%(title)s’ no longer applies from %(day)s.",
                    title=state.pack.title,
                    day=day_in_words(form.day),
                )
            )
            return redirect(frame_url("packs.show", pack_id=pack_id))
    return render_template("compliance/cease.html", form=form, pack=state.pack), 422 if form.faults else 200
