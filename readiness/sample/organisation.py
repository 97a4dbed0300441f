"""Northwind Community Health, made up from a seed, relative to a day. Pure."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from readiness.people.sample_name import SAMPLE_NAME

NAME = SAMPLE_NAME
SEED = 20_261_123
PEOPLE = 1200

GIVEN_NAMES = (
    "Ana", "Tom", "Priya", "Maria", "James", "Aisha", "Wei", "Fatima", "Daniel", "Sofia", "Kwame", "Elena",
    "Noah", "Grace", "Mateo", "Hannah", "Omar", "Lucía", "Samuel", "Ingrid", "Diego", "Chloe", "Ravi",
    "Zoë", "Liam", "Amara", "Jonas", "Mei", "Patrick", "Nadia", "Oscar", "Ruth", "Yusuf", "Clara", "Ben",
    "Leila", "Marcus", "Sinéad", "Hugo", "Tanya",
)  # fmt: skip
FAMILY_NAMES = (
    "Ruiz", "Okafor", "Shah", "García", "Miller", "Khan", "Chen", "Haddad", "Kowalski", "Rossi", "Mensah",
    "Novak", "Johnson", "O'Brien", "Hernández", "Schmidt", "Rahman", "Morales", "Williams", "Larsen", "Torres",
    "Dubois", "Patel", "Müller", "Murphy", "Diallo", "Andersen", "Li", "Walsh", "Petrov", "Lindqvist",
    "Cohen", "Yilmaz", "Bianchi", "Turner", "Nasser", "Reid", "Byrne", "Fischer", "Brooks",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleSite:
    """A site, and how well it is looked after: the share of its people who are trained.

    `is_cared_for`: managers are trained, and proofs kept; elsewhere some are forgotten.
    `soon`: so many of those trained have a certificate that ends within weeks.
    """

    code: str
    name: str
    address: str
    country: str
    region: str
    time_zone: str
    kind: str
    hazard: str
    open_to_public: bool
    languages: tuple[str, ...]
    emergency_number: str
    people: int
    trained: float
    exercises: int
    outside_line_prefix: str = ""
    is_cared_for: bool = True
    soon: int = 0


def _american(code: str, city: str, region: str, zone: str, kind: str, public: bool, people: int, trained: float, exercises: int, **more: Any) -> SampleSite:  # fmt: skip  # noqa: E501
    address = f"{100 + len(code) * 7} Main Street, {city}, {region}"
    hazard = "higher" if kind == "warehouse" else "low"
    languages = ("en", "es") if region in {"TX", "CA", "FL"} else ("en",)
    return SampleSite(
        code, city, address, "US", region, f"America/{zone}", kind, hazard, public, languages, "911",
        people, trained, exercises, "9" if kind == "clinic" else "", **more,
    )  # fmt: skip


def _british(
    code: str, city: str, kind: str, public: bool, people: int, trained: float, exercises: int, **more: Any
) -> SampleSite:
    address = f"{len(city)} Station Road, {city}"
    return SampleSite(
        code, city, address, "GB", "England", "Europe/London", kind, "low", public, ("en",), "999",
        people, trained, exercises, **more,
    )  # fmt: skip


SITES = (
    _american("head-office", "Chicago", "IL", "Chicago", "office", False, 318, 0.14, 3),
    _american("dallas", "Dallas", "TX", "Chicago", "clinic", True, 210, 0.07, 3, is_cared_for=False),
    _american("austin", "Austin", "TX", "Chicago", "clinic", True, 96, 0.14, 3),
    _american("portland", "Portland", "OR", "Los_Angeles", "clinic", True, 84, 0.05, 0, is_cared_for=False),
    _american("oakland", "Oakland", "CA", "Los_Angeles", "clinic", True, 102, 0.15, 1),
    _american("miami", "Miami", "FL", "New_York", "clinic", True, 88, 0.125, 3, soon=6),
    _american("denver", "Denver", "CO", "Denver", "office", False, 47, 0.18, 3),
    _american("newark", "Newark", "NJ", "New_York", "warehouse", False, 73, 0.03, 1, is_cared_for=False),
    _american("nome", "Nome", "AK", "Nome", "outpost", True, 9, 0.25, 1),
    _british("leeds", "Leeds", "clinic", True, 96, 0.125, 3, soon=3),
    _british("york", "York", "clinic", True, 41, 0.20, 3),
    _british("hull", "Hull", "warehouse", False, 36, 0.0, 0, is_cared_for=False),
)

DEPARTMENTS = ("Nursing", "Counselling", "Reception", "Facilities", "Finance", "People", "Logistics")
JOB_TITLES = {
    "Nursing": ("Nurse", "Senior Nurse", "Team Manager"),
    "Counselling": ("Counsellor", "Social Worker", "Team Manager"),
    "Reception": ("Receptionist", "Site Manager"),
    "Facilities": ("Technician", "Facilities Manager"),
    "Finance": ("Accountant", "Manager"),
    "People": ("HR Partner", "Trainer", "Manager"),
    "Logistics": ("Driver", "Warehouse Clerk", "Team Manager"),
}


@dataclass(frozen=True, slots=True)
class SampleCertificate:
    """A certificate; `expires_on` None: the kind's default is used."""

    kind: str
    issued_on: date
    expires_on: date | None = None
    revoked_on: date | None = None
    number: str = ""
    evidence: str = ""


