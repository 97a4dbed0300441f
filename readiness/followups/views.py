"""The pages of gaps that somebody sees to: giving one, speaking of it, its thread, and the list of all."""

from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.accounts.offering import who_may_see_to
from readiness.accounts.told import accounts_on, person_named
from readiness.followups.actions import Question, Told, Wish, ask, give, speak, speak_in
from readiness.followups.asked_gap import AskedGap, asked_gap
from readiness.followups.forms import GiveForm, SayForm
from readiness.followups.missing import form_of, givers
from readiness.followups.queries import (
    Thread,
    entries_of,
    get_thread,
    open_thread,
    open_threads_of,
    owner_names,
    staff_numbers,
)
from readiness.followups.seen_to import clause_titles, owners_of
from readiness.followups.telling import as_known
from readiness.followups.thread_list import (
    STANDINGS,
    THREAD_ORDERS,
    ThreadFilter,
    ThreadRow,
    every_thread,
    threads_page,
)
from readiness.foundation import clock
from readiness.foundation.database import reading
from readiness.foundation.errors import Conflict, InvalidInput, NotAllowed, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.notices.held import or_held
from readiness.people.queries import get_site, site_titles
from readiness.web.access import (
    READERS,
    Role,
    actor,
    allow,
    check_site,
    current_account,
    signed_in,
)
from readiness.web.cells import status
from readiness.web.forms import Form
from readiness.web.frame import frame, frame_url, frame_urls
from readiness.web.listing import Filter, Listing, Option
from readiness.web.rows import Column, RowPage
from readiness.web.settings import in_readers_language, installation
from readiness.web.shown_list import ShownList

pages = Blueprint("followups", __name__)

GIVERS = (Role.MANAGER, Role.HR, Role.COORDINATOR, Role.ADMIN)
"""Those who give a gap to somebody and speak of it: a manager those of the own sites."""

STANDING_WORDS = {
    "open": msgid("Open"),
    "past_due": msgid("Past their day"),
    "nobody": msgid("Spoken of, seen to by nobody"),
    "closed": msgid("Closed"),
}


def _address() -> RowPage[ThreadRow]:
    address = frame_urls("followups.show", "thread_id")
    return RowPage(lambda row: address(row.thread.id))


THREADS = Listing[ThreadRow](
    name="follow-ups",
    columns=(
        Column("pack", msgid("Pack"), lambda row: row.thread.gap.pack_id, is_shown=False),
        Column(
            "clause",
            msgid("What is asked"),
            lambda row: row.thread.gap.clause_id,
            is_title=True,
            shown=lambda row: _title(row.thread),
            detail=lambda row: row.staff_number or None,
        ),
        Column("site", msgid("Site code"), lambda row: row.thread.gap.site_code, is_shown=False),
        Column(
            "site_name",
            msgid("Site"),
            lambda row: row.site_name or _("No site recorded"),
            order="site",
            fact=3,
            is_labelled=True,
        ),
        Column("person", msgid("Of whom"), lambda row: row.staff_number, is_shown=False),
        Column("owner", msgid("Who sees to it"), lambda row: row.owner, fact=2),
        Column(
            "due_on", msgid("Until"), lambda row: row.thread.due_on, order="due", fact=3, is_labelled=True
        ),
        Column(
            "standing",
            msgid("Standing"),
            lambda row: row.thread.standing(frame().today),
            fact=1,
            shown=lambda row: status(row.thread.standing(frame().today)),
        ),
        Column("opened_at", msgid("Since"), lambda row: row.thread.opened_at, order="opened", is_shown=False),
    ),
    orders=THREAD_ORDERS,
    sort="due",
    filters=(
        Filter(
            "standing",
            msgid("Standing"),
            lambda: [Option(each, _(STANDING_WORDS[each])) for each in STANDINGS],
            is_single=True,
        ),
        Filter("whose", msgid("Whose"), lambda: [Option("mine", _("Yours"))], is_single=True),
    ),
    page=_address,
)


def _title(thread: Thread) -> str:
    """What is asked there; all titles are read once in a request, however many threads are listed."""
    if "clause_titles" not in g:
        g.clause_titles = clause_titles()
    titles: dict[tuple[str, str], str] = g.clause_titles
    return titles.get((thread.gap.pack_id, thread.gap.clause_id), thread.gap.clause_id)


@pages.get("/compliance/follow-ups")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """Every gap that somebody sees to or spoke of; what is due first first."""
    wanted = THREADS.asked()
    site_ids = {get_site(frame().site or "").id} if frame().site else current_account().site_ids
    owners = [
        ("owner_account", each.account) if each.account is not None else ("owner_person", each.person or 0)
        for each in (owners_of(current_account()) if wanted.one("whose") else ())
    ]
    sought = ThreadFilter(wanted.one("standing") or "open", frame().today, site_ids, owners)
    if wanted.format:

        def rows() -> Iterator[ThreadRow]:
            with reading():
                yield from every_thread(sought, wanted.page)

        return THREADS.download(wanted, rows())
    found = threads_page(sought, wanted.page)
    closed = () if found.rows else threads_page(replace(sought, standing="closed"), wanted.page).rows
    return render_template(
        "followups/index.html", list=ShownList(THREADS, wanted, found), has_closed=bool(closed)
    )


