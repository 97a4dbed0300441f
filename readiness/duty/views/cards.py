"""The page of a site's card: its key as a QR code, shown once, when it is made."""

from urllib.parse import quote

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.duty.actions import make_key, remove_key
from readiness.duty.asking import asked_site
from readiness.duty.queries import card_key
from readiness.duty.views.rotas import EDITORS
from readiness.foundation import clock
from readiness.foundation.words import gettext as _
from readiness.web.access import actor, allow
from readiness.web.addresses import full_address
from readiness.web.frame import frame_url
from readiness.web.qr import qr_code

pages = Blueprint("card", __name__)


@pages.get("/duty/sites/<int:site_id>/card")
@allow(*EDITORS)
def show(site_id: int) -> ResponseReturnValue:
    """Whether the card has a key, since when, and how to make one."""
    return render_template(
        "duty/card.html", site=asked_site(site_id), key=card_key(site_id), address="", code=""
    )


@pages.post("/duty/sites/<int:site_id>/card/key")
@allow(*EDITORS)
def renew(site_id: int) -> ResponseReturnValue:
    """Make a new key, and show it this once: as an address and as a QR code to print."""
    site = asked_site(site_id)
    key = make_key(site, clock.now(), actor())
    address = full_address(f"/sites/{quote(site.code, safe='')}/{key}")
    return render_template(
        "duty/card.html", site=site, key=card_key(site_id), address=address, code=qr_code(address)
    )


@pages.post("/duty/sites/<int:site_id>/card/remove")
@allow(*EDITORS)
def remove(site_id: int) -> ResponseReturnValue:
    """Let the card show nobody any more."""
    remove_key(asked_site(site_id), actor())
    flash(
        _("The card shows nobody any more. What hangs on walls leads to the card that everyone sees."), "met"
    )
    return redirect(frame_url("card.show", site_id=site_id))
