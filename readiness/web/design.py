"""The page that shows every component in every state, for those who build pages."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import FileField
from wtforms.validators import NumberRange

from readiness.foundation import clock
from readiness.foundation.paging import Order, page_of
from readiness.foundation.words import msgid
from readiness.web.access import signed_in
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField
from readiness.web.frame import frame
from readiness.web.listing import Column, Filter, Listing, Option
from readiness.web.statuses import LOOKS

pages = Blueprint("design", __name__)


@dataclass(frozen=True, slots=True)
class SampleHolder:
    """A row of the list that is shown: invented."""

    number: int
    name: str
    site: str
    status: str
    expires_on: date


NAMES = (
    "Ana Ruiz",
    "Tom Okafor",
    "Priya Shah",
    "Niamh Ó Briain",
    "李小龍",
    "Jørgen Ælfheim",
    "Zoë Müller-Lüdenscheidt",
)
SITES = ("Leeds", "Dallas", "York", "Portland")
STATUSES = ("valid", "due", "lapsed", "revoked", "not_yet_valid")

HOLDERS = Listing[SampleHolder](
    name="design-sample",
    columns=(
        Column("name", msgid("Name"), lambda row: row.name, order="name", is_title=True),
        Column("site", msgid("Site"), lambda row: row.site, order="site"),
        Column("status", msgid("Certificate"), lambda row: row.status, fact=1),
        Column("expires_on", msgid("Last day"), lambda row: row.expires_on, order="expires_on", fact=2),
        Column("number", msgid("Staff number"), lambda row: row.number, is_number=True),
    ),
    orders={
        "name": Order(("name", "number"), (str, int)),
        "site": Order(("site", "number"), (str, int)),
        "expires_on": Order(("expires_on", "number"), (date, int)),
    },
    sort="name",
    search=msgid("Name or staff number"),
    filters=(
        Filter("at", msgid("Site"), lambda: [Option(site, site) for site in SITES]),
        Filter("status", msgid("Certificate"), lambda: [Option(each, LOOKS[each].word) for each in STATUSES]),
    ),
)


class SampleForm(Form):
    """A form with one field of each kind."""

    name = StringField("Name of the site", [Required("Write the name that people use for the site.")])
    country = StringField("Country", description="Two letters, such as US.", render_kw={"maxlength": 2})
    opened_on = DayField("First day", description="From this day on its requirements hold.")
    headcount = IntegerField("Headcount", [NumberRange(1, 9999, "Write a number from 1 to 9999.")])
    kind = SelectField("Kind", choices={"office": "Office", "clinic": "Clinic", "shelter": "Shelter"})
    open_to = RadioField("Is it open to the public?", choices={"yes": "Yes", "no": "No"})
    languages = CheckboxesField("Languages spoken there", choices={"en": "English", "es": "Spanish"})
    notes = TextAreaField("What a dispatcher should know", description="Entrances, floors, who has the key.")
    file = FileField("List of people", description="A spreadsheet or CSV file, up to 512 MB.")
    agreed = TickField("People there have agreed", description="Ask before their number is shown.")


def holders(today: date, count: int = 7) -> list[SampleHolder]:
    """Invented rows, the same for a day."""
    return [
        SampleHolder(
            1041 + 37 * place,
            NAMES[place % len(NAMES)],
            SITES[place % len(SITES)],
            STATUSES[place % len(STATUSES)],
            today + timedelta(days=(place * 89) % 700 - 120),
        )
        for place in range(count)
    ]


@pages.get("/settings/design")
@signed_in
def design() -> ResponseReturnValue:
    """Every component in every state."""
    asked = HOLDERS.asked()
    rows = holders(frame().today)
    if asked.format:
        return HOLDERS.download(asked, rows)
    faulty = SampleForm(formdata=None, data={"headcount": 14, "kind": "clinic", "open_to": "yes"})
    faulty.name.errors = ["Write the name that people use for the site."]
    faulty.opened_on.errors = ["'31/02/2026' is no day. Write it as 2026-02-28."]
    faulty.open_to.errors = ["Say whether it is open to the public."]
    faulty.form_errors = [
        "Someone else changed this site meanwhile. Look at it again, then repeat your change."
    ]
    return render_template(
        "web/design.html",
        form=None,
        faulty=faulty,
        list=HOLDERS.shown(asked, page_of(rows, asked.page, lambda row: (row.name, row.number))),
        looks=LOOKS,
        now=clock.now(),
    )
