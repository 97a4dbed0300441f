"""Reads of sites, departments and people."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from peewee import fn

from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import NotFound
from readiness.foundation.rows import first
from readiness.foundation.temporal import NEVER, Knowledge, current
from readiness.foundation.text import nearest
from readiness.foundation.words import gettext as _
from readiness.people.models import (
    Department,
    Employment,
    Leave,
    Membership,
    Person,
    PersonVersion,
    Site,
    SiteVersion,
)
from readiness.people.places import CARD_FACTS, Place
from readiness.web.once import until_changed


def get_site(code: str) -> Site:
    """The site with this code; raises NotFound naming one that is alike."""
    site: Site | None = Site.get_or_none((Site.code == code) & current(Site))
    if site is None:
        near = nearest(code, (row.code for row in Site.select(Site.code).where(current(Site))))
        hint = f" Did you mean '{near}'?" if near else ""
        raise NotFound(f"There is no site '{code}'.{hint}")
    return site


def find_person(staff_number: str) -> Person | None:
    """The person with this staff number, if we know one."""
    person: Person | None = Person.get_or_none((Person.staff_number == staff_number) & current(Person))
    return person


class SiteName(NamedTuple):
    """A site by its names, where the rest of it is not asked about: there may be thousands on a page."""

    id: int
    code: str
    name: str
    time_zone: str


def site_choices(site_ids: frozenset[int] | None, most: int) -> list[SiteName]:
    """Up to so many sites by name: those of the numbers, or of all."""
    return list(until_changed(("sites", site_ids, most), lambda: tuple(_site_choices(site_ids, most))))


def _site_choices(site_ids: frozenset[int] | None, most: int) -> Iterator[SiteName]:
    wanted, values = _own_sites(site_ids)
    rows = select(
        f"SELECT id, code, name, time_zone FROM site WHERE {wanted} ORDER BY name, code LIMIT :most",
        most=most,
        **values,
    )
    return map(SiteName._make, rows)


def places() -> list[Place]:
    """Every site that we hold true now, as a place to be found; by code."""
    columns = (
        Site.code, Site.name, Site.address, Site.country, Site.emergency_number, Site.outside_line_prefix,
        *(getattr(Site, name) for name in CARD_FACTS),
    )  # fmt: skip
    rows: Any = Site.select(*columns).where(current(Site)).order_by(Site.code).tuples()
    return [Place(*row) for row in rows]


def countries_of_sites() -> dict[str, bool]:
    """The countries of the sites that we hold true now, each with whether that was said of every site there."""
    rows = select(
        "SELECT country, max(CASE WHEN is_place_assumed THEN 1 ELSE 0 END) FROM site "
        "WHERE superseded_in = :never GROUP BY country ORDER BY country",
        never=NEVER,
    )
    return {country: not is_assumed for country, is_assumed in rows}


def all_choices(site_ids: frozenset[int] | None, most: int) -> Sequence[SiteName] | None:
    """Every site by name, of the numbers or of all; None, and none of them read, where there are more than so many."""
    return until_changed(("every site", site_ids, most), lambda: _all_choices(site_ids, most))


def _all_choices(site_ids: frozenset[int] | None, most: int) -> Sequence[SiteName] | None:
    wanted, values = _own_sites(site_ids)
    rows = select(
        "SELECT m.one_more, s.id, s.code, s.name, s.time_zone FROM "
        f"(SELECT (SELECT 1 FROM site WHERE {wanted} LIMIT 1 OFFSET :most) AS one_more) m "
        f"LEFT JOIN site s ON m.one_more IS NULL AND {wanted} ORDER BY s.name, s.code",
        most=most,
        **values,
    )
    found = list(rows)
    return None if found[0][0] else tuple(SiteName(*site) for _more, *site in found if site[0] is not None)


def _own_sites(site_ids: frozenset[int] | None) -> tuple[str, dict[str, Any]]:
    if site_ids is None:
        return "superseded_in = :never", {"never": NEVER}
    own = {"never": NEVER, "own": number_list(sorted(site_ids))}
    return f"superseded_in = :never AND {among('id', 'own')}", own


def site_countries() -> set[str]:
    """The countries in which there are sites."""
    return {
        country
        for (country,) in select(
            "SELECT DISTINCT country FROM site WHERE superseded_in = :never", never=NEVER
        )
    }


def site_titles(codes: Iterable[str]) -> dict[str, str]:
    """What the sites with these codes are called."""
    wanted = tuple(sorted(set(codes)))
    return dict(until_changed(("titles", wanted), lambda: _site_titles(wanted))) if wanted else {}


def _site_titles(codes: Sequence[str]) -> dict[str, str]:
    wanted = {f"code_{place}": code for place, code in enumerate(codes)}
    places = ", ".join(f":{place}" for place in wanted)
    rows = select(
        f"SELECT code, name FROM site WHERE superseded_in = :never AND code IN ({places})",
        never=NEVER,
        **wanted,
    )
    return dict(rows)


def get_person(staff_number: str) -> Person:
    """The person with this staff number; raises NotFound."""
    person = find_person(staff_number)
    if person is None:
        raise NotFound(f"There is nobody with the staff number '{staff_number}'.")
    return person


def get_person_by_id(person_id: int) -> Person:
    """The person with this number of ours; raises NotFound."""
    person = first(Person, "id = :id AND superseded_in = :never", id=person_id, never=NEVER)
    if person is None:
        raise NotFound(_("There is no such person."))
    return person


def people_by_ids(person_ids: Sequence[int]) -> list[Person]:
    """Those with these numbers of ours, by name; raises NotFound where one is not there. One statement."""
    found = list(
        Person.select()
        .where(Person.id.in_(list(person_ids)) & current(Person))
        .order_by(Person.name_key, Person.id)
    )
    if len(found) < len(set(person_ids)):
        raise NotFound(_("Someone who was chosen is not there any more. Choose again in the list."))
    return found


def get_site_by_id(site_id: int) -> Site:
    """The site with this number of ours; raises NotFound."""
    site: Site | None = Site.get_or_none((Site.id == site_id) & current(Site))
    if site is None:
        raise NotFound(_("There is no such site."))
    return site


def find_department(name: str) -> Department | None:
    """The department of this name, if there is one."""
    department: Department | None = Department.get_or_none((Department.name == name) & current(Department))
    return department


def latest_version_of(person: Person) -> int:
    """The change that last gave a person's own columns other values; that which made them, if none did."""
    latest = PersonVersion.select(fn.MAX(PersonVersion.superseded_in)).where(
        PersonVersion.person == person.id
    )
    return int(latest.scalar() or person.recorded_in)