@pages.route("/compliance/follow-ups/give", methods=["GET", "POST"])
@allow(*GIVERS)
def give_gap() -> ResponseReturnValue:
    """Ask somebody to see to a gap until a day."""
    asked = asked_gap(request.args)
    thread = open_thread(asked.gap)
    form = GiveForm(data={"seen": str(thread.entry_count if thread else 0), **_given(thread)})
    if form.validate_on_submit():
        try:
            _give(asked, form)
        except ReadinessError as refused:
            form.refuse(refused)
            form.seen.raw_data = None
            form.seen.data = str(thread.entry_count if thread else 0)
        else:
            flash(or_held(_("It was given, and they are sent a message."), installation()))
            return redirect(asked.address)
    form.owner.offered = who_may_see_to(None if asked.is_of_nowhere else asked.gap.site_id, frame().today)
    page = render_template("followups/give.html", form=form, asked=asked)
    return page, 422 if form.faults else 200


def _given(thread: Thread | None) -> dict[str, object]:
    if thread is None or thread.due_on is None:
        return {}
    return {"owner": owner_names([thread.owner]).get(thread.owner, ""), "due_on": thread.due_on}


def _give(asked: AskedGap, form: GiveForm) -> None:
    name = (form.owner.data or "").strip()
    owner = accounts_on(frame().today).named(name) or person_named(name, frame().today)
    if owner is None:
        raise InvalidInput(
            _(
                "owner: Nobody who has an address is known by this name alone. Write an address or a staff number."
            )
        )
    link = asked.address if owner.person is None and not asked.is_of_nowhere else ""
    told = Told(asked.title, asked.reason, asked.site_name, link)
    seen = form.seen.data or "0"
    assert form.due_on.data is not None  # noqa: S101
    wish = Wish(owner, form.due_on.data, form.text.data or "", int(seen) if seen.isdigit() else 0)
    give(asked.gap, wish, told, frame().today, clock.now(), actor())


@pages.route("/compliance/follow-ups/say", methods=["GET", "POST"])
@allow(*GIVERS)
def say() -> ResponseReturnValue:
    """Say something of a gap."""
    asked, form = asked_gap(request.args), SayForm()
    if form.validate_on_submit():
        try:
            speak(asked.gap, form.text.data, clock.now(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            return redirect(asked.address)
    return render_template("followups/say.html", form=form, asked=asked), 422 if form.faults else 200


@pages.route("/compliance/follow-ups/ask", methods=["GET", "POST"])
@allow(*GIVERS)
def ask_for_facts() -> ResponseReturnValue:
    """Ask whoever can give them for the facts for want of which it cannot be told."""
    asked, form = asked_gap(request.args), Form()
    readers = givers(accounts_on(frame().today))
    facts = ", ".join(fact.words for fact in asked.missing)
    if form.validate_on_submit():
        try:
            if not asked.missing:
                raise Conflict(_("Nothing is missing here any more."))
            told = Told(asked.title, asked.reason, asked.site_name, "")
            key = f"{asked.gap.site_id}/{asked.gap.person}/{'+'.join(asked.missing)}"
            wanted = Question(facts, readers, form_of(asked.missing, asked.gap), key)
            ask(asked.gap, wanted, told, clock.now(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(or_held(_("It was asked in a message."), installation()))
            return redirect(asked.address)
    page = render_template("followups/ask.html", form=form, asked=asked, facts=facts, readers=readers)
    return page, 422 if form.faults else 200


@pages.route("/compliance/follow-ups/<int:thread_id>", methods=["GET", "POST"])
@in_readers_language
@signed_in
def show(thread_id: int) -> ResponseReturnValue:
    """A thread: who sees to it, until when, and all that was said; to whoever sees to it, and those of its site."""
    thread = _seen(thread_id)
    form = SayForm()
    if form.validate_on_submit():
        try:
            speak_in(thread_id, form.text.data, clock.now(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            return redirect(frame_url("followups.show", thread_id=thread_id))
    entries = entries_of([thread_id])[thread_id]
    page = render_template(
        "followups/show.html",
        thread=thread,
        told=as_known(thread, entries, None),
        names=owner_names(each.owner for each in entries),
        title=_title(thread),
        site_name=site_titles([thread.gap.site_code]).get(thread.gap.site_code, ""),
        staff_number=staff_numbers([thread.gap.person]).get(thread.gap.person, ""),
        today=frame().today,
        form=form,
    )
    return page, 422 if form.faults else 200


def _seen(thread_id: int) -> Thread:
    """A thread that is one's own to see to, or of a site that one may see; raises NotFound."""
    account = current_account()
    if account.role in READERS:
        thread = get_thread(thread_id)
        if thread.owner not in owners_of(account):
            check_site(thread.gap.site_id or None)
        return thread
    mine = [each for each in open_threads_of(owners_of(account)) if each.id == thread_id]
    if not mine:
        raise NotAllowed(_("This is not yours to see to, or it has closed."))
    return mine[0]
