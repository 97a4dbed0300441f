"""What is asked of sites, exempted, spoken of, covered by a plan, and reviewed."""

from datetime import date

from readiness.compliance.previewing import Asked, ask_for_preview, work_on
from readiness.followups.actions import speak
from readiness.followups.queries import Gap
from readiness.foundation import clock
from readiness.foundation.temporal import Question, knowledge_at
from readiness.people.models import Site
from readiness.policies.actions import Covered, cover_element, review_policy
from readiness.policies.models import PlanElement, PolicyReview
from readiness.requirements.actions import ExemptionRequest, grant_exemption
from readiness.requirements.models import Exemption
from readiness.standards.packs import shipped_packs
from tests.access.world import Values, World
from tests.factories import MEASURE, adopt


def thread(site: Site) -> int:
    """A gap of a site that was spoken of; its number."""
    return speak(Gap("tested", "clause-1", site.id, site.code), "Who sees to it?", clock.now(), "a test")


def exemption(world: World) -> Values:
    day = clock.today("UTC")
    wanted = ExemptionRequest("tested", "clause-1", world.own_site.code, day, day, "a reason")
    grant_exemption(wanted, "a test")
    return Values(own=Exemption.get().fact_id, none=999_999)


def adopted(world: World) -> str:
    """The pack of a requirement that is asked of every site."""
    adopt({"check": "holders_per_headcount", "terms": {"certificate": "pfa", "at_least": 1}})
    return "tested"


def preview(world: World) -> Values:
    """What a pack would bring, as it is worked out beside its page."""
    config, day = world.app.config["READINESS"], clock.today("UTC")
    key, _is_first = ask_for_preview(
        config, Asked(shipped_packs()["own-policy"], day, Question(day, knowledge_at()))
    )
    work_on(config, key, MEASURE)
    return Values(own=key, none="nothing")


def element() -> int:
    cover_element(Covered("emergency-action", "contact", "", "document", "Plan", date(2026, 1, 1)), "a test")
    return int(PlanElement.get().fact_id)


def policy_review() -> int:
    review_policy("Evidence", "", date(2026, 1, 1), "", today=date(2026, 6, 1), actor="a test")
    return int(PolicyReview.get().fact_id)
