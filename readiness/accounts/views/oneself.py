"""One's own account: who one is here, where one is signed in, the password."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from readiness.accounts.actions import change_password
from readiness.accounts.forms import ChangePasswordForm
from readiness.accounts.lists import sessions_of
from readiness.accounts.queries import known_account
from readiness.accounts.roles import ROLE_HINTS, ROLE_TITLES
from readiness.accounts.sign_in import end_other_sessions, end_session
from readiness.accounts.user_agents import browser_name
from readiness.accounts.views.asking import browser, moment
from readiness.foundation.errors import InvalidInput, NotAllowed, NotFound
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.people.queries import site_choices
from readiness.web.access import about_oneself, actor, current_account, current_session_id
from readiness.web.settings import settings

pages = Blueprint("account", __name__)


@pages.get("/account")
@about_oneself
def show() -> str:
    """Who is signed in, and where."""
    account = current_account()
    sites = site_choices(account.site_ids, len(account.site_ids)) if account.site_ids else []
    return render_template(
        "accounts/account.html",
        known=known_account(account.id),
        role_title=_(ROLE_TITLES[account.role]),
        role_hint=_(ROLE_HINTS[account.role]),
        sites=[site.name for site in sites],
        sessions=sessions_of(account.id),
        this_session=current_session_id(),
        browser_name=browser_name,
    )


@pages.post("/account/sessions/<int:session_id>/end")
@about_oneself
def end(session_id: int) -> ResponseReturnValue:
    """Sign out one browser."""
    if not end_session(current_account().id, session_id, "signed out elsewhere", actor()):
        raise NotFound(_("It was signed out already."))
    flash(_("That browser is signed out."), "met")
    return redirect(url_for("account.show"))


@pages.post("/account/sessions/end-others")
@about_oneself
def end_others() -> ResponseReturnValue:
    """Sign out every browser but this one."""
    count = end_other_sessions(current_account().id, current_session_id(), actor())
    flash(
        ngettext("One other browser is signed out.", "%(count)s other browsers are signed out.", count), "met"
    )
    return redirect(url_for("account.show"))


@pages.route("/account/password", methods=["GET", "POST"])
@about_oneself
def password() -> ResponseReturnValue:
    """Change one's own password; every other browser is signed out."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            entered = change_password(
                current_account(),
                form.old.data,
                form.password.data,
                settings().organisation,
                browser(),
                moment(),
            )
        except InvalidInput as refused:
            form.password.errors = list(refused.problems)
        except NotAllowed:
            form.old.errors = [_("This is not your present password.")]
        else:
            login_user(entered)
            flash(_("Your password is changed. Every other browser is signed out."), "met")
            return redirect(url_for("account.show"))
    return render_template("accounts/password.html", form=form), 422 if form.faults else 200
