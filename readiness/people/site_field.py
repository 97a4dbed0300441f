"""The field in which a form asks for a site: typed by its name or its code, offered while one types."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from readiness.foundation.words import msgid
from readiness.people.queries import find_site
from readiness.people.site_words import SiteWords
from readiness.web.frame import MOST_SITES, SiteChoice, sites

NAME_OR_CODE = msgid("Its name or its code.")
WHICH_SITE = msgid("Write which site it is.")


class SiteInput(TextInput):  # type: ignore[misc]
    """A line to type in, with the sites that the account sees as suggestions."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        """The control and its suggestions: names, each with its code beside it."""
        list_id = f"{field.id}-sites"
        control = super().__call__(field, **{"list": list_id, "autocomplete": "off", **kwargs})
        offered = sites().choices(MOST_SITES) or ()
        shown = _shown(offered)
        options = Markup().join(
            Markup('<option value="{}">{}</option>').format(shown[each.code], each.code) for each in offered
        )
        return Markup('{}<datalist id="{}">{}</datalist>').format(control, list_id, options)


class SiteField(StringField):  # type: ignore[misc]
    """A site. `data` is the code of the one that is meant, '' where nothing is said."""

    widget = SiteInput()
    data: str

    def process_data(self, value: Any) -> None:
        """Begin with the site of a code."""
        self.data = value or ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep what was typed until it is known which site it means."""
        self.data = valuelist[0].strip() if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        """Find the site that is meant; raises StopValidation saying what to do."""
        if not self.data:
            return
        words = SiteWords.known()
        code = words.meant(self.data)
        if code is None:
            raise StopValidation(words.not_meant(self.data))
        self.data = code

    def _value(self) -> str:
        if self.errors or not self.data:
            return str(self.data or "")
        offered = _shown(sites().choices(MOST_SITES) or ())
        known = None if self.data in offered else find_site(self.data)
        return offered.get(self.data, str(known.name) if known else self.data)


def _shown(offered: Sequence[SiteChoice]) -> dict[str, str]:
    """How each site is written, by its code: by its name; of several with one name, and its code."""
    names = [each.name for each in offered]
    twice = {name for name in names if names.count(name) > 1} if len({*names}) < len(names) else frozenset()
    return {each.code: f"{each.name} ({each.code})" if each.name in twice else each.name for each in offered}
