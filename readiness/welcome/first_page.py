"""What stands at `/` where no handbook does: whom to call, and how the first sign-in is made where there is none."""

from dataclasses import dataclass

from config import Config
from readiness.accounts.queries import administrators
from readiness.foundation import clock
from readiness.foundation.settings import stored_where_accepted
from readiness.handbook.whom_to_call import Whereabouts, whereabouts
from readiness.lines.queries import crisis_lines, outages_in_force, shipped_lines
from readiness.people.queries import countries_of_sites
from readiness.standards.crisis_lines import CrisisLine
from readiness.web.soon import soon


@dataclass(frozen=True, slots=True)
class FirstPage:
    """Where its reader may be; whether nobody administers yet."""

    where: Whereabouts
    needs_administrator: bool


def first_page(environment: Config) -> FirstPage:
    """What the database says of it."""
    held = stored_where_accepted(environment)
    where = whereabouts(_said(held), held.home_country, countries_of_sites(), _lines())
    return FirstPage(where, not administrators(clock.today(held.time_zone)))


def first_page_soon(environment: Config) -> FirstPage:
    """The same, without waiting for a database that hangs, or for one that is not opened yet."""
    return soon("first page", lambda: first_page(environment), without_database(environment))


def where_now(environment: Config) -> Whereabouts:
    """Where a reader may be, for the handbook while it is withdrawn: it waits a second for the database at most."""
    return first_page_soon(environment).where


def without_database(environment: Config) -> FirstPage:
    """What holds as long as the database does not answer: what the environment says, and the release's own lines."""
    return FirstPage(
        whereabouts(_said(environment), environment.home_country, {}, shipped_lines()),
        needs_administrator=False,
    )


def _said(held: Config) -> str:
    """The country of home, where somebody said it; else ''."""
    return held.home_country if "home_country" in held.model_fields_set else ""


def _lines() -> dict[str, CrisisLine]:
    """Every line that may be shown, by code; what stands in for one that is out of order at its place.

    Where a shipped line was changed here and nobody signed for that yet, it stands as it was shipped.
    """
    verified = {code: line for code, line in crisis_lines().items() if line.verified}
    lines = {**shipped_lines(), **verified}
    for outage in outages_in_force(clock.now()):
        if outage.code in lines and outage.stand_in in lines:
            out, stand_in = lines[outage.code], lines[outage.stand_in]
            lines[outage.code] = stand_in.model_copy(update={"kind": out.kind, "first_for": out.first_for})
    return lines
