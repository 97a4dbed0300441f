"""The first steps, and which of them are done: from what there is, never from what was ticked."""

from dataclasses import dataclass

from config import Config
from readiness.foundation.database import select
from readiness.foundation.temporal import NEVER
from readiness.foundation.words import gettext as _
from readiness.people.naming import is_named
from readiness.welcome.actions import DISMISSED, GAP_SEEN


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something to do at the beginning, where it is done, and whether it is."""

    title: str
    why: str
    path: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """All first steps. `has_sample`: the sample organisation stands beside them."""

    steps: tuple[FirstStep, ...]
    has_sample: bool

    @property
    def done_count(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def is_done(self) -> bool:
        return self.done_count == len(self.steps)


# What belongs to the sample does not count: it was not done by anyone here. Nor does what was taken back.
_DONE = f"""
    SELECT
      EXISTS (SELECT 1 FROM site WHERE NOT is_sample AND superseded_in = {NEVER}),
      EXISTS (SELECT 1 FROM person WHERE NOT is_sample AND superseded_in = {NEVER}),
      EXISTS (SELECT 1 FROM certificate c JOIN person p ON p.id = c.person_id
        WHERE NOT p.is_sample AND c.superseded_in = {NEVER}),
      EXISTS (SELECT 1 FROM adoption a JOIN change c ON c.id = a.recorded_in WHERE NOT c.is_sample),
      (SELECT count(*) FROM account) > 1,
      EXISTS (SELECT 1 FROM site WHERE is_sample),
      coalesce((SELECT s.name FROM edition_switch s ORDER BY s.id DESC LIMIT 1), '') <> ''
        AND NOT EXISTS (SELECT 1 FROM site WHERE is_sample),
      EXISTS (SELECT 1 FROM setting WHERE key = '{GAP_SEEN}'),
      EXISTS (SELECT 1 FROM setting WHERE key = '{DISMISSED}'),
      EXISTS (SELECT 1 FROM site WHERE is_place_assumed AND superseded_in = {NEVER})
"""


def first_steps(config: Config) -> FirstSteps | None:
    """The first steps; None once they are all done, or put away."""
    (
        sites,
        people,
        certificates,
        packs,
        colleagues,
        has_sample,
        handbook,
        gap_seen,
        is_dismissed,
        is_assumed,
    ) = map(bool, next(select(_DONE)))
    if is_dismissed:
        return None
    steps = (
        FirstStep(
            _("Say what the organisation is called"),
            _("Reports and mail bear the name."),
            "/settings/general",
            is_named(config),
        ),
        _sites_step(has_sites=sites, is_assumed=is_assumed),
        FirstStep(_("Bring in your staff"), _("Drop the list as it is."), "/imports", people),
        FirstStep(
            _("Bring in certificates"), _("Drop the training company's list."), "/imports", certificates
        ),
        FirstStep(
            _("Choose what you hold yourselves to"), _("A pack, or your own."), "/compliance/packs", packs
        ),
        FirstStep(
            _("Look at a first gap"),
            _("Who falls short, of what, and why."),
            "/compliance",
            gap_seen,
        ),
        FirstStep(
            _("Publish your handbook"),
            _("What everybody can open, with no sign-in, beside someone in crisis."),
            "/handbook",
            handbook,
        ),
        FirstStep(
            _("Invite a colleague"), _("Each with a role of their own."), "/settings/accounts", colleagues
        ),
    )
    found = FirstSteps(steps, has_sample)
    return None if found.is_done else found


def _sites_step(*, has_sites: bool, is_assumed: bool) -> FirstStep:
    """Sites that a staff file made are there, but perhaps not where they are taken to be."""
    if is_assumed:
        why = _("Of some the country and time zone are only assumed.")
        return FirstStep(_("Say where your sites are"), why, "/people/sites", False)
    return FirstStep(
        _("Name your sites"), _("Requirements are held against each."), "/people/sites", has_sites
    )