@dataclass(slots=True)
class SamplePerson:
    """A person with their dated facts."""

    staff_number: str
    given_name: str
    family_name: str
    site: str
    department: str
    job_title: str
    languages: tuple[str, ...]
    from_on: date
    until_on: date | None = None
    leave_from_on: date | None = None
    moved_on: date | None = None
    moved_from: str = ""
    certificates: list[SampleCertificate] = field(default_factory=list)

    @property
    def email(self) -> str:
        return f"{self.staff_number.lower()}@northwind.example"


def sample_people(today: date) -> list[SamplePerson]:
    """The people of the sample, the same for the same day."""
    chance = random.Random(SEED)  # noqa: S311
    people: list[SamplePerson] = []
    for site in SITES:
        for place in range(site.people):
            person = _person(len(people) + 1, site, today, chance)
            _train(person, place, site, today, chance)
            people.append(person)
    return people[:PEOPLE]


def _person(number: int, site: SampleSite, today: date, chance: random.Random) -> SamplePerson:
    department = chance.choice(DEPARTMENTS)
    title = chance.choices(JOB_TITLES[department], weights=[8, 3, 1][: len(JOB_TITLES[department])])[0]
    person = SamplePerson(
        staff_number=f"N{number:05}",
        given_name=chance.choice(GIVEN_NAMES),
        family_name=chance.choice(FAMILY_NAMES),
        site=site.code,
        department=department,
        job_title=title,
        languages=tuple(lang for lang in site.languages if lang == "en" or chance.random() < 0.4),
        from_on=today - timedelta(days=chance.randrange(20, 3600)),
    )
    fate = chance.random()
    if fate < 0.05:
        person.until_on = today - timedelta(days=chance.randrange(0, 300))
        person.from_on = min(person.from_on, person.until_on - timedelta(days=90))
    elif fate < 0.07:
        person.until_on = today + timedelta(days=chance.randrange(1, 90))
    elif fate < 0.09:
        person.from_on = today + timedelta(days=chance.randrange(1, 60))
    elif fate < 0.12:
        person.leave_from_on = today - timedelta(days=chance.randrange(0, 120))
        person.from_on = min(person.from_on, person.leave_from_on - timedelta(days=200))
    elif fate < 0.15:
        person.moved_on = today - timedelta(days=chance.randrange(10, 400))
        person.from_on = min(person.from_on, person.moved_on - timedelta(days=60))
        person.moved_from = chance.choice([other.code for other in SITES if other.code != site.code])
    return person


_ANY_STATE = {"good": 60, "ending": 10, "lapsed": 12, "renewed": 10, "overlapping": 5, "revoked": 3}
_COUNTING = {"good": 70, "renewed": 20, "overlapping": 10}
_SOON = {"soon": 1}


