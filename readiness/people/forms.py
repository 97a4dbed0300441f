"""The forms of people, sites and departments."""

from collections.abc import Sequence

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.naming import with_code
from readiness.people.person_actions import PersonDetails, Work
from readiness.people.queries import department_names, job_titles, site_choices
from readiness.people.site_actions import SiteDetails
from readiness.people.work_actions import Days
from readiness.web.access import current_account
from readiness.web.forms import DayField, Form, Required

MOST_SITES = 2000
SUGGESTED = 500

WHY = msgid("For anyone who looks at this later. It goes into the audit trail.")


class PersonForm(Form):
    """What someone is called and reached by."""

    given_name = StringField(msgid("Given name"))
    family_name = StringField(msgid("Family name"))
    email = StringField(msgid("E-mail"), description=msgid("The address at work: reminders go there."))
    phone = StringField(msgid("Telephone"))
    languages = StringField(msgid("Languages"), description=msgid("Those spoken, such as: en, es"))
    seen = HiddenField()

    def details(self) -> PersonDetails:
        return PersonDetails(
            self.given_name.data or "",
            self.family_name.data or "",
            self.email.data or "",
            self.phone.data or "",
            self.languages.data or "",
        )


class EditPersonForm(PersonForm):
    """The same of someone who is there, with why."""

    reason = StringField(msgid("Why"), description=WHY)


class WorkFields(Form):
    """Where and as what someone works."""

    site = SelectField(msgid("Site"), validate_choice=False)
    department = StringField(
        msgid("Department"), description=msgid("A name that is new makes a new department.")
    )
    job_title = StringField(msgid("Job title"))

    def offer_choices(self) -> None:
        """Fill the choices: the sites by name. Call it before the form is used."""
        sites = site_choices(current_account().site_ids, MOST_SITES)
        self.site.choices = {"": _("No site")} | {
            str(site.id): with_code(site.name, site.code) for site in sites
        }

    @property
    def suggestions(self) -> dict[str, Sequence[str]]:
        """Departments and job titles that there are."""
        return {"departments": department_names(SUGGESTED), "job-titles": job_titles(SUGGESTED)}

    def work(self) -> Work:
        site = self.site.data or ""
        return Work(
            int(site) if site.isascii() and site.isdigit() else None,
            self.department.data or "",
            self.job_title.data or "",
        )


class AddPersonForm(WorkFields, PersonForm):
    """Someone who is not there yet."""

    staff_number = StringField(
        msgid("Staff number"),
        [Required(msgid("Write the staff number; it says who it is."))],
        description=msgid("As in the staff file. It cannot be changed later."),
    )
    from_on = DayField(msgid("First day of work"), [Required(msgid("Write the first day of work."))])
    until_on = DayField(msgid("Last day of work"), description=msgid("The day itself still counts."))


class MoveForm(WorkFields):
    """Another place of work, from a day."""

    from_on = DayField(msgid("First day there"), [Required(msgid("Write the first day there."))])
    reason = StringField(msgid("Why"), description=WHY)
    seen = HiddenField()


class DaysForm(Form):
    """A first and a last day, both included."""

    from_on = DayField(msgid("First day"))
    until_on = DayField(
        msgid("Last day"), description=msgid("The day itself still counts. Leave it empty for no end.")
    )
    reason = StringField(msgid("Why"), description=WHY)
    seen = HiddenField()

    def days(self) -> Days:
        return Days(self.from_on.data, self.until_on.data, self.reason.data or "")


class CorrectDaysForm(DaysForm):
    """The same for days that are known already: why must be said."""

    reason = StringField(
        msgid("Why"), [Required(msgid("Write why, for those who look at this later."))], description=WHY
    )


class ReasonForm(Form):
    """Why something is taken back."""

    reason = StringField(
        msgid("Why"), [Required(msgid("Write why, for those who look at this later."))], description=WHY
    )
    seen = HiddenField()


