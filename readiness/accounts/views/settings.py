"""Who may sign in: for administrators."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.accounts.actions import (
    AccountWish,
    change_account,
    disable_account,
    enable_account,
    hand_over_link,
    invite,
    sign_out_everywhere,
)
from readiness.accounts.forms import AccountForm, InviteForm
from readiness.accounts.links import IssuedLink
from readiness.accounts.lists import (
    ORDERS,
    STATES,
    AccountFilter,
    AccountRow,
    accounts_page,
    sessions_of,
    stream_accounts,
)
from readiness.accounts.queries import get_account, known_account, staff_number_of
from readiness.accounts.roles import ROLE_TITLES
from readiness.accounts.user_agents import browser_name
from readiness.accounts.views.asking import moment
from readiness.foundation.database import reading
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.naming import with_code
from readiness.people.queries import site_choices
from readiness.web.access import Role, actor, allow
from readiness.web.addresses import full_address
from readiness.web.cells import status
from readiness.web.frame import frame_urls
from readiness.web.listing import Filter, Listing, Option
from readiness.web.rows import Column, RowPage
from readiness.web.shown_list import ShownList
from readiness.web.statuses import look_of
from readiness.web.values import instant

pages = Blueprint("account_settings", __name__, url_prefix="/settings/accounts")

EVERY_SITE = 10_000


def _role_options() -> list[Option]:
    return [Option(role.value, _(title)) for role, title in ROLE_TITLES.items()]


def _state_options() -> list[Option]:
    return [Option(state, look_of(state).word) for state in STATES]


def _page() -> RowPage[AccountRow]:
    address = frame_urls("account_settings.show", "account_id")
    return RowPage(lambda row: address(row.id))


ACCOUNTS = Listing[AccountRow](
    name="accounts",
    columns=(
        Column("name", msgid("Name"), lambda row: row.name, order="name", is_title=True),
        Column("email", msgid("E-mail address"), lambda row: row.email, order="email"),
        Column(
            "role",
            msgid("Role"),
            lambda row: row.role.value,
            order="role",
            fact=1,
            shown=lambda row: _(ROLE_TITLES[row.role]),
        ),
        Column("sites", msgid("Sites"), lambda row: row.sites),
        Column("state", msgid("State"), lambda row: row.state, fact=2, shown=lambda row: status(row.state)),
        Column("until_on", msgid("Last day"), lambda row: row.until_on, is_labelled=True),
        Column(
            "seen_at",
            msgid("Last seen"),
            lambda row: row.seen_at and row.seen_at.isoformat(),
            shown=lambda row: instant(row.seen_at),
            is_labelled=True,
        ),
    ),
    orders=ORDERS,
    sort="name",
    search=msgid("Name or e-mail address"),
    filters=(Filter("role", msgid("Role"), _role_options), Filter("state", msgid("State"), _state_options)),
    page=_page,
)


@pages.get("")
@allow(Role.ADMIN)
def index() -> ResponseReturnValue:
    """Everyone who may sign in, or might once."""
    asked = ACCOUNTS.asked()
    sought = AccountFilter(asked.search, asked.chosen["role"], asked.chosen["state"])
    today = moment().today
    if asked.format:
        with reading():
            return ACCOUNTS.download(asked, list(stream_accounts(sought, today, asked.page)))
    page = accounts_page(sought, today, asked.page)
    return render_template("accounts/index.html", list=ShownList(ACCOUNTS, asked, page))


@pages.route("/invite", methods=["GET", "POST"])
@allow(Role.ADMIN)
def add() -> ResponseReturnValue:
    """Make an account, and get the link to hand over."""
    form = InviteForm()
    form.offer(_sites())
    if form.validate_on_submit():
        try:
            link = invite(form.email.data, _wish(form), actor(), moment())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            return _shown_once(link, form.name.data)
    return render_template("accounts/invite.html", form=form), 422 if form.faults else 200


@pages.get("/<int:account_id>")
@allow(Role.ADMIN)
def show(account_id: int) -> str:
    """One account: what it is for, and where it is signed in."""
    known = known_account(account_id)
    return render_template(
        "accounts/show.html",
        known=known,
        role_title=_(ROLE_TITLES[known.account.role]),
        sites=[name for id_, name in _sites() if id_ in (known.account.site_ids or ())],
        staff_number=staff_number_of(account_id),
        sessions=sessions_of(account_id),
        refusal=known.refusal(moment().today),
        browser_name=browser_name,
    )


@pages.route("/<int:account_id>/edit", methods=["GET", "POST"])
@allow(Role.ADMIN)
def edit(account_id: int) -> ResponseReturnValue:
    """Change what an account is for; whoever is signed in with it must do so again."""
    known = known_account(account_id)
    form = AccountForm(data=_present(account_id))
    form.offer(_sites())
    if form.validate_on_submit():
        try:
            change_account(account_id, _wish(form), actor(), moment())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved. %(name)s must sign in again.", name=form.name.data), "met")
            return redirect(url_for("account_settings.show", account_id=account_id))
    return render_template("accounts/edit.html", form=form, known=known), 422 if form.faults else 200


@pages.post("/<int:account_id>/link")
@allow(Role.ADMIN)
def link(account_id: int) -> ResponseReturnValue:
    """Make a link to hand over, with which the owner chooses a new password."""
    return _shown_once(hand_over_link(account_id, actor(), moment()), get_account(account_id).name)


@pages.post("/<int:account_id>/disable")
@allow(Role.ADMIN)
def disable(account_id: int) -> ResponseReturnValue:
    """Let an account sign in no more, at once."""
    disable_account(account_id, actor(), moment())
    return _done(account_id, _("The account is disabled, and signed out everywhere."))


@pages.post("/<int:account_id>/enable")
@allow(Role.ADMIN)
def enable(account_id: int) -> ResponseReturnValue:
    """Let a disabled account sign in again."""
    enable_account(account_id, actor())
    return _done(account_id, _("The account can sign in again, with the password that it had."))


@pages.post("/<int:account_id>/sign-out")
@allow(Role.ADMIN)
def sign_out(account_id: int) -> ResponseReturnValue:
    """Sign an account out of every browser."""
    sign_out_everywhere(account_id, actor())
    return _done(account_id, _("The account is signed out everywhere."))


def _done(account_id: int, message: str) -> ResponseReturnValue:
    flash(message, "met")
    return redirect(url_for("account_settings.show", account_id=account_id))


def _shown_once(link: IssuedLink, name: str) -> str:
    return render_template("accounts/handed_over.html", address=full_address(link.path), link=link, name=name)


def _sites() -> list[tuple[int, str]]:
    return [(site.id, with_code(site.name, site.code)) for site in site_choices(None, EVERY_SITE)]


def _present(account_id: int) -> dict[str, Any]:
    known = known_account(account_id)
    return {
        "name": known.account.name,
        "role": known.account.role.value,
        "sites": sorted(known.account.site_ids or ()),
        "until_on": known.until_on,
        "staff_number": staff_number_of(account_id),
    }


def _wish(form: AccountForm) -> AccountWish:
    return AccountWish(
        name=form.name.data,
        role=Role(form.role.data),
        site_ids=frozenset(form.sites.data or ()),
        until_on=form.until_on.data,
        staff_number=(form.staff_number.data or "").strip(),
    )