Spell = TypeVar("Spell", bound=Employment | Membership | Leave)


def current_spells(model: type[Spell], person_id: int) -> list[Spell]:
    """What we hold true of someone's employment, memberships or leave, in the order of their days."""
    spells: Any = model
    found = spells.select().where((spells.person == person_id) & current(model))
    return list(found.order_by(spells.from_on, spells.id))


def get_spell(model: type[Spell], fact_id: int) -> Spell:
    """What we hold true of an employment, a membership or a leave, by its number; raises NotFound."""
    found: list[Spell] = list(model.select().where((model.fact_id == fact_id) & current(model)))  # type: ignore[arg-type]
    if not found:
        raise NotFound(_("These days are not known any more. Look at the person again."))
    return found[0]


def find_site(code: str) -> Site | None:
    """The site with this code, if we know one."""
    site: Site | None = Site.get_or_none((Site.code == code) & current(Site))
    return site


def site_as_known(site: Site, knowledge: Knowledge) -> Site | SiteVersion:
    """A site's own columns as they were known: those of a version, where they were given other values since."""
    later = SiteVersion.select().where(
        (SiteVersion.site == site.id) & (SiteVersion.superseded_in > knowledge.number)
    )
    version: SiteVersion | None = later.order_by(SiteVersion.superseded_in).first()
    return version or site


def get_department(department_id: int) -> Department:
    """The department with this number of ours; raises NotFound."""
    department: Department | None = Department.get_or_none(
        (Department.id == department_id) & current(Department)
    )
    if department is None:
        raise NotFound(_("There is no such department."))
    return department


def latest_version_of_site(site: Site) -> int:
    """The change that last gave a site's own columns other values; that which made them, if none did."""
    latest = SiteVersion.select(fn.MAX(SiteVersion.superseded_in)).where(SiteVersion.site == site.id)
    return int(latest.scalar() or site.recorded_in)


def department_names(most: int) -> list[str]:
    """Up to so many departments by name."""
    found = (
        Department.select(Department.name).where(current(Department)).order_by(Department.name).limit(most)
    )
    return [department.name for department in found]


def department_choices(most: int) -> Sequence[tuple[int, str]]:
    """Up to so many departments by name, each with its number."""
    sql = "SELECT id, name FROM department WHERE superseded_in = :never ORDER BY name LIMIT :most"
    return until_changed(("departments", most), lambda: tuple(select(sql, never=NEVER, most=most)))


# The next job title after the last: as many steps in the index as there are titles, however many people have one.
_JOB_TITLES = """
    WITH RECURSIVE title(name) AS (
        SELECT min(job_title) FROM membership WHERE job_title > ''
        UNION ALL
        SELECT (SELECT min(m.job_title) FROM membership m WHERE m.job_title > title.name)
        FROM title WHERE title.name IS NOT NULL
    )
    SELECT name FROM title WHERE name IS NOT NULL LIMIT :most
"""


def job_titles(most: int) -> Sequence[str]:
    """Up to so many job titles that anyone has, or had."""
    return until_changed(
        ("job titles", most), lambda: tuple(name for (name,) in select(_JOB_TITLES, most=most))
    )


WRITTEN = ("en", "es")
"""The languages in which messages can be written."""


def work_language(person: Person) -> str:
    """The first of somebody's languages in which messages can be written; '' where there is none."""
    spoken = (str(each).lower().partition("-")[0] for each in person.languages or ())
    return next((each for each in spoken if each in WRITTEN), "")


def language_of(person_id: int | None) -> str:
    """The same of someone by our number; '' where there is nobody."""
    person = Person.get_or_none(Person.id == person_id) if person_id is not None else None
    return work_language(person) if person else ""
