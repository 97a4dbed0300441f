"""Who may read and do what, as a page for those who answer for it."""

from flask import Blueprint, current_app, render_template, request

from readiness.accounts.roles import ROLE_TITLES
from readiness.web.access import Role, allow
from readiness.web.rights import ANYBODY, WHO, rooms_of

pages = Blueprint("rights", __name__)


@pages.get("/settings/rights")
@allow(Role.ADMIN, Role.AUDITOR)
def index() -> str:
    """Roles by what they may read and do; of one room each page and act."""
    rooms = rooms_of(current_app)
    chosen = next((each for each in rooms if each.key == request.args.get("room")), None)
    return render_template(
        "accounts/rights.html", rooms=rooms, chosen=chosen, who=WHO, anybody=ANYBODY, titles=ROLE_TITLES
    )
