"""The sites that a staff file makes: where they are, and by which code; what nobody said of them is assumed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readiness.foundation.database import execute, json_type, select
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import NEVER, Change
from readiness.foundation.words import gettext as _
from readiness.imports.mapping import Mapping as ColumnMapping
from readiness.imports.new_sites import NewSite, ToldBy
from readiness.imports.reading.cells import plain
from readiness.people.site_codes import code_of_name
from readiness.people.site_words import SiteWords


@dataclass(frozen=True, slots=True)
class UsualPlace:
    """Country and time zone of a site of which nobody says them, and by what they are told."""

    country: str
    time_zone: str
    told_by: ToldBy = ToldBy.ORGANISATION


_MOST_HAVE = f"""
    SELECT country, time_zone FROM site WHERE superseded_in = {NEVER} AND is_sample = :is_sample
    GROUP BY country, time_zone ORDER BY count(*) DESC, country, time_zone LIMIT 1
"""


def usual_place(organisation: UsualPlace, *, is_sample: bool) -> UsualPlace:
    """What most sites have that are known; where there are none, what the organisation's settings say."""
    for country, time_zone in select(_MOST_HAVE, is_sample=is_sample):
        return UsualPlace(country, time_zone, ToldBy.SITES)
    return organisation


def planned_sites(
    names: Iterable[str], mapping: ColumnMapping, usual: UsualPlace, known: Iterable[str]
) -> dict[str, NewSite]:
    """The sites that are made of names that are not known, by name; `known`: the codes that there are. Pure.

    Names that differ in capitals, hyphens or blanks alone are one site.
    """
    codes = [*known]
    taken = {code.casefold() for code in codes}
    taken |= {place["code"].casefold() for place in mapping.places.values() if place.get("code")}
    made: dict[str, NewSite] = {}
    found = {}
    for name in names:
        key = plain(name)
        if key not in made:
            place = mapping.places.get(name, {})
            code = place.get("code") or code_of_name(name, codes, taken)
            taken.add(code.casefold())
            made[key] = NewSite(name, code, *_where(place, mapping, usual))
        found[name] = made[key]
    return found


def _where(place: Mapping[str, str], mapping: ColumnMapping, usual: UsualPlace) -> tuple[str, str, ToldBy]:
    """Country and time zone: as is said of the site, else of all, else as is usual."""
    for country, time_zone in (
        (place.get("country", ""), place.get("time_zone", "")),
        (mapping.country, mapping.time_zone),
    ):
        if time_zone:
            return country or usual.country, time_zone, ToldBy.MAPPING
    return usual.country, usual.time_zone, usual.told_by


def check_codes(mapping: ColumnMapping, words: SiteWords) -> None:
    """Raise InvalidInput for codes that are said of new sites and that another site has."""
    faults, said = [], dict[str, str]()
    known = {code.casefold() for code in words.codes.values()}
    for name, place in mapping.places.items():
        code = place.get("code", "")
        if not code or words.meant(name) is not None:
            continue
        other = said.setdefault(code.casefold(), name)
        if code.casefold() in known or other != name:
            faults.append(
                _(
                    "new_site.%(name)s.code: %(code)s is the code of another site. Give another one.",
                    name=name,
                    code=code,
                )
            )
    if faults:
        raise InvalidInput(faults)


def make_sites(
    names: Iterable[str], mapping: ColumnMapping, organisation: UsualPlace, change: Change
) -> dict[str, NewSite]:
    """Make the sites of these names, within a change that is open; gives them by name."""
    usual = usual_place(organisation, is_sample=change.is_sample)
    known = [code for (code,) in select(f"SELECT code FROM site WHERE superseded_in = {NEVER}")]
    planned = planned_sites(names, mapping, usual, known)
    for site in {site.code: site for site in planned.values()}.values():
        execute(
            "INSERT INTO site (code, name, address, country, region, time_zone, kind, hazard, languages, "
            "emergency_number, outside_line_prefix, is_sample, is_place_assumed, recorded_in, superseded_in) "
            f"VALUES (:code, :name, '', :country, '', :time_zone, '', '', CAST('[]' AS {json_type()}), '', '', "
            f":is_sample, :is_assumed, :change, {NEVER})",
            code=site.code,
            name=site.name,
            country=site.country,
            time_zone=site.time_zone,
            is_sample=change.is_sample,
            is_assumed=site.is_assumed and not change.is_sample,
            change=change.id,
        )
    return planned
