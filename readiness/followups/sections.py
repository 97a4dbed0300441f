"""What somebody sees to, on their own page."""

from readiness.followups.queries import Owner, open_threads_of
from readiness.followups.seen_to import owners_of, to_see_to
from readiness.people.profile import Profile
from readiness.people.sections import Section
from readiness.people.selection import Asked
from readiness.web.access import current_account
from readiness.web.frame import frame


def own_section(profile: Profile, _asked: Asked) -> Section | None:
    """What was given to somebody; None where nothing was."""
    owners = {*owners_of(current_account()), Owner(person=profile.id)}
    found = to_see_to(open_threads_of(owners), frame().today)
    return Section("followups/of_mine.html", {"to_see_to": found}) if found else None
