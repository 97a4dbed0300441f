"""The pages of the outbox: every message, how it stands, what it says, and sending it again."""

from collections.abc import Iterator

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.audit.actions import recording
from readiness.foundation import clock
from readiness.foundation.database import reading
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.notices.actions import send_again
from readiness.notices.forms import TestMessageForm
from readiness.notices.letters import kinds, pieces_of
from readiness.notices.messages import MAIL, WEBHOOK
from readiness.notices.outbox_list import (
    OUTBOX_ORDERS,
    STATES,
    OutboxFilter,
    OutboxRow,
    counts,
    every_message,
    get_message,
    outbox_page,
)
from readiness.notices.trying import owe_test
from readiness.notices.ways import way_named
from readiness.notices.webhook import has_webhook
from readiness.web.access import EDITORS, actor, allow
from readiness.web.cells import status
from readiness.web.frame import frame_urls
from readiness.web.listing import Filter, Listing, Option
from readiness.web.rows import Column, RowPage
from readiness.web.settings import installation
from readiness.web.shown_list import ShownList
from readiness.web.statuses import look_of
from readiness.web.values import instant

pages = Blueprint("outbox", __name__, url_prefix="/settings/outbox")

WAYS = {MAIL: msgid("By mail"), WEBHOOK: msgid("By webhook")}


def _states() -> list[Option]:
    return [Option(state, look_of(f"message_{state}").word) for state in STATES]


def _kinds() -> list[Option]:
    return [Option(kind, kind.replace(".", ", ").replace("_", " ")) for kind in kinds()]


def _page() -> RowPage[OutboxRow]:
    address = frame_urls("outbox.show", "message_id")
    return RowPage(lambda row: address(row.id))


OUTBOX = Listing[OutboxRow](
    name="outbox",
    columns=(
        Column(
            "subject",
            msgid("Subject"),
            lambda row: row.subject,
            is_title=True,
            detail=lambda row: row.recipient or _("No address"),
        ),
        Column("recipient", msgid("To"), lambda row: row.recipient, is_shown=False),
        Column(
            "state",
            msgid("State"),
            lambda row: row.standing,
            fact=1,
            shown=lambda row: status(f"message_{row.standing}"),
            detail=lambda row: row.last_error,
        ),
        Column("error", msgid("Why"), lambda row: row.last_error, is_shown=False),
        Column(
            "due_at",
            msgid("Due"),
            lambda row: row.due_at.isoformat(),
            fact=2,
            shown=lambda row: instant(row.due_at),
        ),
        Column(
            "ended_at",
            msgid("Sent or ended"),
            lambda row: row.ended_at and row.ended_at.isoformat(),
            shown=lambda row: instant(row.ended_at),
        ),
        Column("way", msgid("Way"), lambda row: row.way, shown=lambda row: _(WAYS[row.way])),
        Column("kind", msgid("Kind"), lambda row: row.kind, is_shown=False),
        Column("attempts", msgid("Attempts"), lambda row: row.attempt_count, is_number=True),
    ),
    orders=OUTBOX_ORDERS,
    sort="-number",
    search=msgid("Address"),
    filters=(
        Filter("state", msgid("State"), _states, is_single=True),
        Filter("kind", msgid("Kind"), _kinds, is_single=True),
    ),
    page=_page,
)


@pages.route("", methods=["GET", "POST"])
@allow(*EDITORS)
def index() -> ResponseReturnValue:
    """Every message, the latest first; and a test of mail."""
    form = TestMessageForm()
    if form.validate_on_submit():
        try:
            owe_test(form.recipient.data.strip(), MAIL, clock.now(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The test message is owed; it goes out within a minute."))
            return redirect(url_for("outbox.index"))
    asked = OUTBOX.asked()
    sought = OutboxFilter(asked.one("state"), asked.one("kind"), asked.search)
    if asked.format:

        def rows() -> Iterator[OutboxRow]:
            with reading():
                yield from every_message(sought, asked.page)

        return OUTBOX.download(asked, rows())
    page = render_template(
        "notices/outbox.html",
        list=ShownList(OUTBOX, asked, outbox_page(sought, asked.page)),
        form=form,
        mail=way_named(MAIL),
        webhook=way_named(WEBHOOK) if has_webhook() else None,
        has_server=bool(installation().smtp_host),
        counts=counts(),
    )
    return page, 422 if form.faults else 200


@pages.get("/<int:message_id>")
@allow(*EDITORS)
def show(message_id: int) -> str:
    """One message: what it says, why it came, how it stands."""
    message = get_message(message_id)
    letter = message.letter
    return render_template(
        "notices/message.html",
        message=message,
        letter=letter,
        pieces=pieces_of(letter.body) if letter else [],
        way=_(WAYS[message.way]),
    )


@pages.post("/<int:message_id>/send-again")
@allow(*EDITORS)
def again(message_id: int) -> ResponseReturnValue:
    """Owe it again, at once."""
    with recording(actor()) as opened:
        recipient = send_again(message_id, clock.now(), opened)
    flash(_("It goes out again to %(recipient)s within a minute.", recipient=recipient))
    return redirect(url_for("outbox.show", message_id=message_id))