class SiteForm(Form):
    """What we know of a site."""

    name = StringField(msgid("Name"), [Required(msgid("Write the name that people use for the site."))])
    address = TextAreaField(msgid("Address"), description=msgid("As you would tell it to a dispatcher."))
    country = StringField(msgid("Country"), [Required(msgid("Write the country as two letters, such as US."))],
                          description=msgid("Two letters, such as US. Laws hold by country."))  # fmt: skip
    region = StringField(msgid("Region"), description=msgid("State or province, such as US-CA."))
    time_zone = StringField(
        msgid("Time zone"),
        [Required(msgid("Write the time zone as an IANA name, such as America/New_York."))],
        description=msgid("Such as America/New_York. It decides when a day ends."),
    )
    kind = StringField(msgid("What it is"), description=msgid("Such as office, clinic, warehouse."))
    hazard = StringField(
        msgid("Hazard"), description=msgid("Such as low or higher, as your requirements name it.")
    )
    open_to_public = RadioField(
        msgid("Open to the public"), choices={"": msgid("Not known"), "yes": msgid("Yes"), "no": msgid("No")},
        default="",
    )  # fmt: skip
    languages = StringField(msgid("Languages"), description=msgid("Those spoken there, such as: en, es"))
    emergency_number = StringField(msgid("Emergency number"), description=msgid("Such as 911 or 112."))
    outside_line_prefix = StringField(
        msgid("Prefix for an outside line"), description=msgid("What to dial first, such as 9.")
    )
    meeting_place = StringField(
        msgid("Where to meet the ambulance"), description=msgid("Such as: front gate, Main Street.")
    )
    exits = StringField(msgid("Exits"), description=msgid("Such as: front door, and the stairs by the lift."))
    assembly_point = StringField(
        msgid("Assembly point"), description=msgid("Where everyone gathers outside.")
    )
    defibrillator = StringField(
        msgid("Defibrillator"), description=msgid("Where it hangs, or where the nearest one is.")
    )
    dispatcher_words = StringField(
        msgid("Also tell the dispatcher"),
        description=msgid("Such as: the gate code, or that the lift is small."),
    )
    seen = HiddenField()

    def details(self) -> SiteDetails:
        return SiteDetails(**{name: self[name].data or "" for name in SiteDetails.__dataclass_fields__})


class AddSiteForm(SiteForm):
    """A site that is not there yet."""

    code = StringField(
        msgid("Code"),
        [Required(msgid("Write a short code; it says which site it is."))],
        description=msgid("As in your files, such as SITE-012. It cannot be changed later."),
    )


class EditSiteForm(SiteForm):
    """A site that is there, with why."""

    reason = StringField(msgid("Why"), description=WHY)


class CountField(IntegerField):  # type: ignore[misc]
    """A number of people; nothing is None."""

    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text and not (text.isascii() and text.isdigit() and len(text) < 8):
            raise ValueError(self.fault(text[:40]))
        if text:
            self.data = int(text)

    def fault(self, text: str) -> str:
        """What is said of a text that is none."""
        return _("'%(text)s' is no number of people. Write it as 120.", text=text)


class MinutesField(CountField):
    """A number of minutes; nothing is None."""

    def fault(self, text: str) -> str:
        return _("'%(text)s' is no number of minutes. Write it as 4.", text=text)


class HeadcountForm(Form):
    """The headcount of a site as given by hand."""

    from_on = DayField(msgid("From"), [Required(msgid("Write the day from which it holds."))])
    headcount = CountField(
        msgid("People"), description=msgid("Leave it empty to count again who works there from that day on.")
    )


class NearbyCareForm(Form):
    """How near to a site an infirmary, clinic or hospital is."""

    from_on = DayField(msgid("From"), [Required(msgid("Write the day from which it holds."))])
    minutes = MinutesField(
        msgid("Minutes away"),
        description=msgid(
            "From an injury until treatment begins, as you measured it. Leave it empty where none is near."
        ),
    )


class DepartmentForm(Form):
    """The name of a department."""

    name = StringField(
        msgid("Name"),
        [Required(msgid("Write the department's name."))],
        description=msgid("A staff file that still has the old name makes that department anew."),
    )
    seen = HiddenField()
