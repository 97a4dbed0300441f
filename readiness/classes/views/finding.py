"""What the pages of classes ask first: who acts, which class, who may tick its list; and what rooms above know."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from flask import Flask, current_app

from readiness.classes.actions import Desk
from readiness.classes.clashes import OtherDays, Warnings
from readiness.classes.models import TrainingClass
from readiness.classes.queries import get_class, person_within
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, NotFound
from readiness.foundation.words import gettext as _
from readiness.people.asking import asked_today
from readiness.people.models import Person
from readiness.people.queries import get_person_by_id
from readiness.web.access import CLASS_PLANNERS, actor, current_account


def desk() -> Desk:
    return Desk(actor(), clock.now())


def offer_other_days(app: Flask, known: OtherDays) -> None:
    """Let rooms above say what people do on a day."""
    app.extensions["readiness_other_days"] = known


def other_days(person_ids: Sequence[int], day: date) -> Warnings:
    """What rooms above know of the day of these people."""
    return cast(OtherDays, current_app.extensions["readiness_other_days"])(person_ids, day)


def may_tick(training_class: TrainingClass) -> bool:
    """Whether the account may note who was there: those who plan classes, and the trainer of this one."""
    account = current_account()
    return account.role in CLASS_PLANNERS or account.id == training_class.trainer_account_id


def ticked_class(class_id: int) -> TrainingClass:
    """The class; raises NotFound for whoever may not note who was there."""
    found = get_class(class_id)
    if not may_tick(found):
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
    return found


def person_in_reach(person_id: int) -> Person:
    """Someone whose records the account may see; raises NotFound."""
    found = person_within(person_id, asked_today().reach)
    if found is None:
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
    return found


def oneself() -> Person:
    """The person that the account is of; raises Conflict where it is nobody's."""
    person_id = current_account().person_id
    if person_id is None:
        raise Conflict(_("Your account is linked to nobody on the staff. An administrator can link it."))
    return get_person_by_id(person_id)
