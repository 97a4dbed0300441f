"""The page of the webhook: where messages are posted too, the secret that signs them, a test."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.notices.forms import WebhookForm
from readiness.notices.messages import WEBHOOK
from readiness.notices.trying import owe_test
from readiness.notices.ways import way_named
from readiness.notices.webhook import has_webhook, webhook_of
from readiness.notices.webhook_actions import end_webhook, set_webhook
from readiness.web.access import Role, actor, allow
from readiness.web.settings import installation

pages = Blueprint("webhook", __name__, url_prefix="/settings/webhook")


@pages.route("", methods=["GET", "POST"])
@allow(Role.ADMIN)
def index() -> ResponseReturnValue:
    """Say where messages are posted."""
    webhook = webhook_of(installation())
    form = WebhookForm(data={"url": webhook.url if webhook else ""})
    if form.validate_on_submit():
        try:
            set_webhook(form.url.data.strip(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved. Messages are posted there from now on, signed by the new secret below."))
            return redirect(url_for("webhook.index"))
    page = render_template("notices/webhook.html", form=form, webhook=webhook, way=way_named(WEBHOOK))
    return page, 422 if form.faults else 200


@pages.post("/test")
@allow(Role.ADMIN)
def test() -> ResponseReturnValue:
    """Post a test message."""
    if has_webhook():
        owe_test("test", WEBHOOK, clock.now(), actor())
        flash(_("A test message is posted within a minute; see the outbox for what became of it."))
    else:
        flash(_("There is no webhook yet. Write its address first."), "due")
    return redirect(url_for("webhook.index"))


@pages.post("/end")
@allow(Role.ADMIN)
def end() -> ResponseReturnValue:
    """Post nothing any more."""
    end_webhook(clock.now(), actor())
    flash(_("Nothing is posted any more."))
    return redirect(url_for("webhook.index"))
