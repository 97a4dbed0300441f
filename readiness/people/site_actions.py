"""What may be done by hand with sites and departments."""

import hashlib
from dataclasses import asdict, dataclass

from readiness.audit.actions import recording
from readiness.audit.chain import canonical_json
from readiness.audit.events.people import DepartmentRenamed, SiteAdded, SiteEdited
from readiness.audit.histories import changed_meanwhile
from readiness.foundation.countries import country_fault
from readiness.foundation.errors import Conflict
from readiness.foundation.words import gettext as _
from readiness.foundation.zones import time_zones
from readiness.imports.reading.cells import read_languages
from readiness.people.models import Department, Site
from readiness.people.places import number_fault
from readiness.people.queries import (
    find_department,
    find_site,
    get_department,
    get_site_by_id,
    latest_version_of_site,
)
from readiness.people.typed import Typed
from readiness.people.versions import keep_department, keep_site


@dataclass(frozen=True, slots=True)
class SiteDetails:
    """What we know of a site, as it is typed. `open_to_public` is 'yes', 'no' or '' for not known."""

    name: str
    address: str = ""
    country: str = ""
    region: str = ""
    time_zone: str = ""
    kind: str = ""
    hazard: str = ""
    open_to_public: str = ""
    languages: str = ""
    emergency_number: str = ""
    outside_line_prefix: str = ""
    meeting_place: str = ""
    exits: str = ""
    assembly_point: str = ""
    defibrillator: str = ""
    dispatcher_words: str = ""


PUBLIC = {"yes": True, "no": False, "": None}


def add_site(code: str, details: SiteDetails, actor: str) -> Site:
    """Add a site; raises InvalidInput naming every fault, Conflict where the code is taken."""
    typed = Typed()
    code = typed.text("code", code, longest=64, missing=_("Write a short code; it says which site it is."))
    values = _checked(typed, details)
    typed.check()
    with recording(actor) as opened:
        present = find_site(code)
        if present is not None:
            raise Conflict(
                _("code: %(code)s is %(name)s already. Give another code.", code=code, name=present.name)
            )
        site = Site.create(code=code, recorded_in=opened.change.id, **values)
        opened.note(SiteAdded(code, name=site.name))
    return site


def edit_site(site_id: int, details: SiteDetails, reason: str, seen: str, actor: str) -> None:
    """Give a site other values; raises Conflict where `seen` is no longer how it is."""
    typed = Typed()
    values = _checked(typed, details)
    reason = typed.text("reason", reason)
    typed.check()
    with recording(actor) as opened:
        site = get_site_by_id(site_id)
        if site_seen(site) != seen:
            raise changed_meanwhile(latest_version_of_site(site))
        changed = {name: value for name, value in values.items() if getattr(site, name) != value}
        if not changed and not site.is_place_assumed:
            raise Conflict(_("Nothing was changed: everything is as it was."))
        keep_site(site.id, opened.change)
        # Whoever saves the form has seen where the site is.
        Site.update(**changed, is_place_assumed=False).where(Site.id == site.id).execute()
        told = {name: _told(value) for name, value in changed.items()}
        before = {name: _told(getattr(site, name)) for name in changed}
        opened.note(SiteEdited(site.code, values=told, reason=reason, before=before))


def site_as_typed(site: Site) -> dict[str, str]:
    """What a form begins with: the columns as they would be typed, and what it remembers of them."""
    texts = {name: getattr(site, name) for name in SiteDetails.__dataclass_fields__}
    public = next(word for word, meant in PUBLIC.items() if meant is site.open_to_public)
    languages = ", ".join(site.languages)
    return {**texts, "open_to_public": public, "languages": languages, "seen": site_seen(site)}


def site_seen(site: Site) -> str:
    """What a form remembers of how the site was when it was opened."""
    seen = [getattr(site, name) for name in SiteDetails.__dataclass_fields__]
    return hashlib.sha256(canonical_json(seen).encode()).hexdigest()[:32]


def rename_department(department_id: int, name: str, seen: str, actor: str) -> None:
    """Give a department another name, for all who are in it and were; what it was called stays known."""
    typed = Typed()
    name = typed.text("name", name, missing=_("Write the department's name."))
    typed.check()
    with recording(actor) as opened:
        department = get_department(department_id)
        if department.name != seen:
            raise Conflict(
                _(
                    "Someone else has named it '%(name)s' meanwhile. Save again if yours is to hold.",
                    name=department.name,
                )
            )
        if name == department.name:
            raise Conflict(_("Nothing was changed: it has this name."))
        if find_department(name) is not None:
            raise Conflict(_("name: there is a department '%(name)s' already. Give another name.", name=name))
        keep_department(department_id, opened.change)
        Department.update(name=name).where(Department.id == department_id).execute()
        opened.note(DepartmentRenamed(name, before=department.name))


def _checked(typed: Typed, details: SiteDetails) -> dict[str, object]:
    """Every column of a site but its code, as it is kept."""
    texts = asdict(details)
    values: dict[str, object] = {
        name: typed.text(name, texts[name]) for name in texts if name not in {"open_to_public", "languages"}
    }
    if not values["name"]:
        typed.fault("name", _("Write the name that people use for the site."))
    country = str(values["country"]).upper()
    if not country:
        typed.fault("country", _("Write the country as two letters, such as US."))
    elif no_country := country_fault(country):
        typed.fault("country", no_country)
    if values["time_zone"] not in time_zones():
        typed.fault("time_zone", _("Write the time zone as an IANA name, such as America/New_York."))
    if no_number := number_fault(str(values["emergency_number"])):
        typed.fault("emergency_number", no_number)
    if details.open_to_public not in PUBLIC:
        typed.fault("open_to_public", _("Say yes or no, or leave it open."))
    return values | {
        "country": country,
        "open_to_public": PUBLIC.get(details.open_to_public),
        "languages": read_languages(typed.text("languages", details.languages)),
    }


def _told(value: object) -> str:
    """A value in the trail."""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
