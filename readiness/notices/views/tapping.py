"""The page to which a one-tap link leads: looking changes nothing, its button does."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.foundation import clock
from readiness.notices import links
from readiness.notices.landing import Landing, OwnPage, landing_of
from readiness.web.access import public
from readiness.web.forms import Form
from readiness.web.settings import installation

pages = Blueprint("tapping", __name__)


@pages.route("/tap/<tap_token>", methods=["GET", "POST"])
@public
def tap(tap_token: str) -> ResponseReturnValue:
    """Ask, and by POST do, what the link is for; no sign-in."""
    now = clock.now()
    found = links.find(tap_token, now, links.signing_key(installation()))
    landing = landing_of(current_app, found.opens.purpose)
    if isinstance(landing, OwnPage):
        where: dict[str, Any] = {landing.argument: tap_token}
        return redirect(url_for(landing.endpoint, **where), 303)
    form = Form()
    if isinstance(landing, Landing) and form.validate_on_submit():
        return render_template("notices/tapped.html", told=landing.told(found), done=landing.act(found, now))
    told = landing.told(found) if landing else None
    return render_template("notices/tap.html", told=told, form=form)
