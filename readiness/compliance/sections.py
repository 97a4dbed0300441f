"""What compliance adds to someone's own page."""

from readiness.compliance.own_findings import own_findings
from readiness.people.profile import Profile
from readiness.people.sections import Section
from readiness.people.selection import Asked


def own_section(profile: Profile, asked: Asked) -> Section:
    """What is asked of someone, each with the one way to do it."""
    return Section("compliance/of_mine.html", {"findings": own_findings(profile, asked)})
