"""What all paper is printed from: what the handbook shows, where sites are, until when things hold. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from urllib.parse import quote

from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.text import nearest
from readiness.foundation.words import day
from readiness.foundation.words import gettext as _
from readiness.handbook.content import Content
from readiness.lines.standing import Watch
from readiness.paper.orders import Kind, Order
from readiness.people.places import CARD_FACTS, Place
from readiness.protocols.reviews import next_review_on
from readiness.standards.crisis_lines import CrisisLine
from readiness.standards.protocols import LANGUAGES, Protocol
from readiness.typesetting.letters import lacking


@dataclass(frozen=True)
class Material:
    """The handbook as it is shown now, and until when what is in it holds.

    `edition`: its short hash. `reviews`: by slug, the day by which a protocol is read again. `outage_ends`: by the code
    of a line that stands in for another, its last day there. `key_marks`: by a site's code, what tells its card's key
    from another. `months`: so long paper holds at most.
    """

    content: Content
    edition: str
    watch: Watch
    base_url: str
    months: int
    reviews: Mapping[str, date] = field(default_factory=dict)
    outage_ends: Mapping[str, date] = field(default_factory=dict)
    key_marks: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        return {place.code: place for place in self.content.places}

    @cached_property
    def _by_country(self) -> dict[str, Content]:
        return {}

    def at(self, country: str) -> Content:
        """The handbook as it is in a country."""
        if country not in self._by_country:
            self._by_country[country] = replace(self.content, country=country)
        return self._by_country[country]

    def place(self, code: str) -> Place:
        """The site; raises NotFound naming one that is alike."""
        if code not in self.places:
            near = nearest(code, self.places)
            hint = _(" Did you mean '%(near)s'?", near=near) if near else ""
            raise NotFound(_("There is no site '%(code)s'.", code=code) + hint)
        return self.places[code]

    def protocol(self, slug: str) -> Protocol:
        """The protocol as it is published; raises NotFound naming one that is alike."""
        if slug not in self.content.protocols:
            near = nearest(slug, self.content.protocols)
            hint = _(" Did you mean '%(near)s'?", near=near) if near else ""
            raise NotFound(_("No protocol '%(slug)s' is published.", slug=slug) + hint)
        return self.content.protocols[slug]

    def address(self, order: Order) -> str:
        """Where the code on the paper leads."""
        path = f"/protocols/{order.protocol}" if order.kind is Kind.PROTOCOL else "/"
        return f"{self.base_url}{path}?site={quote(order.site, safe='')}&lang={order.language}"

    def keyed_address(self, order: Order, key: str) -> str:
        """Where it leads with the key of the site's card."""
        return f"{self.base_url}/sites/{quote(order.site, safe='')}/{key}?lang={order.language}"

    def valid_until_on(self, order: Order, lines: tuple[CrisisLine, ...], printed_on: date) -> date:
        """The last day on which everything on the paper holds by what is known now."""
        days = [next_review_on(printed_on, self.months)]
        days += [due for line in lines if (due := self.watch.due_on(line)) is not None]
        days += [self.outage_ends[line.id] for line in lines if line.banner and line.id in self.outage_ends]
        if order.kind is Kind.PROTOCOL and order.protocol in self.reviews:
            days.append(self.reviews[order.protocol])
        return min(days)

    def check(self, order: Order) -> Place:
        """The site to print for; raises NotFound, Conflict or InvalidInput saying what to do first."""
        if not self.base_url:
            raise Conflict(
                _(
                    "The code on the paper would lead nowhere: READINESS_BASE_URL does not say by which address people "
                    "reach this service. Set it (https://readiness.example.org), and start the service anew."
                )
            )
        place = self.place(order.site)
        faults = _unprintable(place)
        if not place.address.strip():
            faults.append(
                _("%(site)s has no address, so nobody could tell a dispatcher where to come. Write it on the page of the site.", site=place.name)  # noqa: E501
            )  # fmt: skip
        if order.language not in LANGUAGES:
            faults.append(
                _("The handbook is not written in '%(language)s'. Choose one of: %(known)s.", language=order.language, known=", ".join(LANGUAGES))  # noqa: E501
            )  # fmt: skip
        if order.kind is Kind.PROTOCOL:
            faults += self._overdue(self.protocol(order.protocol))
        if faults:
            raise InvalidInput(faults)
        return place

    def _overdue(self, protocol: Protocol) -> list[str]:
        due_on = self.reviews.get(protocol.slug)
        if due_on is None or due_on >= self.watch.as_of:
            return []
        return [
            _("'%(slug)s' was to be read again by %(day)s. Review it first: what hangs on a wall is read for months.", slug=protocol.slug, day=day(due_on))  # noqa: E501
        ]  # fmt: skip


def _unprintable(place: Place) -> list[str]:
    """What of a site stands in letters that cannot be printed."""
    letters = lacking("".join((place.name, place.address, *(getattr(place, name) for name in CARD_FACTS))))
    if not letters:
        return []
    return [
        _(
            "%(site)s: the paper's type has no ‘%(letters)s’. Write it in Latin, Greek or Cyrillic letters on the page "
            "of the site.",
            site=place.name,
            letters=letters[:20],
        )
    ]