def _train(person: SamplePerson, place: int, site: SampleSite, today: date, chance: random.Random) -> None:
    """Give certificates in every state: good, ending soon, lapsed, renewed, overlapping, revoked."""
    states = _COUNTING if site.is_cared_for else _ANY_STATE
    trained = round(site.people * site.trained)
    if place < trained or chance.random() < 0.02:
        of_first = (
            _SOON if trained - site.soon <= place < trained else states if place < trained else _ANY_STATE
        )
        person.certificates += _held("mhfa-adult", 3 * 365, today, chance, of_first)
        person.certificates = _numbered(person.certificates, site, chance)
    if place in (1, 2) or chance.random() < site.trained:
        person.certificates += _held("cpr-aed", 2 * 365, today, chance, states if place > 0 else _ANY_STATE)
    if "Manager" in person.job_title and (site.is_cared_for or chance.random() < 0.85):
        person.certificates += _held("de-escalation", 2 * 365, today, chance, states)
    for kind, share in (("first-aid", 0.05), ("naloxone", 0.03), ("pfa", 0.03), ("suicide-prevention", 0.04)):
        if chance.random() < share:
            person.certificates += _held(kind, 2 * 365, today, chance, _ANY_STATE)
    if not site.is_cared_for:
        person.certificates = [
            each for each in person.certificates if each.issued_on >= person.from_on - timedelta(days=900)
        ]


def _numbered(
    held: list[SampleCertificate], site: SampleSite, chance: random.Random
) -> list[SampleCertificate]:
    """Where a site is cared for, every first aid certificate has its proof."""
    if not site.is_cared_for:
        return held
    return [
        each
        if each.number or each.evidence
        else replace(each, number=f"MHF-{chance.randrange(10_000, 99_999)}")
        for each in held
    ]


def _held(
    kind: str, length: int, today: date, chance: random.Random, states: dict[str, int]
) -> Iterator[SampleCertificate]:
    number = f"{kind[:3].upper()}-{chance.randrange(10_000, 99_999)}" if chance.random() < 0.8 else ""
    match chance.choices(list(states), weights=list(states.values()))[0]:
        case "good":
            issued_on = today - timedelta(days=chance.randrange(5, length - 100))
            yield SampleCertificate(kind, issued_on, number=number)
        case "ending":
            ends_on = today + timedelta(days=chance.randrange(0, 60))
            yield SampleCertificate(kind, ends_on - timedelta(days=length), ends_on, number=number)
        case "soon":
            ends_on = today + timedelta(days=chance.randrange(9, 29))
            yield SampleCertificate(kind, ends_on - timedelta(days=length), ends_on, number=number)
        case "lapsed":
            ends_on = today - timedelta(days=chance.randrange(1, 400))
            yield SampleCertificate(kind, ends_on - timedelta(days=length), ends_on, number=number)
        case "renewed":
            renewed_on = today - timedelta(days=chance.randrange(10, 300))
            yield SampleCertificate(kind, renewed_on - timedelta(days=length), renewed_on, number=number)
            yield SampleCertificate(kind, renewed_on, number=f"{number}-R" if number else "", evidence="copy")
        case "overlapping":
            first_on = today - timedelta(days=length - 30)
            yield SampleCertificate(kind, first_on, number=number)
            yield SampleCertificate(kind, today - timedelta(days=chance.randrange(5, 90)))
        case "revoked":
            issued_on = today - timedelta(days=chance.randrange(120, 400))
            yield SampleCertificate(kind, issued_on, revoked_on=issued_on + timedelta(days=60), number=number)


@dataclass(frozen=True, slots=True)
class SampleExercise:
    """An exercise at a site; `held_on` None: it was planned, and missed, or is still to come."""

    site: str
    planned_on: date
    held_on: date | None


def sample_exercises(today: date) -> Iterator[SampleExercise]:
    """Exercises held over the last year and a half, some missed, and one to come at each site."""
    chance = random.Random(SEED + 1)  # noqa: S311
    for site in SITES:
        for turn in range(site.exercises):
            day = today - timedelta(days=20 + turn * 150 + chance.randrange(0, 60))
            yield SampleExercise(site.code, day, day + timedelta(days=chance.choice((0, 0, 0, 7))))
        if site.exercises == 0:
            yield SampleExercise(site.code, today - timedelta(days=chance.randrange(30, 200)), None)
        yield SampleExercise(site.code, today + timedelta(days=chance.randrange(7, 120)), None)
