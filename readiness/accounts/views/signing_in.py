"""Signing in and out, and the links that let someone choose a password."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from readiness.accounts.actions import Choice, use_link
from readiness.accounts.forms import ChoosePasswordForm, FirstAdministratorForm, SignInForm
from readiness.accounts.links import get_link
from readiness.accounts.sign_in import end_session, sign_in, visitor
from readiness.accounts.standing import Limits
from readiness.accounts.views.asking import browser, moment
from readiness.foundation.database import connected
from readiness.foundation.errors import InvalidInput, NotAllowed
from readiness.web.access import (
    SignedIn,
    about_oneself,
    actor,
    current_account,
    current_session_id,
    home,
    public,
)
from readiness.web.addresses import local_path
from readiness.web.settings import settings

pages = Blueprint("accounts", __name__)


def load_visitor(token: str) -> SignedIn | None:
    """Who is signed in by a token; asked once in a request."""
    idle = timedelta(minutes=settings().session_idle_minutes)
    return visitor(token, moment(), Limits(idle, timedelta(hours=settings().session_hours)))


@pages.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Sign in, and go on to where one wanted to go."""
    form = SignInForm(next=request.args.get("next", ""))
    status = 200
    if form.validate_on_submit():
        try:
            with connected():
                entered = sign_in(form.email.data, form.password.data, browser(), moment())
        except NotAllowed as refused:
            form.refuse(refused)
            status = refused.status
        else:
            login_user(entered)
            return redirect(local_path(form.next.data) or home(entered.account.role))
    return render_template("accounts/login.html", form=form), 422 if form.faults and status == 200 else status


@pages.post("/logout")
@about_oneself
def logout() -> ResponseReturnValue:
    """End this session; its cookie is worth nothing afterwards, wherever it is."""
    end_session(current_account().id, current_session_id(), "signed out", actor())
    logout_user()
    return redirect(url_for("accounts.login"))


@pages.route("/links/<token>", methods=["GET", "POST"])
@public
def link(token: str) -> ResponseReturnValue:
    """Choose a password with a link that was handed over. Opening the link alone changes nothing."""
    with connected():
        found = get_link(token, moment().now)
        form = ChoosePasswordForm() if found.account else FirstAdministratorForm()
        if form.validate_on_submit():
            try:
                entered = use_link(token, _choice(form), settings().organisation, browser(), moment())
            except InvalidInput as refused:
                form.refuse(refused)
            else:
                login_user(entered)
                return redirect(home(entered.account.role))
    page = render_template("accounts/link.html", form=form, email=found.account and found.account.email)
    return page, 422 if form.faults else 200


def _choice(form: ChoosePasswordForm) -> Choice:
    if isinstance(form, FirstAdministratorForm):
        return Choice(form.password.data, name=form.name.data, email=form.email.data)
    return Choice(form.password.data)
