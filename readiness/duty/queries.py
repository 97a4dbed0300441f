"""Reads of responders: whole sites at once, in a few statements whatever the number of people."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from readiness.certificates.kinds import certificate_kinds
from readiness.duty.models import DutyAbsence, DutyCardKey, DutyConsent, DutySaid, DutyShift
from readiness.duty.presence import Presence, presence_at
from readiness.duty.roster import Days, Responder, Said, Shift, Shown, SiteRoster, Skill
from readiness.duty.skills import SETTING, SHIPPED, counting_as
from readiness.foundation.database import among, as_json, number_list, select
from readiness.foundation.errors import NotFound
from readiness.foundation.settings import stored
from readiness.foundation.temporal import NEVER, current
from readiness.foundation.words import gettext as _
from readiness.people.models import Person, Site

KEPT_DAYS = timedelta(days=8)
"""What ended so long ago is on no roster and in no week that is shown now."""

ON_CARD, COLLEAGUES = "card", "colleagues"
"""To whom someone agreed to be shown."""

_OF_PEOPLE = "v.superseded_in = :never AND {among}"
_ON_ROTA = """
    SELECT site_id, person_id FROM duty_shift WHERE superseded_in = :never AND until_on >= :since
    UNION SELECT site_id, person_id FROM duty_said
    WHERE superseded_in = :never AND said_on >= :since AND site_id IS NOT NULL
"""


def responder_kinds() -> tuple[str, ...]:
    """The kinds of certificates that make a responder here."""
    kept = stored(SETTING)
    return tuple(kept) if kept is not None else SHIPPED


def latest_change() -> int:
    """The number of the last change of anything; 0 where there was none."""
    return int(next(select("SELECT coalesce(max(id), 0) FROM change"))[0])


def site_rosters(site_ids: Iterable[int] | None, since: date) -> dict[int, SiteRoster]:
    """The responders of sites (None: of all), by the site's number, with what did not end before a day."""
    wanted, values = ("", {})
    if site_ids is not None:
        wanted, values = f" AND {among('id', 'own')}", {"own": number_list(sorted(site_ids))}
    sites = list(
        select(f"SELECT id, code, time_zone FROM site WHERE superseded_in = {NEVER}{wanted}", **values)
    )
    keys = dict(select("SELECT site_id, key_hash FROM duty_card_key"))
    people_at: dict[int, list[int]] = defaultdict(list)
    for site_id, person_id in select(f"{_ON_ROTA} ORDER BY 2", never=NEVER, since=since):
        people_at[site_id].append(person_id)
    asked = {person for site_id, _code, _zone in sites for person in people_at[site_id]}
    about = _About(sorted(asked), since)
    return {
        site_id: SiteRoster(
            code,
            zone,
            keys.get(site_id, ""),
            tuple(about.responder(person, site_id) for person in people_at[site_id] if person in about.known),
        )
        for site_id, code, zone in sites
    }


class _About:
    """All that is known of some people that decides whether they are on duty; a statement for each kind of fact."""

    def __init__(self, person_ids: list[int], since: date) -> None:
        self._values: dict[str, Any] = {"people": number_list(person_ids), "never": NEVER, "since": since}
        self.known = {id_ for (id_,) in self._rows("SELECT v.id FROM person v WHERE {of}", "v.id")}
        self._employed = self._days("employment")
        self._on_leave = self._days("leave")
        self._absent = self._days("duty_absence")
        self._shifts = self._grouped(
            "SELECT v.person_id, v.site_id, v.weekday, v.from_minute, v.until_minute, v.fact_id, v.from_on, v.until_on "
            "FROM duty_shift v WHERE {of} AND v.until_on >= :since ORDER BY v.weekday, v.from_minute, v.id",
            lambda site, weekday, start, end, number, *days: (
                site,
                Shift(weekday, start, end, Days(*days), number),
            ),
        )
        self._said = self._grouped(
            "SELECT v.person_id, v.said_on, coalesce(s.code, ''), v.said_at FROM duty_said v "
            "LEFT JOIN site s ON s.id = v.site_id WHERE {of} AND v.said_on >= :since ORDER BY v.id",
            Said,
        )
        self._skills = self._certificates()
        self._shown = self._grouped(
            "SELECT v.person_id, p.given_name, v.phone, v.place, v.languages, v.audience FROM duty_consent v "
            "JOIN person p ON p.id = v.person_id WHERE {of}",
            lambda name, phone, place, languages, audience: Shown(
                name, phone, place, tuple(as_json(languages)), audience == ON_CARD
            ),
        )

    def responder(self, person_id: int, site_id: int) -> Responder:
        shown = self._shown[person_id]
        return Responder(
            person_id,
            tuple(shift for at, shift in self._shifts[person_id] if at == site_id),
            self._employed[person_id],
            self._on_leave[person_id],
            self._absent[person_id],
            self._skills[person_id],
            self._said[person_id],
            shown[0] if shown else None,
        )

    def _rows(self, statement: str, person: str = "v.person_id") -> Iterable[tuple[Any, ...]]:
        of = _OF_PEOPLE.format(among=among(person, "people"))
        return select(statement.format(of=of), **self._values)

    def _grouped(self, statement: str, value: Callable[..., Any]) -> Mapping[int, tuple[Any, ...]]:
        found: dict[int, tuple[Any, ...]] = defaultdict(tuple)
        for person_id, *columns in self._rows(statement):
            found[person_id] += (value(*columns),)
        return found

    def _days(self, table: str) -> Mapping[int, tuple[Days, ...]]:
        return self._grouped(
            f"SELECT v.person_id, v.from_on, v.until_on FROM {table} v "
            "WHERE {of} AND v.until_on >= :since ORDER BY v.from_on, v.id",
            Days,
        )

    def _certificates(self) -> Mapping[int, tuple[Skill, ...]]:
        kinds = certificate_kinds()
        counts_as = counting_as(responder_kinds(), kinds)
        found = self._grouped(
            "SELECT v.person_id, v.kind, v.issued_on, v.counts_until_on FROM certificate v "
            "WHERE {of} AND v.counts_until_on >= :since ORDER BY v.kind, v.issued_on, v.id",
            lambda kind, *days: (kind, Days(*days)),
        )
        skills: dict[int, tuple[Skill, ...]] = defaultdict(tuple)
        for person_id, held in found.items():
            skills[person_id] = tuple(
                Skill(counts_as[kind], kinds.known(counts_as[kind]).title, days)
                for kind, days in held
                if kind in counts_as
            )
        return skills


