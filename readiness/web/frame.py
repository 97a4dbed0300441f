"""The frame of a request: which site, which day, by what knowledge; the same for every page of the workroom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Protocol, cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.local import LocalProxy

from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput
from readiness.foundation.formats import instant_text
from readiness.foundation.temporal import ASKED_YEARS, Question, has_come, knowledge_at, records_began_at
from readiness.foundation.words import gettext as _
from readiness.web.once import known_now
from readiness.web.settings import settings

KEPT = ("site", "as_of", "known_at")
"""The arguments of an address that links carry on."""
MOST_SITES = 200
"""So many sites can be chosen from a list; where there are more, the code is typed."""


class SiteChoice(Protocol):
    """A site that may be looked at."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def time_zone(self) -> str: ...


class Sites(Protocol):
    """How the frame asks for the sites that the account may see; given by the room that knows them."""

    def choices(self, most: int) -> Sequence[SiteChoice] | None:
        """The sites by name; None where there are more than so many."""

    def named(self, code: str) -> SiteChoice:
        """The site with this code; raises NotFound."""

    def has_sample(self) -> bool:
        """Whether a sample's sites are among all that there are; what a removed sample knew is known no more."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page is about. `known_at` None: by all that is known."""

    today: date
    as_of: date
    known_at: datetime | None = None
    site: str | None = None
    site_name: str = ""
    time_zone: str = "UTC"

    @property
    def is_other_day(self) -> bool:
        """Whether the page tells of something else than today, by all that is known."""
        return self.as_of != self.today or self.known_at is not None

    @property
    def known_on(self) -> str:
        """The day of the instant of knowledge, as a form shows it; '' where there is none."""
        return self.known_at.astimezone(self.zone).date().isoformat() if self.known_at else ""

    @property
    def known_time(self) -> str:
        """Its time of day; '' for the end of the day. No later change comes in by being rounded."""
        if self.known_at is None:
            return ""
        there = self.known_at.astimezone(self.zone)
        return "" if there.time() == time.max else there.time().isoformat()[:12]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which instants are shown."""
        return ZoneInfo(self.time_zone)


def frame() -> Frame:
    """The frame of this request, from ?site=&as_of=&known_at=; raises InvalidInput naming each wrong value."""
    if "frame" not in g:
        g.frame = _read()
    return cast(Frame, g.frame)


def _read() -> Frame:
    code = request.args.get("site") or None
    site = sites().named(code) if code else None
    zone = site.time_zone if site else settings().time_zone
    today = clock.today(zone)
    faults: list[str] = []
    as_of = _day(request.args.get("as_of", ""), faults) or today
    known_at = _known_at(zone, today, faults)
    if faults:
        raise InvalidInput(faults, title=_("This address names no day."))
    return Frame(today, as_of, known_at, code, site.name if site else "", zone)


def question() -> Question:
    """The day and the knowledge that the page answers by."""
    if "question" not in g:
        known_at = frame().known_at
        g.question = Question(frame().as_of, knowledge_at(known_at) if known_at else known_now())
    return cast(Question, g.question)


def records_begin() -> datetime | None:
    """When the first record was made, where the page answers by what was known before it: then nothing is shown.

    The changes of a sample that was removed tell of nothing that is there any more: the trail alone keeps them.
    """
    known_at = frame().known_at
    if known_at is None or "connection" not in g:
        return None
    began = records_began_at(with_sample=sites().has_sample())
    return began if began and known_at < began else None


def frame_of_today() -> Frame:
    """The frame where nothing was asked for, or what was asked for is wrong."""
    zone = settings().time_zone
    today = clock.today(zone)
    g.frame = Frame(today, today, time_zone=zone)
    return cast(Frame, g.frame)


def _known_at(zone: str, today: date, faults: list[str]) -> datetime | None:
    """The instant of knowledge; of a day that is not over yet, now. What is still to come is refused."""
    if request.args.get("known_time") and not request.args.get("known_at"):
        faults.append(_("known_time: Write the day as well, or leave the time empty."))
    text = arguments().get("known_at", "")
    if text == today.isoformat():
        return clock.now()
    asked = instant(text, zone, faults)
    if asked is not None and not _has_come(asked):
        fault = _(
            "known_at: '%(text)s' is still to come, and nobody can tell what will be known then.", text=text
        )
        # A day it names; where another of its values is none, that is what is said of it first.
        title = _("This address names no day.") if faults else _("What will be known is not known yet.")
        raise InvalidInput([*faults, fault], title=title)
    return asked


def _has_come(asked: datetime) -> bool:
    """Whether an instant is past; the database is asked only where the clock says that it is not."""
    return asked <= clock.now() or ("connection" in g and has_come(asked))


def _day(text: str, faults: list[str]) -> date | None:
    return asked_day("as_of", text, faults) if text else None


def asked_day(name: str, text: str, faults: list[str]) -> date | None:
    """A day that may be asked about: what is looked at before and after it must be in the calendar too."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        faults.append(_("%(name)s: '%(text)s' is no day. Write it as 2026-06-30.", name=name, text=text))
        return None
    if day.year in ASKED_YEARS:
        return day
    faults.append(
        _(
            "%(name)s: '%(text)s' is too far away. Ask about a day from %(first)s to %(last)s.",
            name=name, text=text, first=ASKED_YEARS[0], last=ASKED_YEARS[-1],
        )
    )  # fmt: skip
    return None


