"""The pages of reminders: when people are reminded, what will be sent in the year ahead, and what was, of a person."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid, ngettext
from readiness.notices.held import is_mail_held
from readiness.people.profile import Profile
from readiness.people.queries import get_site
from readiness.people.sections import Section
from readiness.people.selection import Asked
from readiness.reminders.forecast import Coming, Whose, coming, past_of
from readiness.reminders.forms import RulesForm
from readiness.reminders.rules import rules_in_force
from readiness.reminders.settling import settle_rules
from readiness.reminders.turning import Home
from readiness.web.access import EDITORS, actor, allow
from readiness.web.frame import frame
from readiness.web.settings import installation, settings

pages = Blueprint("reminders", __name__, url_prefix="/settings/reminders")

MOST_SHOWN = 300
STAGES = {
    "escalated": msgid("Told to others, since nothing happened"),
    "digest": msgid("Digest of the week"),
}


def stage_in_words(stage: str) -> str:
    """Which of the reminders it is: 'The one for 30 days before'."""
    name, _dash, days = stage.partition("-")
    if name == "before":
        return ngettext("The one for the day before", "The one for %(count)s days before", int(days))
    if name == "after":
        return ngettext("The one for the day after", "The one for %(count)s days after", int(days))
    return _(STAGES.get(name, name))


def coming_in_words(coming: Coming) -> str:
    """'The one for 30 days before', and how many days are left where it comes late."""
    words, stage = stage_in_words(coming.wanted.stage), coming.wanted.stage
    left = (coming.wanted.about.due_on - coming.on).days
    if not stage.startswith("before-") or stage == f"before-{left}":
        return words
    if left < 1:
        return f"{words}, {_('no day left')}"
    return f"{words}, {ngettext('one day left', '%(count)s days left', left)}"


def _home() -> Home:
    held = settings()
    return Home(held.time_zone, held.home_country, held.language)


@pages.route("", methods=["GET", "POST"])
@allow(*EDITORS)
def rules() -> ResponseReturnValue:
    """When people are reminded."""
    form = RulesForm()
    if form.validate_on_submit():
        try:
            settle_rules(form.content(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved. What was sent already is not sent again."))
            return redirect(url_for("reminders.rules"))
    elif not form.is_submitted():
        form.fill(rules_in_force())
    page = render_template("reminders/rules.html", form=form, is_held=is_mail_held(installation()))
    return page, 422 if form.faults else 200


@pages.post("/as-shipped")
@allow(*EDITORS)
def as_shipped() -> ResponseReturnValue:
    """Take the rules of the release again."""
    settle_rules(None, actor())
    flash(_("Reminders are as this release has them."))
    return redirect(url_for("reminders.rules"))


@pages.get("/ahead")
@allow(*EDITORS)
def ahead() -> str:
    """What will be sent when, in the year ahead, if nothing is done: at the site of the frame, or everywhere."""
    code = frame().site
    site = get_site(code) if code else None
    found = coming(_home(), clock.now(), Whose(site=site.id if site else None))
    return render_template(
        "reminders/ahead.html",
        found=found[:MOST_SHOWN],
        count=len(found),
        site=site,
        speaks=settings().language,
        coming_in_words=coming_in_words,
        is_held=is_mail_held(installation()),
    )


def person_section(profile: Profile, _asked: Asked) -> Section:
    """What someone was reminded of, and what they will be, for their page."""
    values = {
        "coming": coming(_home(), clock.now(), Whose(person=profile.id)),
        "past": past_of(profile.id),
        "language": settings().language,
        "stage_in_words": stage_in_words,
        "coming_in_words": coming_in_words,
    }
    return Section("reminders/of_person.html", values)
