"""What stays missing in words: of whom, why, and what would have to be booked. Pure."""

from collections.abc import Sequence
from datetime import date

from readiness.duty.week import WEEKDAYS
from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import language_name, ngettext
from readiness.training.lacking import Lack
from readiness.training.reasons import ENGAGED, FAR, FULL, GOING, LATE, NO_CLASS, NOBODY, UNTIL


def about_in_words(about: Sequence[str]) -> str:
    """Shifts and languages, as they are kept, in words: 'Monday 08:00–16:00, Spanish'."""
    return ", ".join(_slot_in_words(each) if "/" in each else language_name(each) for each in about)


def _slot_in_words(written: str) -> str:
    weekday, start, end = map(int, written.split("/"))
    hours = (f"{minute // 60:02}:{minute % 60:02}" for minute in (start, end))
    return f"{_(WEEKDAYS[weekday])} {'–'.join(hours)}"


def what_closes(lack: Lack, kind: str, today: date) -> str:
    """Why something stays missing, and what would have to be booked, in a sentence or two; `kind`: as it is called."""
    if lack.why in (NO_CLASS, FAR, FULL):
        if lack.first_on > today:
            return f"{_no_class(lack, kind)} {_('Plan one before %(day)s.', day=words.day(lack.first_on))}"
        return f"{_no_class(lack, kind)} {_('Plan one as soon as possible: it is missing today already.')}"
    if lack.why in (UNTIL, LATE) and lack.class_on is not None:
        return f"{_class_late(lack.why, words.day(lack.class_on))} {_('An earlier one would close it.')}"
    if lack.why == NOBODY:
        return _(
            "There are classes, but nobody here (on that shift, or with that language) could go and would help: they "
            "are away then, do not speak the language of the class, have another class then, or have the certificate "
            "already."
        )
    if lack.why == GOING:
        return _("Everyone here who could go to a class and would help goes already, by this plan.")
    return f"{_no_seat(lack)} {_another_class(lack)}"


def _no_class(lack: Lack, kind: str) -> str:
    """That there is no class to go to, in a sentence."""
    return {
        NO_CLASS: _("No class that leads to ‘%(kind)s’ is planned.", kind=kind),
        FAR: _("No class that leads to ‘%(kind)s’ is near enough.", kind=kind),
        FULL: _("No class that leads to ‘%(kind)s’ and is near enough has a free seat.", kind=kind),
    }[lack.why]


def _class_late(why: str, day: str) -> str:
    if why == UNTIL:
        return _(
            "It is missing only until %(day)s: then a class counts that somebody here is to go to.", day=day
        )
    return _("The first class that somebody can go to counts from %(day)s.", day=day)


def _no_seat(lack: Lack) -> str:
    if lack.why != ENGAGED:
        return _("Every seat of the classes that somebody here could go to in time is taken, with this plan.")
    return ngettext(
        "One seat is free, but those who could go are needed on duty then, or in another class by this plan.",
        "%(count)s seats are free, but those who could go are needed on duty then, or in another class by this plan.",
        lack.free,
    )


def _another_class(lack: Lack) -> str:
    return ngettext(
        "Plan another class with one seat.", "Plan another class with %(count)s seats.", lack.missing
    )
