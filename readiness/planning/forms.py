"""The forms of plans."""

from typing import Any

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange
from wtforms.validators import Optional as Skippable

from readiness.foundation.words import msgid
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField

WEEKDAYS = {
    "0": msgid("Monday"), "1": msgid("Tuesday"), "2": msgid("Wednesday"), "3": msgid("Thursday"),
    "4": msgid("Friday"), "5": msgid("Saturday"), "6": msgid("Sunday"),
}  # fmt: skip
REMEMBERED = (
    "sites", "closed_weekdays", "opening", "keeps_holidays", "closed", "most_a_quarter", "shifts", "teams", "repeating",
    "avoids_classes",
)  # fmt: skip


class YearForm(Form):
    """Which days are planned, at which sites, and what is to be kept to."""

    first_on = DayField(msgid("From"), [Required(msgid("Write the first day that is planned."))])
    last_on = DayField(msgid("Until"), [Required(msgid("Write the last day that is planned."))])
    sites = TextAreaField(
        msgid("Sites"), description=msgid("Their names or codes, one a line. None: every site.")
    )
    closed_weekdays = CheckboxesField(msgid("Nothing is planned on"), choices=WEEKDAYS, default=["5", "6"])
    keeps_holidays = TickField(
        msgid("Nor on public holidays"),
        description=msgid("Those of the site's country and region."),
        default=True,
    )
    avoids_classes = TickField(msgid("Nor on a day on which a class is held at the site"), default=True)
    opening = TextAreaField(
        msgid("Opening hours"),
        description=msgid(
            "One a line: leeds, york: Mo-Fr 08:00-18:00; Sa 09:00-13:00. * is every site. "
            "A site of which nothing stands here is open at any hour."
        ),
    )
    closed = TextAreaField(
        msgid("Closed days"),
        description=msgid(
            "One a line: 2026-12-21 to 2027-01-03: Winter break. For some sites only: 2026-10-05 @ leeds, york: Fair."
        ),
    )
    most_a_quarter = IntegerField(
        msgid("Nobody is in more exercises a quarter than"),
        [Skippable(), NumberRange(1, 90, msgid("Write a whole number from 1 to 90."))],
        description=msgid("Whoever works at several sites is counted at all of them."),
    )
    shifts = TextAreaField(
        msgid("Shifts"),
        description=msgid(
            "One a line, with its hours: day 07:00-15:00. Exercises are spread over them, "
            "and on none of which less than an hour lies within the opening hours."
        ),
    )
    teams = TextAreaField(
        msgid("Who runs exercises"),
        description=msgid(
            "One a line, with how many they run on one day: North: leeds, york = 2. * is every site."
        ),
    )
    repeating = TextAreaField(
        msgid("Drills that repeat"),
        description=msgid(
            "One a line, by a rule of recurrence: leeds: fire from 2026-09-01 RRULE:FREQ=MONTHLY;BYDAY=2TU "
            "except 2026-12-08."
        ),
    )

    def asked(self) -> dict[str, Any]:
        """What was filled in, as it is kept and shown again."""
        return {name: self[name].data for name in REMEMBERED}

    def named_sites(self) -> list[str]:
        """The sites as they were typed: a name may have a comma in it."""
        return [line.strip() for line in (self.sites.data or "").splitlines() if line.strip()]


class MoveForm(Form):
    """To which day an exercise is put."""

    day = DayField(msgid("Day"), [Required(msgid("Write the day."))])


class NotHeldForm(Form):
    """Why an exercise was not held, and when it is made up."""

    why = StringField(msgid("Why it was not held"), [Required(msgid("Write why it was not held."))])
    make_up_on = DayField(msgid("Made up on"), [Skippable()], description=msgid("Empty: it is not made up."))
