"""Requests for resources, answered ahead of everything else: no sign-in, no cookie, nothing kept of who asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from peewee import PeeweeException

from readiness.foundation import clock
from readiness.foundation.database import connected, is_missing
from readiness.foundation.errors import ReadinessError
from readiness.handbook.bundle import Wanted
from readiness.handbook.edition import HTML, NOT_KEPT, Finished, tag_of
from readiness.handbook.opened import OnDemand
from readiness.handbook.openings import Openings, of_resource
from readiness.handbook.resource_pages import PATH, Asked, detail_page, list_page, thanks_page, with_nearest
from readiness.handbook.shelf import Shelf, Shelves
from readiness.resources.finding import Sought
from readiness.resources.reports import report

Values = Mapping[str, list[str]]

NEED, WRONG = f"{PATH}/need/", "/wrong"
NAMED_IN_SEARCH = 5
_SPOKEN_LONGEST, _WORDS_LONGEST = 8, 300


def is_for_resources(path: str) -> bool:
    """Whether an address is one of these."""
    return path == PATH or path.startswith(f"{PATH}/")


@dataclass(frozen=True)
class ResourceDesk:
    """Answers for resources. `None` is what it answers where there is no such page."""

    shelves: Shelves
    openings: Openings

    @classmethod
    def at(cls, folder: Path, openings: Openings) -> "ResourceDesk":
        """A desk by the file in a folder; `openings`: where it counts which page is opened."""
        return cls(Shelves(folder), openings)

    def answer(self, method: str, path: str, values: Values, wanted: Wanted) -> OnDemand | None:
        """The page that is asked for; None for one that is not there."""
        shelf = self.shelves.current()
        if shelf is None:
            return None
        wanted = replace(wanted, site=wanted.site if shelf.place(wanted.site) else "")
        if path == PATH or path.startswith(NEED):
            return self._list(shelf, path, values, wanted)
        name = path.removeprefix(f"{PATH}/")
        card = shelf.card(name.removesuffix(WRONG))
        if card is None:
            return None
        if not name.endswith(WRONG):
            if method == "GET":
                self.openings.note(of_resource(card.id))
            return _page(detail_page(shelf, card, wanted, clock.now()), wanted)
        if method != "POST":
            return None
        kept = _reported(lambda: report(card.id, _one(values, "words"), clock.now()))
        return _page(thanks_page(shelf, card, wanted, is_kept=kept), wanted)

    def _list(self, shelf: Shelf, path: str, values: Values, wanted: Wanted) -> OnDemand | None:
        need = path.removeprefix(NEED) if path.startswith(NEED) else _one(values, "need")
        if need not in shelf.catalogue.needs:
            if path.startswith(NEED):
                return None
            need = ""
        number = _one(values, "page")
        asked = Asked(
            wanted=wanted,
            words=_one(values, "q")[:_WORDS_LONGEST],
            need=need,
            spoken=_one(values, "spoken")[:_SPOKEN_LONGEST],
            is_open=_one(values, "open") == "1",
            page=int(number) if number.isdecimal() and 0 < int(number) < 1000 else 1,
        )
        return _page(list_page(shelf, asked, clock.now()), wanted)

    def beside(self, page: Finished, wanted: Wanted) -> Finished:
        """A protocol's page at a site, with who is near for each of its needs."""
        shelf = self.shelves.current()
        place = shelf.place(wanted.site) if shelf else None
        if shelf is None or place is None:
            return page
        plain = with_nearest(page.plain.decode(), shelf, place, wanted).encode()
        return OnDemand(page.path, page.language, page.type, page.caching, tag_of(plain), plain, b"", b"")

    def copy(self) -> tuple[str, str]:
        """Who is near each site, for phones: its address, and the text; '' where nobody is."""
        shelf = self.shelves.current()
        return (shelf.near_address, shelf.near) if shelf else ("", "")

    def in_search(self, typed: str, wanted: Wanted) -> list[dict[str, str]]:
        """What a search for situations gives beside them, as data."""
        shelf = self.shelves.current()
        if shelf is None or not typed.strip():
            return []
        place = shelf.place(wanted.site)
        here, need = shelf.here(place), shelf.catalogue.meant.by(typed)
        # Who is near for a need is worked out once; nothing of it tells what was typed.
        found = (
            shelf.catalogue.nearest(need.id, here, clock.now(), NAMED_IN_SEARCH)
            if need
            else shelf.catalogue.find(Sought(typed, here=here), clock.now(), NAMED_IN_SEARCH)
        )
        tail = f"?site={wanted.site}" if place else ""
        return [
            {
                "id": each.card.id,
                "title": each.card.name,
                "organisation": each.card.organisation,
                "phone": each.card.phones[0].shown if each.card.phones else "",
                "url": f"{PATH}/{each.card.id}{tail}",
            }
            for each in found
        ]


def _reported(write: Callable[[], bool]) -> bool:
    """Whether it could be written down; these pages go on while the database is away."""
    if is_missing():
        return False
    try:
        with connected():
            return write()
    except (ReadinessError, PeeweeException):
        return False


def _one(values: Values, name: str) -> str:
    return values.get(name, [""])[0]


def _page(html: str, wanted: Wanted) -> OnDemand:
    """Kept by no cache: what somebody looked for may harm them."""
    return OnDemand("", wanted.language, HTML, NOT_KEPT, "", html.encode(), b"", b"")
