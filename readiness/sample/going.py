"""What goes when the sample is removed: how much it is, and what people made that stands on it alone."""

from dataclasses import dataclass

from readiness.foundation.database import select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import NEVER
from readiness.foundation.words import gettext as _
from readiness.foundation.words import join, ngettext, number
from readiness.people.naming import has_sample
from readiness.standards.packs import shipped_packs

BEGUN_IN_SAMPLE = "SELECT b.fact_id FROM {table} b JOIN change c ON c.id = b.recorded_in WHERE c.is_sample"
"""What began with the sample goes with it, whatever was made of it since."""

# A site of the sample where real people work stays, as a real one.
HAS_REAL_PEOPLE = (
    "id IN (SELECT m.site_id FROM membership m JOIN person p ON p.id = m.person_id WHERE NOT p.is_sample)"
)
_SITES = f"SELECT id FROM site WHERE is_sample AND NOT {HAS_REAL_PEOPLE}"
_CODES = f"SELECT code FROM site WHERE is_sample AND NOT {HAS_REAL_PEOPLE}"
_PEOPLE = "SELECT id FROM person WHERE is_sample"
_STAYING_PACKS = (
    f"SELECT pack_id FROM adoption WHERE fact_id NOT IN ({BEGUN_IN_SAMPLE.format(table='adoption')})"
)
_BEGAN = "SELECT min(c.recorded_at) FROM change c JOIN site s ON s.recorded_in = c.id WHERE s.is_sample"

OWN_TERMS = f"pack_id NOT IN ({_STAYING_PACKS})"
EXEMPTIONS = (
    f"(fact_id IN ({BEGUN_IN_SAMPLE.format(table='exemption')}) OR pack_id NOT IN ({_STAYING_PACKS}) "
    f"OR site_code IN ({_CODES}) OR staff_number IN (SELECT staff_number FROM person WHERE is_sample))"
)
THREADS = f"(site_id IN ({_SITES}) OR person IN ({_PEOPLE}) OR pack_id NOT IN ({_STAYING_PACKS}))"
SEATS = (
    f"(person_id IN ({_PEOPLE}) OR training_class IN "
    f"(SELECT fact_id FROM training_class WHERE site_id IN ({_SITES})))"
)
DATES = f"site_code IN ({_CODES})"


def _is_hollow(table: str, of: str, goes: str) -> str:
    """The condition that nothing of a plan stays: it was the sample's, or made beside it and empty."""
    parts = f"SELECT 1 FROM {of} WHERE {of}.plan_id = {table}.id"
    return f"(made_at >= ({_BEGAN}) OR EXISTS ({parts})) AND NOT EXISTS ({parts} AND NOT {goes})"


TRAINING_PLANS = _is_hollow("training_plan", "training_plan_seat", SEATS)
YEAR_PLANS = _is_hollow("year_plan", "year_plan_date", DATES)


@dataclass(frozen=True, slots=True)
class Going:
    """How much goes with the sample: its sites and people, and of what was made here what stands on it alone.

    `packs`: the ids of those that nobody holds to any more, since the sample alone had adopted them.
    """

    sites: int
    people: int
    packs: list[str]
    own_terms: int
    exemptions: int
    training_plans: int
    year_plans: int
    gaps: int


def what_goes() -> Going:
    """What would go if the sample were removed now; raises NotFound where there is none."""
    if not has_sample():
        raise NotFound(_("There is no sample organisation."))
    own = f"superseded_in = {NEVER} AND fact_id NOT IN ({BEGUN_IN_SAMPLE.format(table='exemption')})"
    return Going(
        sites=_count("site", f"id IN ({_SITES})"),
        people=_count("person", "is_sample"),
        packs=[
            pack_id
            for (pack_id,) in select(
                f"SELECT DISTINCT pack_id FROM adoption WHERE pack_id NOT IN ({_STAYING_PACKS}) ORDER BY pack_id"
            )
        ],
        own_terms=_count("own_terms", f"superseded_in = {NEVER} AND {OWN_TERMS}"),
        exemptions=_count("exemption", f"{own} AND {EXEMPTIONS}"),
        training_plans=_count("training_plan", TRAINING_PLANS),
        year_plans=_count("year_plan", YEAR_PLANS),
        gaps=_count("gap_thread", THREADS),
    )


def _count(table: str, condition: str) -> int:
    return int(next(select(f"SELECT count(*) FROM {table} WHERE {condition}"))[0])


def made_here(going: Going) -> list[str]:
    """What was made here and goes with the sample, each in a sentence; what there is none of is not named."""
    told = (
        (
            going.own_terms,
            ngettext(
                "Own terms that were set on %(count)s requirement of the sample.",
                "Own terms that were set on requirements of the sample: %(count)s.",
                going.own_terms,
            ),
        ),
        (
            going.exemptions,
            ngettext(
                "%(count)s exemption that was granted from what the sample is asked.",
                "%(count)s exemptions that were granted from what the sample is asked.",
                going.exemptions,
            ),
        ),
        (
            going.training_plans,
            ngettext(
                "%(count)s plan of training in which nobody would be left.",
                "%(count)s plans of training in which nobody would be left.",
                going.training_plans,
            ),
        ),
        (
            going.year_plans,
            ngettext(
                "%(count)s plan of a year in which no exercise would be left.",
                "%(count)s plans of a year in which no exercise would be left.",
                going.year_plans,
            ),
        ),
        (
            going.gaps,
            ngettext(
                "%(count)s gap that was given to somebody or spoken of, with what was said of it.",
                "%(count)s gaps that were given to somebody or spoken of, with what was said of them.",
                going.gaps,
            ),
        ),
    )
    return [words for count, words in told if count]


def packs_that_end(going: Going) -> str:
    """Which packs are asked of nobody any more, in a sentence; '' where there are none."""
    if not going.packs:
        return ""
    return _(
        "What it alone is held to is asked of nobody any more, until you adopt it yourselves: %(packs)s.",
        packs=join([_title(pack_id) for pack_id in going.packs]),
    )


def _title(pack_id: str) -> str:
    pack = shipped_packs().get(pack_id)
    return pack.title if pack else pack_id


def size_in_words(going: Going) -> str:
    """How many sites and people it is."""
    return _("%(sites)s sites, %(people)s people", sites=number(going.sites), people=number(going.people))
