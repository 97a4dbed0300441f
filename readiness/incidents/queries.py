"""Reads of incidents: what may be shared of them, and who is known by which name."""

from collections.abc import Iterable

from readiness.foundation.database import select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import NEVER, current
from readiness.foundation.words import gettext as _
from readiness.incidents.identifying import Pair
from readiness.incidents.models import (
    Incident,
    IncidentCredit,
    IncidentHelper,
    IncidentHold,
    IncidentMoment,
    SealedPart,
    ViolentLogEntry,
)
from readiness.people.models import Person, Site


def get_incident(number: int) -> Incident:
    """What we hold true of an incident, by its number (`fact_id`); raises NotFound."""
    found: Incident | None = (
        Incident.select(Incident, Site)
        .join(Site)
        .where((Incident.fact_id == number) & current(Incident))
        .first()
    )
    if found is None:
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
    return found


def moments_of(number: int) -> list[IncidentMoment]:
    """The timeline of an incident in its order."""
    rows = IncidentMoment.select().where((IncidentMoment.incident == number) & current(IncidentMoment))
    return list(rows.order_by(IncidentMoment.noted_at, IncidentMoment.fact_id))


def log_entry_of(number: int) -> ViolentLogEntry | None:
    """What the log of violent incidents says of one."""
    found: ViolentLogEntry | None = (
        ViolentLogEntry.select()
        .where((ViolentLogEntry.incident == number) & current(ViolentLogEntry))
        .first()
    )
    return found


def helpers_of(number: int) -> list[IncidentHelper]:
    """Who on the staff helped."""
    rows = IncidentHelper.select(IncidentHelper, Person).join(Person)
    rows = rows.where((IncidentHelper.incident == number) & current(IncidentHelper))
    return list(rows.order_by(Person.family_name, Person.given_name, IncidentHelper.fact_id))


def hold_of(number: int) -> IncidentHold | None:
    """What holds an incident against removal."""
    found: IncidentHold | None = (
        IncidentHold.select()
        .where((IncidentHold.incident == number) & IncidentHold.released_on.is_null() & current(IncidentHold))
        .first()
    )
    return found


def credits_of(number: int) -> list[IncidentCredit]:
    """For which clauses an incident counts as an exercise."""
    rows = IncidentCredit.select().where((IncidentCredit.incident == number) & current(IncidentCredit))
    return list(rows.order_by(IncidentCredit.fact_id))


def latest_sealed(number: int) -> SealedPart | None:
    """The sealed part as it was written last, enciphered."""
    found: SealedPart | None = (
        SealedPart.select().where(SealedPart.incident == number).order_by(SealedPart.id.desc()).first()
    )
    return found


def some_sealed() -> tuple[int, str] | None:
    """The number of an incident and what is sealed of it, enciphered: the part that was written last of all."""
    part: SealedPart | None = SealedPart.select().order_by(SealedPart.id.desc()).first()
    return None if part is None else (part.incident, part.content)


def has_sealed(number: int) -> bool:
    """Whether there is a sealed part; that much may be known."""
    return bool(SealedPart.select().where(SealedPart.incident == number).exists())


def known_names(pairs: Iterable[Pair]) -> list[str]:
    """Of pairs of words, those that are the name of somebody on the staff, in either order."""
    pairs = list(pairs)
    words = {word.casefold() for pair in pairs for word in pair}
    if not words:
        return []
    places = {f"w{place}": word for place, word in enumerate(sorted(words)[:500])}
    rows = select(
        "SELECT DISTINCT lower(p.given_name), lower(p.family_name) FROM person p WHERE p.superseded_in = :never "
        f"AND lower(p.family_name) IN ({', '.join(f':{place}' for place in places)})",
        never=NEVER,
        **places,
    )
    names = set(rows)
    return [
        f"{first} {second}"
        for first, second in pairs
        if not {(first.casefold(), second.casefold()), (second.casefold(), first.casefold())}.isdisjoint(
            names
        )
    ]
