"""What stays missing with a plan, and why: what would have to be booked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from readiness.duty.week import WEEKDAYS
from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import language_name, number
from readiness.training.shapes import Demand, Problem

NO_CLASS, NOBODY, LATE, NO_SEAT = "no_class", "nobody", "late", "no_seat"


@dataclass(frozen=True, slots=True)
class Lack:
    """A requirement that stays short on some days, by so many at once; or of so many people there."""

    site: str
    pack: str
    clause: str
    certificate: str
    of_people: bool
    why: str
    first_on: date
    last_on: date
    missing: int
    days: int
    class_on: date | None = None
    about: Sequence[str] = ()
    """The shifts or languages of which somebody is missing, as they are kept."""

    def kept(self) -> dict[str, Any]:
        """As it is kept."""
        days = {name: str(getattr(self, name) or "") for name in ("first_on", "last_on", "class_on")}
        return {**asdict(self), **days}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Lack":
        days = {name: date.fromisoformat(kept[name]) for name in ("first_on", "last_on")}
        class_on = date.fromisoformat(kept["class_on"]) if kept["class_on"] else None
        return cls(**{**kept, **days, "class_on": class_on, "about": tuple(kept.get("about", ()))})


def lacks_of(problem: Problem, rest: Sequence[Demand], serving: Mapping[str, Sequence[str]]) -> list[Lack]:
    """What stays missing, the most days first. `serving`: by a kind, those that count as it."""
    places = {demand.key: place for place, demand in enumerate(problem.demands)}
    first_class = _first_classes(problem)
    found: dict[tuple[str, ...], list[Lack]] = {}
    for demand in rest:
        place = places.get(demand.key, -1)
        counting = serving.get(demand.certificate, (demand.certificate,))
        is_offered = any(
            offer.kind in counting and (offer.reach is None or demand.site_id in offer.reach)
            for offer in problem.offers.values()
        )
        lack = _lack(demand, first_class.get(place), is_offered)
        found.setdefault((*demand.asked[:3], demand.certificate, lack.why), []).append(lack)
    return sorted(map(_together, found.values()), key=lambda lack: (-lack.days, lack.site, lack.clause))


def _first_classes(problem: Problem) -> dict[int, date]:
    """By demand, the day on which the first class that anybody could go to for it would count."""
    found: dict[int, date] = {}
    for choice in problem.choices:
        day = problem.offers[choice.offer].ends_on
        for stretch in choice.covers:
            demand = problem.stretches[stretch].demand
            found[demand] = min(day, found.get(demand, day))
    return found


def _lack(demand: Demand, class_on: date | None, is_offered: bool) -> Lack:
    last_on = demand.runs[-1].days.until_on
    why = NO_SEAT
    if not is_offered:
        why = NO_CLASS
    elif class_on is None:
        why = NOBODY
    elif last_on < class_on:
        why = LATE
    site, pack, clause, staff_number = demand.asked
    return Lack(
        site, pack, clause, demand.certificate, bool(staff_number), why, demand.runs[0].days.from_on, last_on,
        max(run.missing for run in demand.runs), demand.person_days, class_on if why == LATE else None,
        (demand.about,) if demand.about else (),
    )  # fmt: skip


def _together(lacks: Sequence[Lack]) -> Lack:
    """What is missing of several people of a site as one: how many they are."""
    one = lacks[0]
    return Lack(
        one.site, one.pack, one.clause, one.certificate, one.of_people, one.why,
        min(lack.first_on for lack in lacks), max(lack.last_on for lack in lacks),
        len(lacks) if one.of_people else one.missing, sum(lack.days for lack in lacks),
        min((lack.class_on for lack in lacks if lack.class_on), default=None),
        sorted({each for lack in lacks for each in lack.about}),
    )  # fmt: skip


def about_in_words(about: Sequence[str]) -> str:
    """Shifts and languages, as they are kept, in words: 'Monday 08:00–16:00, Spanish'."""
    return ", ".join(_slot_in_words(each) if "/" in each else language_name(each) for each in about)


def _slot_in_words(written: str) -> str:
    weekday, start, end = map(int, written.split("/"))
    hours = (f"{minute // 60:02}:{minute % 60:02}" for minute in (start, end))
    return f"{_(WEEKDAYS[weekday])} {'–'.join(hours)}"


def what_closes(lack: Lack, kind: str, today: date) -> str:
    """Why something stays missing, and what would have to be booked, in a sentence or two; `kind`: as it is called."""
    if lack.why == NO_CLASS:
        none = _("No class that leads to ‘%(kind)s’ and is near enough has a free seat.", kind=kind)
        if lack.first_on > today:
            return f"{none} {_('Plan one before %(day)s.', day=words.day(lack.first_on))}"
        return f"{none} {_('Plan one as soon as possible: it is missing today already.')}"
    if lack.why == NOBODY:
        return _(
            "There are classes, but nobody here (on that shift, or with that language) could go and would help: they "
            "are away then, do not speak the language of the class, have another class then, or have the certificate "
            "already."
        )
    if lack.why == LATE and lack.class_on is not None:
        return _(
            "The first class that somebody can go to counts from %(day)s. An earlier one would close it.",
            day=words.day(lack.class_on),
        )
    return _(
        "Every available seat is taken, or those who could go are needed on duty. Plan another "
        "class with %(count)s seats.",
        count=number(lack.missing),
    )