def instant(text: str, zone: str, faults: list[str]) -> datetime | None:
    """An instant as it is typed: with a zone of its own, else in this one; a day alone means its end."""
    try:
        if len(text) == len("2026-06-30"):
            ended = date.fromisoformat(text) + timedelta(days=1)
            return datetime.combine(ended, time(), ZoneInfo(zone)) - timedelta(microseconds=1)
        read = datetime.fromisoformat(text) if text else None
    except (ValueError, OverflowError):
        faults.append(
            _("known_at: '%(text)s' is no instant. Write it as 2026-06-30 or 2026-06-30T17:00.", text=text)
        )
        return None
    return read.replace(tzinfo=ZoneInfo(zone)) if read and read.tzinfo is None else read


def arguments() -> MultiDict[str, str]:
    """The arguments of this address, with a time of day that stands apart put to its day."""
    if "arguments" not in g:
        found = request.args.copy()
        time_of_day = found.pop("known_time", "")
        if time_of_day and len(found.get("known_at", "")) == len("2026-06-30"):
            found["known_at"] = f"{found['known_at']}T{time_of_day}"
        g.arguments = found
    return cast("MultiDict[str, str]", g.arguments)


def keep() -> dict[str, str]:
    """The arguments of this address that links within the workroom carry on."""
    if "kept" not in g:
        g.kept = {name: arguments()[name] for name in KEPT if arguments().get(name)}
    return cast(dict[str, str], g.kept)


def frame_url(endpoint: str, **values: Any) -> str:
    """The address of a page of the workroom, which keeps the site and the day; None takes an argument away."""
    return url_for(endpoint, **{**keep(), **values})


@lru_cache(maxsize=50_000)
def path_of(endpoint: str, **values: str) -> str:
    """The path of a page, put together once: for lists that lead to many."""
    return url_for(endpoint, **cast(dict[str, Any], values))


def frame_urls(endpoint: str, argument: str) -> Callable[[int], str]:
    """The addresses of pages that differ by a number alone: put together once, for a list of them."""
    address = frame_url(endpoint, **{argument: _ANY_NUMBER})
    begin, _number, end = address.partition(str(_ANY_NUMBER))
    return lambda number: f"{begin}{number}{end}"


# No record has it, and no argument that an address carries on holds it by chance.
_ANY_NUMBER = 4_093_082_899_513_773_211


def here(**changes: Any) -> str:
    """The address of this page with some arguments changed; None takes one away."""
    values: dict[str, Any] = {name: arguments().getlist(name) for name in arguments()}
    values.update(request.view_args or {})
    return url_for(request.endpoint or "static", **{**values, **changes})


def asked_again(answered: Question) -> str:
    """The address that brings the same answer for ever: its day and the exact instant of its knowledge are named."""
    at = answered.known.at
    return here(as_of=answered.as_of.isoformat(), known_at=instant_text(at) if at else None)


def others(*names: str) -> list[tuple[str, str]]:
    """The arguments of this address but for the names, as a form that asks for the same page hides them."""
    left_out = {*names, "after", "before"}
    return [(name, value) for name, value in arguments().items(multi=True) if name not in left_out]


def sites() -> Sites:
    """The sites that the account may see."""
    return cast(Sites, current_app.extensions["readiness_sites"])


def add_frame(app: Flask, known_sites: Sites) -> None:
    """Give templates `frame`, and the ways to link within it."""
    app.extensions["readiness_sites"] = known_sites
    app.jinja_env.globals.update(
        frame=LocalProxy(frame),
        frame_sites=lambda: sites().choices(MOST_SITES),
        frame_url=frame_url,
        keep=keep,
        records_begin=records_begin,
        here=here,
        others=others,
    )
