"""The page that shows every component in every state, for those who build pages."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import FileField
from wtforms.validators import NumberRange

from readiness.foundation import clock
from readiness.foundation.paging import Key, Order, Page, page_of
from readiness.foundation.words import msgid
from readiness.web.access import READERS, allow
from readiness.web.cells import status
from readiness.web.design_plots import sample_plots
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField
from readiness.web.frame import frame
from readiness.web.listing import Asked, Filter, Listing, Option
from readiness.web.rows import Column, Picking, RowPage
from readiness.web.shown_list import ShownList
from readiness.web.statuses import LOOKS
from readiness.web.values import away

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
COURSES = (("valid", 412), ("due", 21), ("lapsed", -31), ("revoked", 90), ("not_yet_valid", 760))
"""A status, and in how many days a certificate of it ends."""

HOLDERS = Listing[SampleHolder](
    name="design-sample",
    columns=(
        Column(
            "name",
            msgid("Name"),
            lambda row: row.name,
            order="name",
            is_title=True,
            detail=lambda row: row.number,
        ),
        Column("site", msgid("Site"), lambda row: row.site, order="site"),
        Column(
            "status",
            msgid("Certificate"),
            lambda row: row.status,
            fact=1,
            shown=lambda row: status(row.status),
        ),
        Column(
            "expires_on",
            msgid("Last day"),
            lambda row: row.expires_on,
            order="expires_on",
            fact=2,
            shown=lambda row: away(row.expires_on),
            is_labelled=True,
        ),
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
    page=lambda: RowPage(lambda row: f"#{row.number}"),
    picking=Picking(lambda row: row.number, lambda row: f"Choose {row.name}"),
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
    rows = []
    for place in range(count):
        status, days = COURSES[place % len(COURSES)]
        name, site = NAMES[place % len(NAMES)], SITES[place % len(SITES)]
        rows.append(SampleHolder(1041 + 37 * place, name, site, status, today + timedelta(days=days)))
    return rows


def holders_page(asked: Asked) -> Page[SampleHolder]:
    """The rows that are asked for; a real list lets its database find them."""

    def key(row: SampleHolder) -> Key:
        return tuple(getattr(row, column) for column in asked.page.order.columns)

    fitting = [
        row
        for row in holders(frame().today)
        if asked.search.casefold() in f"{row.name} {row.number}".casefold()
        and row.site in (asked.chosen["at"] or SITES)
        and row.status in (asked.chosen["status"] or STATUSES)
    ]
    return page_of(sorted(fitting, key=key, reverse=asked.page.is_descending), asked.page, key)


@pages.get("/settings/design")
@allow(*READERS)
def design() -> ResponseReturnValue:
    """Every component in every state."""
    asked = HOLDERS.asked()
    page = holders_page(asked)
    if asked.format:
        return HOLDERS.download(asked, page.rows)
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
        list=ShownList(HOLDERS, asked, page),
        looks=LOOKS,
        now=clock.now(),
        days=[frame().today + timedelta(days=days) for days in (-31, 0, 1, 12, 412)],
        plots=sample_plots(frame().today),
    )