def shown_rosters(today: date) -> list[SiteRoster]:
    """What the cards of all sites that have a key may show: those who agreed to that, and nobody else."""
    with_key = [site_id for (site_id,) in select("SELECT site_id FROM duty_card_key")]
    return [
        replace(site, responders=tuple(each for each in site.responders if each.shown and each.shown.on_card))
        for site in site_rosters(with_key, today - KEPT_DAYS).values()
    ]


def responders_on(site: Site, instant: datetime) -> Presence:
    """Who is on duty at a site at an instant, whether they are shown to colleagues or not."""
    since = instant.date() - KEPT_DAYS
    return presence_at(site_rosters([site.id], since)[site.id], instant)


def consent_of(person_id: int) -> DutyConsent | None:
    """What someone agreed to; None where to nothing."""
    found: DutyConsent | None = DutyConsent.get_or_none(
        (DutyConsent.person == person_id) & current(DutyConsent)
    )
    return found


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """What people are called, by their numbers; one statement."""
    found = Person.select().where(Person.id.in_(sorted(set(person_ids))))
    return {each.id: f"{each.given_name} {each.family_name}".strip() or each.staff_number for each in found}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who could be on duty: works at the site, with a certificate that counts."""

    staff_number: str
    name: str


def candidates(site_id: int, day: date, most: int = 500) -> list[Candidate]:
    """Those who work at a site on a day and have a certificate that makes a responder, by name."""
    kinds = sorted(counting_as(responder_kinds(), certificate_kinds()))
    if not kinds:
        return []
    named = {f"kind_{place}": kind for place, kind in enumerate(kinds)}
    rows = select(
        "SELECT p.staff_number, p.given_name, p.family_name FROM membership m "
        "JOIN person p ON p.id = m.person_id WHERE m.site_id = :site AND m.superseded_in = :never "
        "AND m.from_on <= :day AND m.until_on >= :day AND p.superseded_in = :never AND EXISTS ("
        "SELECT 1 FROM certificate c WHERE c.person_id = p.id AND c.superseded_in = :never "
        f"AND c.issued_on <= :day AND c.counts_until_on >= :day AND c.kind IN ({', '.join(':' + n for n in named)})"
        ") ORDER BY p.name_key, p.id LIMIT :most",
        site=site_id,
        never=NEVER,
        day=day,
        most=most,
        **named,
    )
    return [Candidate(number, f"{given} {family}".strip()) for number, given, family in rows]


def get_shift(number: int) -> DutyShift:
    """The weekly shift with this number, with its site and person; raises NotFound."""
    found: DutyShift | None = DutyShift.get_or_none((DutyShift.fact_id == number) & current(DutyShift))
    if found is None:
        raise NotFound(_("There is no such shift any more. Look at the week again."))
    return found


def get_absence(number: int) -> DutyAbsence:
    """The absence with this number; raises NotFound."""
    found: DutyAbsence | None = DutyAbsence.get_or_none(
        (DutyAbsence.fact_id == number) & current(DutyAbsence)
    )
    if found is None:
        raise NotFound(_("There is no such absence any more. Look at the week again."))
    return found


def absences_of(person_ids: Iterable[int], since: date) -> list[DutyAbsence]:
    """The absences of people that do not end before a day, by their first day."""
    return list(
        DutyAbsence.select(DutyAbsence, Person)
        .join(Person)
        .where(
            DutyAbsence.person.in_(sorted(set(person_ids)))
            & (DutyAbsence.until_on >= since)
            & current(DutyAbsence)
        )
        .order_by(DutyAbsence.from_on, DutyAbsence.id)
    )


def shifts_of(person_id: int, day: date) -> list[DutyShift]:
    """Someone's weekly shifts that do not end before a day, with their sites."""
    return list(
        DutyShift.select(DutyShift, Site)
        .join(Site)
        .where((DutyShift.person == person_id) & (DutyShift.until_on >= day) & current(DutyShift))
        .order_by(Site.name, DutyShift.weekday, DutyShift.from_minute)
    )


def said_of(person_id: int, day: date) -> DutySaid | None:
    """What someone said of a day; None where nothing."""
    found: DutySaid | None = DutySaid.get_or_none(
        (DutySaid.person == person_id) & (DutySaid.said_on == day) & current(DutySaid)
    )
    return found


def site_of(person_id: int, day: date) -> Site | None:
    """Where someone works on a day."""
    rows = select(
        "SELECT site_id FROM membership WHERE person_id = :person AND superseded_in = :never "
        "AND from_on <= :day AND until_on >= :day AND site_id IS NOT NULL ORDER BY from_on DESC LIMIT 1",
        person=person_id,
        never=NEVER,
        day=day,
    )
    return next((Site.get_by_id(site_id) for (site_id,) in rows), None)


def card_key(site_id: int) -> DutyCardKey | None:
    """When the card's key was made, and by whom; None where it has none."""
    found: DutyCardKey | None = DutyCardKey.get_or_none(DutyCardKey.site == site_id)
    return found
