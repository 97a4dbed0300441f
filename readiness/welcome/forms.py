"""The five questions that begin an organisation."""

from wtforms import StringField, TextAreaField

from readiness.foundation.words import msgid
from readiness.standards.packs import shipped_packs
from readiness.web.forms import CheckboxesField, Form, Required
from readiness.welcome.actions import Answers


class BeginForm(Form):
    """What the organisation is called, where it is, its time zone, its sites, and what it holds itself to."""

    organisation = StringField(
        msgid("What is your organisation called?"), [Required(msgid("Write the name of the organisation."))]
    )
    home_country = StringField(
        msgid("In which country are you?"),
        [Required(msgid("Write the country as two letters, such as US."))],
        description=msgid("Two letters, such as US or GB."),
    )
    time_zone = StringField(
        msgid("Which time zone?"),
        [Required(msgid("Write the time zone as an IANA name, such as America/New_York."))],
        description=msgid("Such as America/New_York. It decides when a day ends."),
    )
    sites = TextAreaField(
        msgid("Which sites do you have?"),
        description=msgid("Their names, one a line. Your staff list may bring more."),
    )
    packs = CheckboxesField(
        msgid("What do you hold yourselves to?"),
        description=msgid(
            "From today on; each can be changed or left later. A law is asked of the sites of its country only. "
            "Nothing here is legal advice."
        ),
    )

    def offer_packs(self) -> None:
        """Fill the choices. Call it before the form is used."""
        self.packs.choices = {pack.id: pack.title for pack in shipped_packs().values()}

    def answers(self) -> Answers:
        """What was answered."""
        lines = [" ".join(line.split()) for line in (self.sites.data or "").splitlines()]
        return Answers(
            self.organisation.data.strip(),
            self.home_country.data.strip().upper(),
            self.time_zone.data.strip(),
            [line for line in lines if line],
            list(self.packs.data or ()),
        )
