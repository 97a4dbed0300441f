"""The form that asks where the sites are that a file makes, and which codes they get."""

from collections.abc import Iterable, Iterator, Mapping

from wtforms import Field, FieldList, FormField, HiddenField, StringField
from wtforms import Form as Part

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.imports.new_places import KEYS, Said, place_faults, said_whole
from readiness.imports.new_sites import NewSite
from readiness.web.forms import Form, Required


class NewSitePart(Part):  # type: ignore[misc]
    """One of the sites. Country and time zone are empty where they are those of all."""

    name = HiddenField()
    code = StringField(msgid("Code"))
    country = StringField(msgid("Country"))
    time_zone = StringField(msgid("Time zone"))

    def said(self) -> dict[str, str]:
        """What was typed, by the keys of a place."""
        return _typed(self[name] for name in KEYS)


class NewSitesForm(Form):
    """Where all of them are, and which are elsewhere."""

    country = StringField(
        msgid("Country"),
        [Required(msgid("Write the country as two letters, such as US."))],
        description=msgid("Two letters, such as US. Laws hold by country."),
    )
    time_zone = StringField(
        msgid("Time zone"), description=msgid("Such as America/New_York. It decides when a day ends.")
    )
    sites = FieldList(FormField(NewSitePart))

    def begin(self, sites: Iterable[NewSite], places: Mapping[str, Said]) -> None:
        """Show each site with its code, and where it is if that was said of it alone."""
        for site in sites:
            said = places.get(site.name, {})
            where = {name: said.get(name, "") for name in ("country", "time_zone")}
            self.sites.append_entry({"name": site.name, "code": site.code, **where})

    def everywhere(self) -> tuple[str, str]:
        """Country and time zone of all, whole."""
        said = said_whole(_typed((self.country, self.time_zone)))
        return said["country"], said["time_zone"]

    def places(self, sites: Iterable[NewSite], before: Mapping[str, Said]) -> dict[str, dict[str, str]]:
        """What is said of single sites. A code that was proposed is not said, so that it may still give way."""
        proposed, found = {site.name: site.code for site in sites}, {}
        for part in self._parts(proposed):
            said = part.said()
            if said.get("code") == proposed[part.name.data] and not before.get(part.name.data, {}).get(
                "code"
            ):
                del said["code"]
            if said:
                found[part.name.data] = said_whole(said)
        return found

    def look(self, sites: Iterable[NewSite], known_codes: Iterable[str]) -> bool:
        """Note every fault at its field; whether there is none."""
        self._note(self, place_faults(_typed((self.country, self.time_zone))))
        known, taken = {code.casefold() for code in known_codes}, dict[str, str]()
        for part in self._parts({site.name: site.code for site in sites}):
            faults = place_faults(part.said())
            code = part.code.data.strip()
            if not code:
                faults.append("code: " + _("Write a short code; it says which site it is."))
            elif code.casefold() in known or code.casefold() in taken:
                faults.append(
                    "code: " + _("%(code)s is the code of another site. Give another one.", code=code)
                )
            taken[code.casefold()] = part.name.data
            self._note(part, faults)
        return not self.faults

    def _parts(self, names: Mapping[str, str]) -> Iterator[NewSitePart]:
        """The parts of sites that the file makes; what else was sent is passed over."""
        yield from (each.form for each in self.sites if each.form.name.data in names)

    @staticmethod
    def _note(of: Part, faults: Iterable[str]) -> None:
        for fault in faults:
            name, _colon, sentence = fault.partition(": ")
            of[name].errors = [*of[name].errors, sentence]


def _typed(fields: Iterable[Field]) -> dict[str, str]:
    """What was typed into fields, by their keys; what is empty is not there."""
    found = {field.short_name.rpartition("-")[2]: (field.data or "").strip() for field in fields}
    return {name: text for name, text in found.items() if text}
